/** Entries for the clipboard: redacted and searched for leaks as an export is. */
import type { CopyFormat } from '#shared/contract/query.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { COPY_FORMATTERS } from '#shared/transcript/copy/catalogue.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { createRedactor } from '#shared/transcript/redact.ts';
import { REDACTION_CLASSES, type Secret } from '#shared/transcript/redaction/classes.ts';
import { listKnownSecrets, type ExportContext } from './export-secrets.ts';
import { createLeakCheck } from './leak-check.ts';

/** A value may stand in an entry before a later one tells that it is secret; it is hidden the next time. */
const MAX_ROUNDS = 3;

/** More text than this belongs in an export: other programs choke on such a clipboard. */
const MAX_COPY_CHARS = 32 * 1024 * 1024;

/**
 * Reads the entries that are to be copied.
 * @param read reads one of them
 * @returns them in the given order. Fails as `read` does, or with `too-much-to-copy`
 */
export async function readForCopy(
  seqs: readonly number[],
  read: (seq: number) => Promise<Result<WireEntry>>,
): Promise<Result<readonly WireEntry[]>> {
  const entries: WireEntry[] = [];
  let chars = 0;
  for (const seq of seqs) {
    const entry = await read(seq);
    if (!entry.ok) return entry;
    entries.push(entry.value);
    chars += entry.value.xml.length;
    if (chars > MAX_COPY_CHARS) return fail(TOO_MUCH);
  }
  return ok(entries);
}

const TOO_MUCH: Problem = {
  code: 'too-much-to-copy',
  what: 'Nothing was copied.',
  why: 'The entries have more than 32 million characters.',
  next: 'Select fewer entries, or export them to a file.',
};

/** What is to be copied, as it travels to its thread. */
export interface CopyTask {
  readonly entries: readonly WireEntry[];
  readonly format: CopyFormat;
  /** Knows the secrets that must not be in the copy. */
  readonly context: ExportContext;
}

/**
 * Writes entries in a form for the clipboard.
 * @returns the text. Fails with `not-redactable` (an entry's text is not well-formed) or `export-leak`
 *   (a secret was still in it)
 */
export function copyableText({ entries, format, context }: CopyTask): Result<string> {
  let known: readonly Secret[] = listKnownSecrets(context);
  let leaked: readonly Secret[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const redactor = createRedactor({ profile: 'support', known });
    const redacted: WireEntry[] = [];
    for (const entry of entries) {
      const { entry: safe, left } = redactor.redactEntry(entry);
      if (left) return fail(unparsedProblem(entry, entries.length));
      redacted.push(safe);
    }
    const text = COPY_FORMATTERS[format].write(redacted);
    const check = createLeakCheck([...known, ...redactor.seen()]);
    check.push(Buffer.from(text));
    leaked = check.found();
    if (leaked.length === 0) return ok(text);
    known = [...known, ...leaked];
  }
  return fail(leakProblem(leaked));
}

function leakProblem(leaked: readonly Secret[]): Problem {
  const classes = [...new Set(leaked.map((secret) => secret.class))];
  const names = classes.map((one) => REDACTION_CLASSES[one].plural).join(', ');
  return {
    code: 'export-leak',
    what: 'Nothing was copied.',
    why: `The check before copying still found some of these: ${names}.`,
    next: 'Copy fewer entries, and report this: the redaction has missed a place.',
    details: { classes },
  };
}

function unparsedProblem({ seq }: WireEntry, count: number): Problem {
  return {
    code: 'not-redactable',
    what: count === 1 ? 'The entry was not copied.' : 'The entries were not copied.',
    why: `The text of no. ${seq} is not well-formed, so what is private in it cannot be told apart.`,
    next: 'Select the part you need in the detail view and copy that.',
  };
}
