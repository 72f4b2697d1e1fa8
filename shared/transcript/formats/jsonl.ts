/**
 * The native transcript format: JSON Lines, a header, entries, a footer. It streams, greps and diffs,
 * and a truncated file is readable up to where it ends. Lines are told apart by their `kind`.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../contract/result.ts';
import { ANSWER_RELATIONS, ENTRY_DIRECTIONS, ENTRY_KINDS, type WireEntry } from '../entry.ts';
import type { Redaction } from '../redact.ts';
import type { TranscriptFormat } from './format.ts';
import type { TranscriptFooter, TranscriptHeader } from './transcript-file.ts';

const JSONL_FORMAT = 'pushscope-transcript';
const JSONL_VERSION = 1;

/** Writes the header line. */
export function writeHeader(header: TranscriptHeader): string {
  return line({ kind: 'header', format: JSONL_FORMAT, version: JSONL_VERSION, ...header });
}

/**
 * Writes an entry's line. Parts an entry does not have are left out.
 * @param redactions what was replaced in it
 */
export function writeEntry(entry: WireEntry, redactions: readonly Redaction[] = []): string {
  const out: Record<string, unknown> = {
    kind: 'entry',
    seq: entry.seq,
    t: entry.time,
    dt: Math.round(entry.monotonicMs * 1_000) / 1_000,
  };
  const put = (name: string, value: unknown): void => {
    if (value !== null && value !== '') out[name] = value;
  };
  put('sessionId', entry.sessionId);
  put('session', entry.sessionName);
  out['dir'] = entry.direction;
  out['what'] = entry.kind;
  for (const [name, part] of PARTS) {
    if (entry[part] !== null) out[name] = entry[part];
  }
  put('text', entry.text);
  put('xml', entry.xml);
  out['bytes'] = entry.bytes;
  if (entry.masked) out['masked'] = true;
  if (redactions.length > 0) out['redactions'] = redactions;
  return line(out);
}

/** What an entry may have, and what it is called in a line. */
const PARTS = Object.entries({
  ...({ name: 'name', type: 'type', id: 'id', from: 'from', to: 'to' } as const),
  ...({ child: 'childName', ns: 'childNs', action: 'childAction' } as const),
  ...({ condition: 'condition', replyTo: 'replyTo', latencyMs: 'latencyMs' } as const),
  ...({ relation: 'relation', runId: 'runId', step: 'stepId' } as const),
});

/**
 * Writes the footer line.
 * @param sha256 of all bytes before this line, lower-case hex
 */
export function writeFooter(footer: TranscriptFooter, sha256: string): string {
  return line({ kind: 'footer', ...footer, sha256 });
}

/** The format as the catalogue lists it; runs are told by their entries. */
export const JSONL: TranscriptFormat = {
  id: 'jsonl',
  label: 'JSON Lines',
  hint: 'One entry a line. Opens here again, and in any tool that reads JSON.',
  extension: '.jsonl',
  head: (header) => writeHeader(header),
  entry: writeEntry,
  footer: writeFooter,
};

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

const MAX_TEXT = 64 * 1024 * 1024;
const text = z.string().max(MAX_TEXT);
const word = z.string().max(4_096);

const headerSchema = z.looseObject({
  kind: z.literal('header'),
  format: z.literal(JSONL_FORMAT),
  version: z.number().int().min(1),
  created: word,
  recording: z.looseObject({ name: word, startedAt: word }),
});

const entrySchema = z.looseObject({
  kind: z.literal('entry'),
  seq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  t: z.iso.datetime(),
  dt: z.number(),
  sessionId: word.default(''),
  session: word.default(''),
  dir: z.enum(ENTRY_DIRECTIONS),
  what: z.enum(ENTRY_KINDS),
  name: word.nullable().default(null),
  type: word.nullable().default(null),
  id: text.nullable().default(null),
  from: text.nullable().default(null),
  to: text.nullable().default(null),
  child: word.nullable().default(null),
  ns: text.nullable().default(null),
  action: word.nullable().default(null),
  condition: word.nullable().default(null),
  replyTo: z.number().int().nullable().default(null),
  latencyMs: z.number().nullable().default(null),
  relation: z.enum(ANSWER_RELATIONS).nullable().default(null),
  runId: word.nullable().default(null),
  step: word.nullable().default(null),
  text: text.default(''),
  xml: text.default(''),
  bytes: z.number().int().min(0),
  masked: z.boolean().default(false),
});

const footerSchema = z.looseObject({
  kind: z.literal('footer'),
  entries: z.number().int().min(0),
  dropped: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const lineSchema = z.discriminatedUnion('kind', [headerSchema, entrySchema, footerSchema]);

/** One line, read. */
export type TranscriptLine =
  | { readonly kind: 'header'; readonly name: string; readonly startedAt: string }
  | { readonly kind: 'entry'; readonly entry: WireEntry }
  | {
      readonly kind: 'footer';
      readonly entries: number;
      readonly dropped: number;
      readonly sha256: string;
    };

/**
 * Reads one line.
 * @param lineNumber from 1, for the problem's place
 * @returns the line; or `not-a-transcript`, `transcript-newer`, `bad-line`, each naming the line
 */
export function readLine(source: string, lineNumber: number): Result<TranscriptLine> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return badLine(lineNumber, 'It is not JSON.');
  }
  if (newerVersion(value)) return transcriptNewer(lineNumber);
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return badLine(lineNumber, reasonOf(parsed.error));
  switch (parsed.data.kind) {
    case 'header':
      return ok({ kind: 'header', ...parsed.data.recording });
    case 'entry':
      return ok({ kind: 'entry', entry: toEntry(parsed.data) });
    case 'footer':
      return ok(parsed.data);
    default:
      return parsed.data satisfies never;
  }
}

function toEntry(data: z.infer<typeof entrySchema>): WireEntry {
  return {
    seq: data.seq,
    sessionId: data.sessionId,
    sessionName: data.session,
    time: data.t,
    monotonicMs: data.dt,
    direction: data.dir,
    kind: data.what,
    bytes: data.bytes,
    replyTo: data.replyTo,
    latencyMs: data.latencyMs,
    relation: data.relation,
    runId: data.runId,
    stepId: data.step,
    text: data.text,
    name: data.name,
    type: data.type,
    id: data.id,
    from: data.from,
    to: data.to,
    childName: data.child,
    childNs: data.ns,
    childAction: data.action,
    condition: data.condition,
    xml: data.xml,
    masked: data.masked,
  };
}

function newerVersion(value: unknown): boolean {
  const head = z.object({ kind: z.literal('header'), version: z.number() }).safeParse(value);
  return head.success && head.data.version > JSONL_VERSION;
}

function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const place = issue?.path.join('.') ?? '';
  return place === ''
    ? 'It is none of header, entry and footer.'
    : `Its "${place}" is missing or wrong.`;
}

function badLine(lineNumber: number, why: string): ReturnType<typeof fail> {
  return fail({
    code: lineNumber === 1 ? 'not-a-transcript' : 'bad-line',
    what:
      lineNumber === 1
        ? 'This file is not a Pushscope transcript.'
        : `Line ${lineNumber} of the transcript could not be read.`,
    why,
    next: 'Choose a .jsonl file that Pushscope exported, unchanged.',
    place: `line ${lineNumber}`,
  });
}

function transcriptNewer(lineNumber: number): ReturnType<typeof fail> {
  return fail({
    code: 'transcript-newer',
    what: 'This transcript was made by a newer Pushscope.',
    why: `This program reads version ${JSONL_VERSION} of the format.`,
    next: 'Open it with the newer version.',
    place: `line ${lineNumber}`,
  });
}
