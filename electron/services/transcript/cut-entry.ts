/** Entries as a view gets them: no text longer than it shows at once, whatever a peer has sent. */
import type { ReadEntry } from '#shared/contract/channels.ts';
import type { EntryRow, WireEntry } from '#shared/transcript/entry.ts';
import { wholeCharacterEnd } from '#shared/xml/characters.ts';

/** Which part of an entry's text is wanted. */
export interface TextPart {
  /** UTF-16 units that are left out before it. */
  readonly from?: number | undefined;
  /** Most UTF-16 units of it; left out for all of it. */
  readonly maxChars?: number | undefined;
}

/** Most UTF-16 units of a row's text; no address has as many. */
const MOST_ROW_CHARS = 4_000;

/**
 * Cuts the text of an entry.
 * @returns a text that ends no surrogate pair in its middle
 */
export function cutEntry(entry: WireEntry, { from = 0, maxChars }: TextPart): ReadEntry {
  if (maxChars === undefined) return entry;
  const { xml } = entry;
  const cut = cutRow(entry);
  if (from === 0 && xml.length <= maxChars) return cut;
  return {
    ...cut,
    xml: xml.slice(from, wholeCharacterEnd(xml, from + maxChars)),
    cutFrom: xml.length,
  };
}

/** Cuts the texts of a row, which may be attributes of megabytes. */
export function cutRow<Row extends EntryRow>(row: Row): Row {
  if (ROW_TEXTS.every((name) => (row[name]?.length ?? 0) <= MOST_ROW_CHARS)) return row;
  const cut = Object.fromEntries(ROW_TEXTS.map((name) => [name, cutText(row[name])] as const));
  return { ...row, ...cut };
}

const ROW_TEXTS = [
  ...(['text', 'name', 'type', 'id', 'from', 'to'] as const),
  ...(['childName', 'childNs', 'childAction', 'condition', 'sessionName'] as const),
];

function cutText(text: string | null): string | null {
  if (text === null || text.length <= MOST_ROW_CHARS) return text;
  return `${text.slice(0, wholeCharacterEnd(text, MOST_ROW_CHARS))}…`;
}
