/**
 * What the practice server can do wrong on request: what broken servers, proxies and attackers do, and every
 * stream error a MongooseIM knows (facts 8.4).
 */

/** A number that goes with a fault. */
export interface FaultValueKind {
  readonly unit: 'ms' | 'MiB' | 'levels';
  /** What holds when no value is given. */
  readonly initial: number;
  /** The largest value allowed; the smallest is 1. */
  readonly max: number;
}

/** One fault that can be switched on. */
export interface PracticeFaultKind {
  readonly id: string;
  /** When it shows: in the bytes, in answers to requests, at the login, in the stream, as a stream error. */
  readonly group: 'bytes' | 'answers' | 'login' | 'stream' | 'stream error';
  /** What the server then does, as a sentence without full stop. */
  readonly title: string;
  readonly value?: FaultValueKind;
}

const DELAY = { unit: 'ms', max: 600_000 } as const;

/** Every fault, in the order in which they are listed. */
export const PRACTICE_FAULTS = [
  {
    id: 'split-utf8',
    group: 'bytes',
    title: 'Tears every character of several bytes over TCP writes',
  },
  { id: 'single-bytes', group: 'bytes', title: 'Writes every byte on its own over TCP' },
  {
    id: 'foreign-answer',
    group: 'answers',
    title: 'Somebody else answers with the right id first',
  },
  { id: 'no-from', group: 'answers', title: 'Answers carry no "from"' },
  { id: 'error-without-reason', group: 'answers', title: 'Errors carry no <error/>' },
  { id: 'text-first', group: 'answers', title: 'Errors have their text before their condition' },
  { id: 'payload-first', group: 'answers', title: 'Errors echo the request before <error/>' },
  { id: 'payload-last', group: 'answers', title: 'Errors echo the request after <error/>' },
  {
    id: 'legacy-error',
    group: 'answers',
    title: 'Errors have a code and a text, no type and no condition',
  },
  { id: 'error-by', group: 'answers', title: 'Errors say that somebody else raised them ("by")' },
  {
    id: 'slow-answers',
    group: 'answers',
    title: 'Answers come late',
    value: { ...DELAY, initial: 2_000 },
  },
  {
    id: 'late-answers',
    group: 'answers',
    title: 'Answers come once nobody waits for them any more',
    value: { ...DELAY, initial: 40_000 },
  },
  { id: 'silent', group: 'answers', title: 'Requests are not answered' },
  { id: 'duplicate-answers', group: 'answers', title: 'Answers come twice' },
  {
    id: 'unsolicited-result',
    group: 'answers',
    title: 'A result that nobody asked for comes first',
  },
  {
    id: 'wrong-signature',
    group: 'login',
    title: 'The server proves itself with a wrong SCRAM signature',
  },
  {
    id: 'close-without-error',
    group: 'stream',
    title: 'The connection closes at the next request',
  },
  {
    id: 'huge-stanza',
    group: 'stream',
    title: 'A huge message comes before the next answer',
    value: { unit: 'MiB', initial: 11, max: 64 },
  },
  {
    id: 'deep-tree',
    group: 'stream',
    title: 'A deeply nested message comes before the next answer',
    value: { unit: 'levels', initial: 10_000, max: 100_000 },
  },
  { id: 'not-well-formed', group: 'stream', title: 'Broken XML comes before the next answer' },
  { id: 'comment', group: 'stream', title: 'A comment comes before the next answer' },
  {
    id: 'processing-instruction',
    group: 'stream',
    title: 'A processing instruction comes before the next answer',
  },
  { id: 'doctype', group: 'stream', title: 'A DOCTYPE comes before the next answer' },
  { id: 'host-unknown', group: 'stream error', title: 'The domain is not served' },
  {
    id: 'unsupported-version',
    group: 'stream error',
    title: 'The stream header has no acceptable version',
  },
  {
    id: 'invalid-namespace',
    group: 'stream error',
    title: 'The stream header has a wrong namespace',
  },
  { id: 'xml-not-well-formed', group: 'stream error', title: 'What was sent is no XML' },
  { id: 'element-too-big', group: 'stream error', title: 'What was sent exceeds max_stanza_size' },
  {
    id: 'unexpected-header',
    group: 'stream error',
    title: 'A stream header came where none is expected',
  },
  { id: 'sasl2-violation', group: 'stream error', title: 'SASL2 came where it is not allowed' },
  { id: 'encryption-required', group: 'stream error', title: 'A login came without TLS' },
  { id: 'invalid-from', group: 'stream error', title: 'A stanza claims a foreign sender' },
  { id: 'connection-timeout', group: 'stream error', title: 'The login takes too long' },
  {
    id: 'conflict-replaced',
    group: 'stream error',
    title: 'Another connection takes the resource',
  },
  { id: 'conflict-removed', group: 'stream error', title: 'The account is removed' },
  { id: 'system-shutdown', group: 'stream error', title: 'The server shuts down' },
  { id: 'unacked-stanzas', group: 'stream error', title: 'Too many stanzas are not acknowledged' },
  {
    id: 'handled-count-too-high',
    group: 'stream error',
    title: 'More is acknowledged than was sent',
  },
  { id: 'invalid-h', group: 'stream error', title: 'An acknowledgement holds no number' },
] as const satisfies readonly PracticeFaultKind[];

/** Name of a fault. */
export type PracticeFaultId = (typeof PRACTICE_FAULTS)[number]['id'];

/** A fault that is switched on. */
export interface PracticeFault {
  readonly id: PracticeFaultId;
  /** Null for the initial value, or for a fault that has none. */
  readonly value: number | null;
}

/** What a fault is, or undefined for a name that is none. */
export function findFaultKind(
  id: string,
): (PracticeFaultKind & { readonly id: PracticeFaultId }) | undefined {
  return PRACTICE_FAULTS.find((kind) => kind.id === id);
}

/** Whether the fault takes this value. */
export function allowsFaultValue({ id, value }: PracticeFault): boolean {
  const kind = findFaultKind(id)?.value;
  if (value === null) return true;
  return kind !== undefined && Number.isInteger(value) && value >= 1 && value <= kind.max;
}
