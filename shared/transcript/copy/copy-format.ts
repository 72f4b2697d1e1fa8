/** What a way of copying is made of. Entries are redacted before a formatter sees them. */
import type { CopyFormat } from '../../contract/query.ts';
import type { WireEntry } from '../entry.ts';

/** One way to put entries into a clipboard. */
export interface CopyFormatter {
  readonly id: CopyFormat;
  /** For a menu, after "Copy as". */
  readonly label: string;
  /** @returns text without a line break at its end */
  readonly write: (entries: readonly WireEntry[]) => string;
}

/** What crossed the wire, or the line of an entry that did not. */
export function textOfEntry(entry: WireEntry): string {
  return entry.xml === '' ? entry.text : entry.xml;
}

const DIRECTIONS = { in: 'received', out: 'sent', local: 'noted' } as const;

/** `no. 4, 2026-08-20T10:00:00.000Z, received by alice`. */
export function factsOfEntry({ seq, time, direction, sessionName }: WireEntry): string {
  return `no. ${seq}, ${time}, ${DIRECTIONS[direction]} by ${sessionName}`;
}
