/** What of an entry the text index holds. */

/** Columns whose text nearly always stands in the XML too, and then costs the index nothing. */
const SUMMARY_COLUMNS = [
  ...['name', 'type', 'id', 'from_jid', 'to_jid'],
  ...['child_name', 'child_ns', 'child_action', 'condition', 'run_id', 'step_id'],
];

/**
 * SQL for the `body` of `text_index`, over `entry e` and `payload p`: everything a query can look for as
 * text, so that the index names the candidates of a filter by field as well. Two characters stand after
 * the last, so that every text of one or two characters begins some trigram.
 */
export const INDEXED_TEXT = [
  'p.xml',
  'char(10) || e.text || char(10) || e.session_name || char(10) || e.session_id',
  ...SUMMARY_COLUMNS.map(
    (column) =>
      `CASE WHEN e.${column} IS NULL OR instr(p.xml, e.${column}) > 0 THEN '' ELSE char(10) || e.${column} END`,
  ),
  'char(10) || char(10)',
].join(' || ');
