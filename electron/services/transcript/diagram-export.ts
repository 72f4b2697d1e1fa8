/** Sequence diagrams that leave the program: drawn from redacted entries and searched for leaks as an export is. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { basename } from 'node:path';
import type { ExportOutcome } from '#shared/contract/channels.ts';
import type { DiagramFormat } from '#shared/contract/query.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { arrowText } from '#shared/transcript/diagram/arrow.ts';
import { type Diagram, drawDiagram } from '#shared/transcript/diagram/diagram.ts';
import type { KnownSession } from '#shared/transcript/diagram/lifelines.ts';
import { toMermaid } from '#shared/transcript/diagram/to-mermaid.ts';
import { toSvg } from '#shared/transcript/diagram/to-svg.ts';
import type { EntryRow, WireEntry } from '#shared/transcript/entry.ts';
import { createRedactor, type Redactor } from '#shared/transcript/redact.ts';
import { REDACTION_CLASSES, type Secret } from '#shared/transcript/redaction/classes.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import { type ExportContext, listKnownSecrets } from './export-secrets.ts';
import { createLeakCheck } from './leak-check.ts';

/** What to draw. */
export interface DiagramRequest {
  /** Ascending. */
  readonly seqs: readonly number[];
  readonly format: DiagramFormat;
  /** Reads one entry. */
  readonly read: (seq: number) => Promise<Result<WireEntry>>;
  readonly context: ExportContext;
  /** Whether the sessions of the context belong to this recording; its secrets always count. */
  readonly live: boolean;
}

/** A diagram that may be given away. */
export interface WrittenDiagram {
  readonly text: string;
  readonly entries: number;
  readonly maskedValues: number;
}

/** Name of a diagram's file after its dot. */
export const DIAGRAM_EXTENSIONS: Readonly<Record<DiagramFormat, string>> = {
  svg: '.svg',
  mermaid: '.mmd',
};

/** A value may stand in an entry before a later one tells that it is secret; it is hidden the next time. */
const MAX_ROUNDS = 3;
/** Entries redacted between two turns of the event loop. */
const TURN_ENTRIES = 25;

/**
 * Draws entries with the `support` profile.
 * @returns the text. Fails as `read` does, or with `export-leak` (a secret was still in it)
 */
export async function composeDiagram(request: DiagramRequest): Promise<Result<WrittenDiagram>> {
  let known: readonly Secret[] = listKnownSecrets(request.context);
  let leaked: readonly Secret[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const redactor = createRedactor({ profile: 'support', known });
    const redacted = await redactRows(request, redactor);
    if (!redacted.ok) return redacted;
    const { rows, maskedValues } = redacted.value;
    const diagram = drawDiagram(rows, request.live ? knownSessions(request, redactor) : []);
    const text = write(diagram, request.format);
    leaked = findLeaks([text, wordsOf(diagram)], [...known, ...redactor.seen()]);
    if (leaked.length === 0) return ok({ text, entries: rows.length, maskedValues });
    known = [...known, ...leaked];
  }
  return fail(leakProblem(leaked));
}

/**
 * Writes a diagram to a file, whole or not at all.
 * @returns what was written. Fails with `export-failed`
 */
export function saveDiagram(path: string, diagram: WrittenDiagram): Result<ExportOutcome> {
  const { text, entries, maskedValues } = diagram;
  try {
    writeFileAtomically(path, text);
    return ok({ fileName: basename(path), entries, maskedValues });
  } catch {
    return fail(NOT_WRITTEN);
  }
}

/** Their texts are redacted too, though no diagram shows them: they tell what is secret in other entries. */
async function redactRows(
  { seqs, read }: DiagramRequest,
  redactor: Redactor,
): Promise<Result<{ readonly rows: readonly EntryRow[]; readonly maskedValues: number }>> {
  const rows: EntryRow[] = [];
  let maskedValues = 0;
  for (const [index, seq] of seqs.entries()) {
    if (index % TURN_ENTRIES === TURN_ENTRIES - 1) await nextTurn();
    const entry = await read(seq);
    if (!entry.ok) return entry;
    const { entry: redacted, redactions } = redactor.redactEntry(entry.value);
    const { xml: _, masked: __, ...row } = redacted;
    rows.push(row);
    maskedValues += redactions.length;
  }
  return ok({ rows, maskedValues });
}

function knownSessions({ context }: DiagramRequest, redactor: Redactor): readonly KnownSession[] {
  return context.sessions.map(({ id, jid }) => ({ sessionId: id, jid: redactor.redactJid(jid) }));
}

function write(diagram: Diagram, format: DiagramFormat): string {
  return format === 'svg'
    ? toSvg(diagram, `Sequence diagram of ${diagram.lines.length} entries`)
    : toMermaid(diagram);
}

/** The words before a language escaped or cut them: what is in them counts as given away. */
function wordsOf({ lifelines, lines }: Diagram): string {
  return [...lifelines.map(({ name }) => name), ...lines.map(({ arrow }) => arrowText(arrow))].join(
    '\n',
  );
}

function findLeaks(texts: readonly string[], secrets: readonly Secret[]): readonly Secret[] {
  const check = createLeakCheck(secrets);
  check.push(Buffer.from(texts.join('\n')));
  return check.found();
}

function leakProblem(leaked: readonly Secret[]): Problem {
  const classes = [...new Set(leaked.map((secret) => secret.class))];
  const names = classes.map((one) => REDACTION_CLASSES[one].plural).join(', ');
  return {
    code: 'export-leak',
    what: 'The diagram was not given away.',
    why: `The check before writing still found some of these in it: ${names}.`,
    next: 'Draw fewer entries, and report this: the redaction has missed a place.',
    details: { classes },
  };
}

const NOT_WRITTEN: Problem = {
  code: 'export-failed',
  what: 'The diagram could not be written.',
  why: 'The folder cannot be written, or the disk is full.',
  next: 'Choose another place and save again.',
};
