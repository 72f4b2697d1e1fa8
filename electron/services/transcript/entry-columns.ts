/** How a wire entry stands in the database's columns. */
import type {
  AnswerRelation,
  EntryDirection,
  EntryKind,
  EntryRow,
  WireEntry,
} from '#shared/transcript/entry.ts';
import { isErrorEntry } from '#shared/transcript/error-entry.ts';

/** Columns of table `entry` that make a row, in the order of {@link readRow}. */
export const ROW_COLUMNS = [
  'seq',
  'session_id',
  'session_name',
  'time',
  'monotonic_ms',
  'direction',
  'kind',
  'bytes',
  'reply_to',
  'latency_ms',
  'relation',
  'run_id',
  'step_id',
  'text',
  'name',
  'type',
  'id',
  'from_jid',
  'to_jid',
  'child_name',
  'child_ns',
  'child_action',
  'condition',
] as const;

type Column = (typeof ROW_COLUMNS)[number];

/** A value as it goes into a column. */
export type ColumnValue = string | number | null | Uint8Array;

/** A text of any characters in a column. */
export type TextValue = string | Uint8Array | ArrayBuffer;

/** A database row as an object by column. */
export type ColumnValues = Readonly<
  Record<Exclude<Column, 'text'>, string | number | null> & { text: TextValue }
>;

/** A row joined with its text. */
export type PayloadValues = ColumnValues & { readonly xml: TextValue; readonly masked: number };

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** No text in UTF-8 holds this byte. */
const INSTEAD_OF_NUL = 0xff;

/**
 * A text for a column. SQLite ends a text at U+0000 wherever it is read, so one that holds it goes in as
 * bytes, with another byte in its place: then searches see what stands behind.
 */
export function writeText(text: string): string | Uint8Array {
  return text.includes('\0') ? exchange(ENCODER.encode(text), 0, INSTEAD_OF_NUL) : text;
}

/** The text that {@link writeText} wrote. */
export function readText(value: TextValue): string {
  if (typeof value === 'string') return value;
  return DECODER.decode(exchange(new Uint8Array(value), INSTEAD_OF_NUL, 0));
}

function exchange(bytes: Uint8Array, from: number, to: number): Uint8Array {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes[at] = to;
  return bytes;
}

/** Values for `INSERT INTO entry`, in the order of {@link ROW_COLUMNS}, then `is_error`. */
export function writeRow(entry: WireEntry): ColumnValue[] {
  return [
    entry.seq,
    entry.sessionId,
    entry.sessionName,
    entry.time,
    entry.monotonicMs,
    entry.direction,
    entry.kind,
    entry.bytes,
    entry.replyTo,
    entry.latencyMs,
    entry.relation,
    entry.runId,
    entry.stepId,
    writeText(entry.text),
    entry.name,
    entry.type,
    entry.id,
    entry.from,
    entry.to,
    entry.childName,
    entry.childNs,
    entry.childAction,
    entry.condition,
    isErrorEntry(entry) ? 1 : 0,
  ];
}

/** Database row to list row. Only this program writes the file, so enumerations are taken as they are. */
export function readRow(values: ColumnValues): EntryRow {
  return {
    seq: Number(values.seq),
    sessionId: String(values.session_id),
    sessionName: String(values.session_name),
    time: String(values.time),
    monotonicMs: Number(values.monotonic_ms),
    direction: String(values.direction) as EntryDirection,
    kind: String(values.kind) as EntryKind,
    bytes: Number(values.bytes),
    replyTo: numberOrNull(values.reply_to),
    latencyMs: numberOrNull(values.latency_ms),
    relation: values.relation as AnswerRelation | null,
    runId: textOrNull(values.run_id),
    stepId: textOrNull(values.step_id),
    text: readText(values.text),
    name: textOrNull(values.name),
    type: textOrNull(values.type),
    id: textOrNull(values.id),
    from: textOrNull(values.from_jid),
    to: textOrNull(values.to_jid),
    childName: textOrNull(values.child_name),
    childNs: textOrNull(values.child_ns),
    childAction: textOrNull(values.child_action),
    condition: textOrNull(values.condition),
  };
}

/** Database row with text to wire entry. */
export function readEntry(values: PayloadValues): WireEntry {
  return { ...readRow(values), xml: readText(values.xml), masked: values.masked === 1 };
}

/** The row of an entry, without its text. */
export function toRow(entry: WireEntry): EntryRow {
  const { xml: _xml, masked: _masked, ...row } = entry;
  return row;
}

function numberOrNull(value: string | number | null): number | null {
  return value === null ? null : Number(value);
}

function textOrNull(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
