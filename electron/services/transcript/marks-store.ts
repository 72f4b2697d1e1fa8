/**
 * What users put on entries: bookmarks and notes. A file per recording, named after the recording's own
 * id, so that a recording opened from a copy has the marks of the one it was copied from. They are kept
 * apart from recordings: a recording file has one writer, and opened ones have none.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { EntryMark } from '#shared/contract/query.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { markSchema } from '#shared/contract/schemas.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock } from '../platform.ts';
import { openVersionedFile, type VersionedFile } from '../profiles/versioned-file.ts';

/** The marks of all recordings. */
export interface MarksStore {
  /** Marks of a recording, ascending by entry. Fails with `not-found`, or with what is wrong with their file. */
  list(recordingId: string): Result<readonly EntryMark[]>;
  /**
   * Puts a mark on an entry, changes it, or takes off one without bookmark and note; tells
   * (`mark.changed`). Fails with `not-found`, `too-many-marks`, `not-saved`.
   */
  save(mark: RequestInput<'mark.save'>): Result<readonly EntryMark[]>;
  /** Removes all marks of a recording, with their file. Fails with `not-found`. */
  delete(recordingId: string): Result<null>;
}

const FILE_VERSION = 1;
/** As many as a person can have made, and a file can be written with at each change. */
const MOST_MARKS = 10_000;

const marksSchema = z.array(markSchema.omit({ recordingId: true })).max(MOST_MARKS);

/**
 * Creates the store; a file comes with its first mark.
 * @param folder where the files stand
 * @param ownIdOf the id a recording was made with, which its copies share
 */
export function createMarksStore({
  folder,
  ownIdOf,
  clock,
  events,
}: {
  readonly folder: string;
  readonly ownIdOf: (recordingId: string) => Result<string>;
  readonly clock: Clock;
  readonly events: Pick<EventHub, 'publish'>;
}): MarksStore {
  const files = new Map<string, VersionedFile<readonly EntryMark[]>>();

  function fileOf(ownId: string): VersionedFile<readonly EntryMark[]> {
    const known = files.get(ownId);
    if (known !== undefined) return known;
    const file = openVersionedFile<readonly EntryMark[]>({
      path: pathOf(ownId),
      version: FILE_VERSION,
      read: (content) => marksSchema.parse(content),
      empty: [],
      clock,
    });
    files.set(ownId, file);
    return file;
  }

  function pathOf(ownId: string): string {
    return join(folder, `${toFileName(ownId)}.json`);
  }

  return {
    list(recordingId) {
      const ownId = ownIdOf(recordingId);
      if (!ownId.ok) return ownId;
      const file = fileOf(ownId.value);
      const marks = file.read();
      const problem = file.problem();
      return problem === null || marks.length > 0 ? ok(marks) : fail(problem);
    },
    save({ recordingId, ...mark }) {
      const ownId = ownIdOf(recordingId);
      if (!ownId.ok) return ownId;
      const file = fileOf(ownId.value);
      const marks = withMark(file.read(), mark);
      if (marks.length > MOST_MARKS) return fail(TOO_MANY);
      const saved = file.write(marks);
      if (saved.ok) events.publish('mark.changed', { recordingId, marks: saved.value });
      return saved;
    },
    delete(recordingId) {
      const ownId = ownIdOf(recordingId);
      if (!ownId.ok) return ownId;
      files.delete(ownId.value);
      rmSync(pathOf(ownId.value), { force: true });
      return ok(null);
    },
  };
}

function withMark(marks: readonly EntryMark[], mark: EntryMark): readonly EntryMark[] {
  const others = marks.filter((other) => other.seq !== mark.seq);
  if (!mark.bookmarked && mark.note === '') return others;
  return [...others, mark].sort((a, b) => a.seq - b.seq);
}

/** An opened file may carry any text as its id. */
function toFileName(ownId: string): string {
  if (/^[A-Za-z0-9-]{1,120}$/.test(ownId)) return ownId;
  return `id-${createHash('sha256').update(ownId).digest('hex')}`;
}

const TOO_MANY: Problem = {
  code: 'too-many-marks',
  what: 'The mark was not saved.',
  why: `The recording has ${MOST_MARKS} marks, which is as many as are kept.`,
  next: 'Remove marks that are no longer needed.',
};
