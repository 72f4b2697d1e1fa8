/** Values that a field has in a recording, for completion. */
import type { RequestInput } from '#shared/contract/channels.ts';
import { comparePattern } from '../text-pattern.ts';
import type { ReadConnection } from './read-connection.ts';

type SuggestedField = RequestInput<'query.suggest'>['field'];

const COLUMNS: Readonly<Record<SuggestedField, readonly string[]>> = {
  from: ['from_jid'],
  to: ['to_jid'],
  jid: ['from_jid', 'to_jid'],
  session: ['session_name'],
  ns: ['child_ns'],
  child: ['child_name', 'child_action'],
  step: ['step_id'],
  type: ['type'],
};

const MOST_VALUES = 20;
/** What completion offers are values of these newest entries. */
const LOOKED_AT = 20_000;

/** The commonest values that begin with a text, of the newest entries. */
export function suggestValues(
  connection: ReadConnection,
  { field, prefix }: Pick<RequestInput<'query.suggest'>, 'field' | 'prefix'>,
): string[] {
  const { operator, pattern } = comparePattern([prefix, '']);
  const values = COLUMNS[field].map(
    (column) => `SELECT ${column} AS value FROM entry WHERE seq > ?1 AND ${column} IS NOT NULL`,
  );
  const sql =
    `SELECT value, count(*) AS uses FROM (${values.join(' UNION ALL ')}) ` +
    `WHERE value ${operator.replace('?', '?2')} GROUP BY value ORDER BY uses DESC, value LIMIT ?3`;
  const { last } = connection.bounds();
  return connection
    .values(sql, [last - LOOKED_AT, pattern, MOST_VALUES])
    .map(([value]) => String(value));
}
