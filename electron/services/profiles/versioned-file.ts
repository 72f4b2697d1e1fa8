/**
 * A small JSON file with a version, read once and written whole. What cannot be read is set aside
 * under another name, never overwritten: somebody may want to repair it.
 */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import type { Clock } from '../platform.ts';

/** A value that lives in a file. */
export interface VersionedFile<Value> {
  read(): Value;
  /** Fails with `not-saved`; the value in memory and the file are then as before. */
  write(value: Value): Result<Value>;
  /** What was wrong with the file when it was read; null when nothing was. */
  problem(): Problem | null;
}

const envelopeSchema = z.object({ version: z.number().int().min(1), content: z.unknown() });

interface Loaded<Value> {
  readonly value: Value;
  readonly problem: Problem | null;
  /** False when the file belongs to a newer version and must stay. */
  readonly writable: boolean;
}

/**
 * Opens a versioned file.
 * @param version what this program writes; a file with a greater one is left alone
 * @param read checks the content; it throws when the content is not what it should be
 * @param empty value when there is no file
 */
export function openVersionedFile<Value>({
  path,
  version,
  read,
  empty,
  clock,
}: {
  readonly path: string;
  readonly version: number;
  readonly read: (content: unknown) => Value;
  readonly empty: Value;
  readonly clock: Clock;
}): VersionedFile<Value> {
  let loaded: Loaded<Value> | undefined;

  function load(): Loaded<Value> {
    if (!existsSync(path)) return { value: empty, problem: null, writable: true };
    try {
      const envelope = envelopeSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      if (envelope.version > version) {
        return { value: empty, problem: newerProblem(path), writable: false };
      }
      return { value: read(envelope.content), problem: null, writable: true };
    } catch {
      return setAside();
    }
  }

  function setAside(): Loaded<Value> {
    const aside = `${path}.damaged-${clock.now().toISOString().replace(/\D/g, '').slice(0, 14)}`;
    try {
      renameSync(path, aside);
      return { value: empty, problem: damagedProblem(path, basename(aside)), writable: true };
    } catch {
      return { value: empty, problem: damagedProblem(path, null), writable: false };
    }
  }

  const current = (): Loaded<Value> => (loaded ??= load());

  return {
    read: () => current().value,
    write(value) {
      const before = current();
      if (!before.writable && before.problem !== null) return fail(before.problem);
      try {
        writeFileAtomically(path, `${JSON.stringify({ version, content: value }, null, 2)}\n`);
      } catch {
        return fail(notSavedProblem(path));
      }
      loaded = { ...before, value };
      return ok(value);
    },
    problem: () => current().problem,
  };
}

function damagedProblem(path: string, aside: string | null): Problem {
  return {
    code: 'file-damaged',
    what: `${basename(path)} could not be read.`,
    why: 'It is damaged, or was changed by hand.',
    next:
      aside === null
        ? 'It could not be moved away either; move it yourself, then start again.'
        : `It was set aside as ${aside}; Pushscope starts without it.`,
  };
}

function newerProblem(path: string): Problem {
  return {
    code: 'file-newer',
    what: `${basename(path)} could not be read.`,
    why: 'A newer Pushscope wrote it.',
    next: 'Use the newer version; until then nothing is saved, so that nothing is lost.',
  };
}

function notSavedProblem(path: string): Problem {
  return {
    code: 'not-saved',
    what: `${basename(path)} could not be saved.`,
    why: 'The disk is full or the data folder cannot be written.',
    next: 'Make room or change the permissions, then save again.',
  };
}
