/** The fields of the query language as data: for parser, completion, menus and the document. */
import { PROCEDURES } from '../../runs/procedures.ts';
import { ENTRY_DIRECTIONS, ENTRY_KINDS, type EntryDirection } from '../entry.ts';
import {
  NUMBER_FIELDS,
  TEXT_FIELDS,
  type EntryState,
  type NumberField,
  type TextField,
} from './query-node.ts';

/** Every name that can stand before `:`. */
export type QueryField = TextField | NumberField | 'is' | 'after' | 'before';

/** All of them. */
export const QUERY_FIELDS: readonly QueryField[] = [
  ...TEXT_FIELDS,
  'is',
  ...NUMBER_FIELDS,
  'after',
  'before',
];

/** What a field asks, in a few words. */
export const FIELD_MEANINGS: Readonly<Record<QueryField, string>> = {
  from: 'sender: a JID, or a domain',
  to: 'addressee: a JID, or a domain',
  jid: 'sender or addressee',
  id: 'id of the stanza',
  type: 'type of the stanza',
  kind: ENTRY_KINDS.join(', '),
  dir: 'in, out, local',
  session: 'name or id of the session',
  ns: 'namespace of the payload',
  child: 'name of the payload or its action',
  step: 'step of a run',
  name: 'name of the element',
  condition: 'condition of an error',
  is: 'error, late, unanswered, …',
  latency: 'time until the answer',
  size: 'size on the wire',
  no: 'number of the entry',
  after: 'from that time on (UTC)',
  before: 'before that time (UTC)',
};

/** What a state of `is:` means. */
export const STATE_MEANINGS: Readonly<Record<EntryState, string>> = {
  error: 'reports an error',
  timeout: 'request that timed out',
  late: 'answer after the request had ended',
  unanswered: 'request without an answer',
  pending: 'request that still waits',
  'wrong-sender': 'answer from somebody else',
  unsolicited: 'answer to nothing that was asked',
  masked: 'credentials were replaced',
  bookmarked: 'has a bookmark',
  noted: 'has a note',
};

/** Words for directions beside the entries' own. */
export const DIRECTION_WORDS: Readonly<Record<string, EntryDirection>> = {
  ...Object.fromEntries(ENTRY_DIRECTIONS.map((direction) => [direction, direction] as const)),
  ...{ sent: 'out', received: 'in' },
};

/** Titles of the steps of a run, by their ids. */
export const STEP_TITLES: ReadonlyMap<string, string> = new Map(
  Object.values(PROCEDURES).flatMap(({ steps }) => steps.map(({ id, title }) => [id, title])),
);

/** Whether a name is a field. */
export function isQueryField(name: string): name is QueryField {
  return (QUERY_FIELDS as readonly string[]).includes(name);
}

/** Whether a field holds text. */
export function isTextField(field: string): field is TextField {
  return (TEXT_FIELDS as readonly string[]).includes(field);
}

/** Whether a field holds a number. */
export function isNumberField(field: string): field is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(field);
}
