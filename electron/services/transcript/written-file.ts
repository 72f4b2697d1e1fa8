/** A recording file while it is written: entries go in, the index of texts follows, the size is watched. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RecordingLimit } from '#shared/contract/channels.ts';
import { prepareInsert, type EntryBatch } from './entry-insert.ts';
import { createRecordingFolder } from './recording-files.ts';
import { createRecordingFile, settleRecordingFile, type RecordingIdentityFacts } from './schema.ts';
import { createSizeCap, type TrimmedChunk } from './size-cap.ts';
import { createTextIndexer } from './text-index.ts';

/** Entries of a batch that make a flood. */
const FLOOD_ENTRIES = 1_000;
/** How long after a flood the index waits: what it costs would hold up the next batch. */
const FLOOD_REST_MS = 250;
/** How long the end of a recording may take over what is not indexed yet. */
const FINISH_MS = 300;

/** A file that is open for writing; all of it throws SqliteError. */
export interface WrittenFile {
  write(batch: EntryBatch, limit: RecordingLimit): void;
  /** Does a little of what can wait; answers after how many milliseconds to come again, null for never. */
  upkeep(): number | null;
  /** Whether the path still leads to this file. */
  inPlace(): boolean;
  /** Marks the recording as ended and closes it. */
  finish(endedAt: string, dropped: number): void;
  /** Closes it as it is. */
  abandon(): void;
}

/**
 * Creates a recording's file, or goes on with one that was begun.
 * @param onTrimmed told when old entries went
 */
export function openWrittenFile({
  path,
  facts,
  limit,
  onTrimmed,
}: {
  readonly path: string;
  readonly facts: RecordingIdentityFacts;
  readonly limit: RecordingLimit;
  readonly onTrimmed: (chunk: TrimmedChunk) => void;
}): WrittenFile {
  createRecordingFolder(dirname(path));
  const database = createRecordingFile(path, facts);
  const insert = prepareInsert(database);
  const indexer = createTextIndexer(database);
  const cap = createSizeCap({ database, indexer, limit, onTrimmed });
  const place = placeOf(path);
  let floodedAt = -Infinity;

  return {
    write(batch, newLimit) {
      const added = insert(batch);
      cap.grown(added, newLimit);
      while (cap.pressing()) cap.step();
      if (added >= FLOOD_ENTRIES) floodedAt = performance.now();
    },
    upkeep() {
      if (cap.step()) return 0;
      const rest = floodedAt + FLOOD_REST_MS - performance.now();
      if (rest > 0) return rest;
      return indexer.step() ? 0 : null;
    },
    inPlace: () => placeOf(path) === place,
    finish(endedAt, dropped) {
      try {
        const end = performance.now() + FINISH_MS;
        while (indexer.step() && performance.now() < end);
        database
          .prepare('UPDATE recording SET ended_at = ?, dropped = ?, entries = ?')
          .run(endedAt, dropped, cap.entries());
        settleRecordingFile(database);
      } finally {
        database.close();
      }
    },
    abandon: () => void database.close(),
  };
}

/** What tells a file from another of the same name. */
function placeOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}
