/**
 * Looks after the earlier recordings: closes those whose process was killed, deletes those that are kept no
 * longer, deletes and salvages what the user says.
 */
import { existsSync, rmSync } from 'node:fs';
import type { RecordingFacts, RetentionRule } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock } from '../platform.ts';
import { runFileTask } from './file-thread.ts';
import type { MarksStore } from './marks-store.ts';
import { nameOfId, readRecordingFacts, startOfId } from './recording-facts.ts';
import { listRecordingIds, recordingBytes, recordingPath } from './recording-files.ts';
import type { RecordingStore } from './recording-store.ts';
import type { RecoveredRecording } from './recover.ts';
import { chooseExpired } from './retention.ts';
import { clearSalvage } from './salvage.ts';
import { checkRecordingHeader, settledVersion, toRecordingProblem } from './schema.ts';

/** Care for recordings that are not being recorded. */
export interface RecordingKeeping {
  /** What was found at the start: recordings that were cut short. Resolves when all is looked after. */
  found(): Promise<readonly Problem[]>;
  /** Deletes an earlier recording and its marks. Fails with `recording-live`, `recording-in-use`, `not-found`. */
  delete(recordingId: string): Result<null>;
  /**
   * Reads what can be read of a damaged recording into a new one. Fails with `not-found`,
   * `recording-live`, `already-salvaged`, or what is wrong with the disk.
   */
  salvage(recordingId: string): Promise<Result<RecordingFacts>>;
  /** Ends what is under way; resolves when nothing is any more. What was not recovered is with the next start. */
  dispose(): Promise<void>;
}

/** How the id of a salvaged recording ends. */
const SALVAGED = '-salvaged';

/**
 * Begins to look after a folder of recordings.
 * @param retention asked at the start and when settings change; undefined keeps everything
 */
export function createRecordingKeeping({
  folder,
  recordings,
  marks,
  retention,
  clock,
  events,
}: {
  readonly folder: string;
  readonly recordings: Pick<RecordingStore, 'status' | 'holds' | 'close'>;
  readonly marks: Pick<MarksStore, 'delete'>;
  readonly retention: () => RetentionRule | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly events: Pick<EventHub, 'subscribe'>;
}): RecordingKeeping {
  const ending = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const isLive = (id: string): boolean => id === recordings.status().recordingId;
  const isKnown = (id: string): boolean => listRecordingIds(folder).includes(id);

  const runTask: typeof runFileTask = async (kind, input) => {
    const task = runFileTask(kind, input, ending.signal);
    underWay.add(task);
    const done = await task;
    underWay.delete(task);
    return done;
  };

  async function recover(): Promise<readonly Problem[]> {
    const ids = listRecordingIds(folder).filter((id) => !isLive(id) && isUnfinished(id));
    if (ids.length === 0) return [];
    const recovered = await runTask('recover', { folder, ids });
    return recovered.ok ? recovered.value.map(toCutShortProblem) : [];
  }

  function isUnfinished(id: string): boolean {
    const path = recordingPath(folder, id);
    return checkRecordingHeader(path).ok && settledVersion(path) === null;
  }

  function expire(): void {
    const rule = retention();
    if (rule === undefined) return;
    const kept = listRecordingIds(folder).map((id) => ({
      id,
      startedAt: startOfId(id) ?? clock.now().toISOString(),
      bytes: recordingBytes(recordingPath(folder, id)),
      held: recordings.holds(id) || isUnfinished(id),
    }));
    for (const id of chooseExpired(kept, rule, clock.now())) remove(id);
  }

  function remove(id: string): void {
    const path = recordingPath(folder, id);
    marks.delete(id);
    for (const end of ['-wal', '-shm', '']) rmSync(path + end, { force: true, maxRetries: 3 });
  }

  async function lookAround(): Promise<readonly Problem[]> {
    const problems = await recover();
    if (!ending.signal.aborted) expire();
    return problems;
  }

  const found = lookAround().catch(() => []);
  const unsubscribe = events.subscribe((batch) => {
    if (batch.some(({ name }) => name === 'settings.changed')) expire();
  });

  return {
    found: () => found,
    delete(recordingId) {
      if (isLive(recordingId)) return fail(LIVE);
      if (!isKnown(recordingId)) return fail(NO_SUCH_RECORDING);
      recordings.close(recordingId);
      if (isUnfinished(recordingId)) return fail(IN_USE);
      try {
        remove(recordingId);
        return ok(null);
      } catch (error) {
        return fail(toRecordingProblem(error));
      }
    },
    async salvage(recordingId) {
      if (isLive(recordingId)) return fail(LIVE);
      if (!isKnown(recordingId)) return fail(NO_SUCH_RECORDING);
      const id = recordingId + SALVAGED;
      const target = recordingPath(folder, id);
      if (existsSync(target)) return fail(ALREADY_SALVAGED);
      const source = recordingPath(folder, recordingId);
      const task = { source, target, id, name: nameOfId(recordingId) };
      const done = await runTask('salvage', task);
      if (!done.ok) {
        clearSalvage(target);
        return done;
      }
      return done.value.ok ? ok(readRecordingFacts(folder, id)) : done.value;
    },
    async dispose() {
      unsubscribe();
      ending.abort();
      await Promise.all(underWay);
    },
  };
}

function toCutShortProblem({ name, entries, lastTime }: RecoveredRecording): Problem {
  const until =
    lastTime === null ? '' : `, the last from ${lastTime.slice(0, 19).replace('T', ' ')} UTC`;
  return {
    code: 'recording-cut-short',
    what: `“${name}” was cut short.`,
    why: `Pushscope was ended while it recorded. ${entries.toLocaleString('en-US')} entries are kept${until}.`,
    next: 'It stands under Transcripts, and reads like any other.',
  };
}

const NO_SUCH_RECORDING: Problem = {
  code: 'not-found',
  what: 'There is no such recording.',
  why: 'It was closed or its file is gone.',
  next: 'Choose a recording from the list.',
};

const LIVE: Problem = {
  code: 'recording-live',
  what: 'This recording is being written.',
  why: 'Everything that happens now goes into it.',
  next: 'After the next start it is an earlier recording.',
};

const IN_USE: Problem = {
  code: 'recording-in-use',
  what: 'The recording was not deleted.',
  why: 'Another Pushscope is writing or reading it.',
  next: 'End that one first.',
};

const ALREADY_SALVAGED: Problem = {
  code: 'already-salvaged',
  what: 'This recording has been salvaged before.',
  why: 'What could be read of it stands beside it in the list.',
  next: 'To salvage it again, delete that one first.',
};
