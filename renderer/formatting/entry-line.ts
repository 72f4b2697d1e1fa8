/** The words of an inspector row. */
import type { EntryRow } from '#shared/transcript/entry.ts';
import { payloadName } from '#shared/transcript/payload-name.ts';
import { toVisibleText } from '#shared/xml/visible-text.ts';

/** A row's summary in parts, so that each can have its own weight. */
export interface EntryLine {
  /** `iq set`, `message chat`, `presence`, `stream:features`, `TLS`. */
  readonly subject: string;
  /** `create`, `enable`: the payload. */
  readonly payload: string;
  /** Condition of an error. */
  readonly condition: string;
  /** Id, or the text of a local entry. */
  readonly remark: string;
}

const LOCAL_SUBJECTS: Readonly<Record<EntryRow['kind'], string>> = {
  stanza: 'stanza',
  nonza: 'nonza',
  stream: 'stream',
  tls: 'TLS',
  state: 'state',
  note: 'note',
  push: 'push',
};

/** Reads the parts of a row, as one text each; everything in it may come from a hostile sender. */
export function describeEntry(row: EntryRow): EntryLine {
  const { subject, payload, condition, remark } = readEntryLine(row);
  return {
    subject: toVisibleText(subject),
    payload: toVisibleText(payload),
    condition: toVisibleText(condition),
    remark: toVisibleText(remark),
  };
}

/** The same as it crossed, for a view that marks by itself what cannot be seen. */
export function readEntryLine(row: EntryRow): EntryLine {
  const name = row.name ?? LOCAL_SUBJECTS[row.kind];
  return {
    subject: row.type === null ? name : `${name} ${row.type}`,
    payload: payloadName(row),
    condition: row.condition ?? '',
    remark: row.text !== '' ? row.text : (row.id ?? ''),
  };
}

/** Tells whether a row is about a failure. */
export function isFailure(row: EntryRow): boolean {
  return row.condition !== null || row.type === 'error' || row.name === 'stream:error';
}

/** What is odd about how an incoming entry relates to what was asked; empty when nothing is. */
export function describeRelation(row: EntryRow): string {
  switch (row.relation) {
    case 'late':
      return 'late answer';
    case 'wrong-sender':
      return 'not from whom it was asked';
    case 'unsolicited':
      return 'nobody asked for it';
    case 'answer':
    case 'timeout':
    case 'cancelled':
    case 'disconnected':
    case null:
      return '';
    default:
      return row.relation satisfies never;
  }
}

const DIRECTION_WORDS: Readonly<Record<EntryRow['direction'], string>> = {
  out: 'sent',
  in: 'received',
  local: 'local',
};

/** The row as one sentence, for people who hear it. */
export function spokenEntry(row: EntryRow): string {
  const line = describeEntry(row);
  const parts = [
    DIRECTION_WORDS[row.direction],
    row.sessionName,
    line.subject,
    line.payload,
    line.condition,
    line.remark,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
