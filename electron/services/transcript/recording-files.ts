/** The recordings on disk: lists them and opens them for reading. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import { ok, type Result } from '#shared/contract/result.ts';
import { createEntryQueries, type EntryQueries } from './queries.ts';
import { openRecordingFile, toRecordingProblem, type RecordingDatabase } from './schema.ts';

/** A recording file that is open for reading. */
export interface OpenRecording {
  readonly database: RecordingDatabase;
  readonly queries: EntryQueries;
  readonly path: string;
  /** The id it was made with, which a copy shares. */
  readonly ownId: string;
  facts(): RecordingFacts;
  /** Entries that were never recorded because the disk failed. */
  dropped(): number;
  close(): void;
}

/** How the name of a recording's file ends. */
export const RECORDING_EXTENSION = '.sqlite';

const FILE_NAME = /^([A-Za-z0-9-]{1,120})\.sqlite$/;

/** Path of a recording's file. */
export function recordingPath(folder: string, id: string): string {
  return join(folder, id + RECORDING_EXTENSION);
}

/** Creates the folder of recordings; only its owner may look in: transcripts hold private messages. */
export function createRecordingFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Ids of the recordings in a folder, newest first; empty when there is no such folder. */
export function listRecordingIds(folder: string): string[] {
  try {
    return readdirSync(folder)
      .map((name) => FILE_NAME.exec(name)?.[1])
      .filter((id): id is string => id !== undefined)
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

/** Bytes a recording takes, its log included; 0 when it has no file yet. */
export function recordingBytes(path: string): number {
  return fileBytes(path) + fileBytes(`${path}-wal`);
}

/** What a recording is called here; a file may have been renamed or copied. */
export interface RecordingIdentity {
  readonly id: string;
  /** Opened by the user from a file of its own. */
  readonly opened: boolean;
  /** Shown instead of the name in the file. */
  readonly name?: string;
}

/**
 * Opens a recording file for reading.
 * @returns the open recording, or the problems of {@link openRecordingFile}
 */
export function openRecording(path: string, identity: RecordingIdentity): Result<OpenRecording> {
  const database = openRecordingFile(path);
  if (!database.ok) return database;
  try {
    return ok(wrapDatabase(database.value, path, identity));
  } catch (error) {
    database.value.close();
    return { ok: false, error: toRecordingProblem(error) };
  }
}

function wrapDatabase(
  database: RecordingDatabase,
  path: string,
  identity: RecordingIdentity,
): OpenRecording {
  const queries = createEntryQueries(database);
  const row = database
    .prepare('SELECT id, name, started_at AS startedAt, dropped FROM recording')
    .get() as Pick<RecordingFacts, 'id' | 'name' | 'startedAt'> & { readonly dropped: number };
  return {
    database,
    queries,
    path,
    ownId: row.id,
    facts: () => ({
      id: identity.id,
      name: identity.name ?? row.name,
      startedAt: row.startedAt,
      entries: queries.countMatching({}),
      bytes: recordingBytes(path),
      live: false,
      opened: identity.opened,
    }),
    dropped: () => row.dropped,
    close: () => void database.close(),
  };
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
