/** The recordings on disk: lists them and opens them for reading. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import { openRecordingFile, toRecordingProblem, type RecordingDatabase } from './schema.ts';

/** A recording file that can be read. */
export interface OpenedRecording {
  readonly path: string;
  /** The id it was made with, which a copy shares. */
  readonly ownId: string;
  readonly facts: RecordingFacts;
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
  /** Shown instead of the name in the file. */
  readonly name?: string;
}

/**
 * Looks at a recording file, which is brought to the newest schema.
 * @returns what it is, or the problems of {@link openRecordingFile}
 */
export function lookAtRecording(
  path: string,
  identity: RecordingIdentity,
): Result<OpenedRecording> {
  const database = openRecordingFile(path);
  if (!database.ok) return database;
  try {
    const { id, name, startedAt, entries } = database.value
      .prepare('SELECT id, name, started_at AS startedAt, entries FROM recording')
      .get() as RecordingColumns;
    const facts: RecordingFacts = {
      ...{ id: identity.id, name: identity.name ?? name, startedAt },
      entries: entries ?? countEntries(database.value),
      ...{ bytes: recordingBytes(path), live: false, opened: true },
    };
    return ok({ path, ownId: id, facts });
  } catch (error) {
    return fail(toRecordingProblem(error));
  } finally {
    database.value.close();
  }
}

interface RecordingColumns {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string;
  /** Null in the copy of a file that is being written, or was never finished. */
  readonly entries: number | null;
}

function countEntries(database: RecordingDatabase): number {
  const [count] = database.prepare('SELECT count(*) FROM entry').raw().get() as [number];
  return count;
}

function fileBytes(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
