/** The recording this process writes to. Its file is created with its first entry. */
import type { RecordingFacts, RecordingLimit, RecordingStatus } from '#shared/contract/channels.ts';
import { NO_SUMMARY, type WireEntry } from '#shared/transcript/entry.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock, IdSource } from '../platform.ts';
import { createLiveFeed } from './live-feed.ts';
import type { EntryDraft, Recorder } from './recorder-port.ts';
import { recordingBytes, recordingPath } from './recording-files.ts';
import { countEntries } from './entry-insert.ts';
import { createRecordingThread } from './recording-thread.ts';
import type { TrimmedChunk } from './size-cap.ts';
import { createEntryWriter } from './writer.ts';

/** A recording that grows. */
export interface LiveRecording {
  readonly id: string;
  record(draft: EntryDraft): number;
  status(): RecordingStatus;
  facts(): RecordingFacts;
  /** An entry that is not known to be on disk. */
  waiting(seq: number): WireEntry | undefined;
  readonly path: string;
  /** Whether its file holds anything. */
  isStored(): boolean;
  /** Entries that cannot be written at the moment. */
  unwritten(): readonly WireEntry[];
  /** Entries lost because the disk failed, or gone because of the limit. */
  dropped(): number;
  room: Recorder['room'];
  flush(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Starts a recording.
 * @param folder where recording files stand; created when needed
 * @param maxPendingBytes what may wait in memory while the disk fails, in bytes
 * @param limit the size at which the oldest entries go
 */
export function createLiveRecording({
  folder,
  clock,
  ids,
  events,
  maxPendingBytes,
  limit,
  onGrown,
}: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: Pick<EventHub, 'publish'>;
  readonly maxPendingBytes?: number;
  /** Asked with each batch. */
  readonly limit: () => RecordingLimit;
  /** Told when more entries are on disk. `anew`: in a new file, for the one before was removed. */
  readonly onGrown?: (anew: boolean) => void;
}): LiveRecording {
  const startedAt = clock.now().toISOString();
  const id = `${startedAt.replace(/\D/g, '').slice(0, 14)}-${ids.random()}`;
  const name = `Recording ${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const path = recordingPath(folder, id);
  const thread = createRecordingThread(
    { path, facts: { id, name, startedAt }, limit: limit() },
    tellTrimmed,
  );
  let lastSeq = 0;
  let dropped = 0;
  let droppedUntold = 0;
  let trimmed = 0;
  /** Entries in the file as far as is known. */
  let stored = 0;
  let ended = false;
  let slow = false;

  function status(): RecordingStatus {
    const problem = writer.problem();
    return {
      recordingId: id,
      entries: lastSeq - dropped - trimmed,
      dropped,
      trimmed,
      perSecond: feed.perSecond(),
      bytes: recordingBytes(path),
      ...(problem === null ? {} : { problem }),
    };
  }

  const feed = createLiveFeed({
    events,
    status,
    monotonicMs: () => clock.monotonicMs(),
  });
  const writer = createEntryWriter({
    async write(batch) {
      const anew = await thread.write(batch, limit());
      if (anew) tellRemoved();
      stored += countEntries(batch);
      onGrown?.(anew);
    },
    onProblem(problem) {
      feed.touched();
      onGrown?.(false);
      if (problem === null && droppedUntold > 0) tellDropped();
    },
    ...(maxPendingBytes === undefined ? {} : { maxPendingBytes }),
  });

  function record(draft: EntryDraft): number {
    // A closing connection may still hear something; the file is finished by then.
    if (ended) return lastSeq;
    const { at, ...given } = draft;
    const moment = at ?? { time: clock.now().toISOString(), monotonicMs: clock.monotonicMs() };
    lastSeq += 1;
    const entry: WireEntry = { ...given, ...moment, seq: lastSeq };
    if (writer.add(entry)) feed.appended();
    else {
      dropped += 1;
      droppedUntold += 1;
      feed.touched();
    }
    return entry.seq;
  }

  /** Told in the transcript, because what crossed the wire then is later on the clock than it was. */
  function room(): Promise<void> | null {
    const full = writer.room();
    if (full !== null && !slow) {
      record(noteOf('Sessions wait: entries come faster than the disk takes them'));
    }
    slow = full !== null;
    return full;
  }

  function tellDropped(): void {
    const count = droppedUntold;
    droppedUntold = 0;
    record(noteOf(`${count} entries before this one were not recorded: the disk failed`));
  }

  function tellTrimmed({
    entries,
    limit: { entries: most, megabytes },
    reached,
  }: TrimmedChunk): void {
    trimmed += entries;
    stored -= entries;
    const size = reached === 'entries' ? `${count(most)} entries` : `${count(megabytes)} MB`;
    const all = trimmed === entries ? '' : `; ${count(trimmed)} in all`;
    record(
      noteOf(
        `${count(entries)} older entries dropped: the recording reached its limit of ${size}${all}`,
      ),
    );
  }

  /** Writing goes on in a new file; what was in the old one is nowhere any more. */
  function tellRemoved(): void {
    const lost = stored;
    stored = 0;
    dropped += lost;
    record(
      noteOf(
        `${count(lost)} earlier entries are missing: the file of the recording was removed, and begun anew`,
      ),
    );
  }

  return {
    id,
    path,
    waiting: (seq) => writer.pending().find((entry) => entry.seq === seq),
    isStored: () => writer.storedSeq() > 0 && !ended,
    unwritten: () => (writer.problem() === null ? [] : writer.pending()),
    record,
    status,
    facts: () => {
      const { entries, bytes, problem } = status();
      const facts = { id, name, startedAt, entries, bytes, live: true, opened: false };
      return problem === undefined ? facts : { ...facts, problem };
    },
    dropped: () => dropped + trimmed,
    room,
    async flush() {
      await writer.flush();
    },
    async dispose() {
      feed.dispose();
      ended = true;
      await writer.dispose();
      await thread.finish(clock.now().toISOString(), dropped);
    },
  };
}

function noteOf(text: string): EntryDraft {
  return {
    ...{ sessionId: '', sessionName: '', direction: 'local', kind: 'note', bytes: 0, text },
    ...NO_SUMMARY,
    ...{ replyTo: null, latencyMs: null, relation: null, runId: null, stepId: null },
    ...{ xml: '', masked: false },
  };
}

function count(entries: number): string {
  return entries.toLocaleString('en-US');
}
