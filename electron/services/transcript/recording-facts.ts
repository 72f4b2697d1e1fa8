/** What a recording on disk says about itself, without a look at its entries. */
import { statSync } from 'node:fs';
import Database from 'libsql';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import type { Problem } from '#shared/contract/result.ts';
import { recordingBytes, recordingPath } from './recording-files.ts';
import { checkRecordingHeader, toRecordingProblem, type RecordingDatabase } from './schema.ts';

interface RecordingColumns {
  readonly name: string;
  readonly started_at: string;
  readonly dropped: number;
  /** Files of old have neither. */
  readonly entries?: number | null;
  readonly cut_short?: number;
}

/**
 * Reads the facts of a recording; what cannot be read is listed with its problem.
 * @param folder where the recording stands
 */
export function readRecordingFacts(folder: string, id: string): RecordingFacts {
  const path = recordingPath(folder, id);
  const header = checkRecordingHeader(path);
  if (!header.ok) return toUnreadable(path, id, header.error);
  let database: RecordingDatabase | undefined;
  try {
    database = new Database(path);
    const row = database.prepare('SELECT * FROM recording').get() as RecordingColumns;
    return {
      ...{ id, name: row.name, startedAt: row.started_at },
      entries: row.entries ?? countEntries(database, row.dropped),
      bytes: recordingBytes(path),
      ...{ live: false, opened: false },
      ...(row.cut_short === 1 ? { cutShort: true } : {}),
    };
  } catch (error) {
    return toUnreadable(path, id, toRecordingProblem(error));
  } finally {
    database?.close();
  }
}

/** Numbers are given without gaps but for entries that were dropped; counting would read the whole file. */
function countEntries(database: RecordingDatabase, dropped: number): number {
  const [first, last] = database
    .prepare('SELECT (SELECT min(seq) FROM entry), (SELECT max(seq) FROM entry)')
    .raw()
    .get() as [number | null, number | null];
  return first === null || last === null ? 0 : Math.max(0, last - first + 1 - dropped);
}

function toUnreadable(path: string, id: string, problem: Problem): RecordingFacts {
  const modified = statSync(path, { throwIfNoEntry: false })?.mtime ?? new Date(0);
  return {
    ...{ id, name: nameOfId(id) },
    startedAt: startOfId(id) ?? modified.toISOString(),
    entries: 0,
    bytes: recordingBytes(path),
    ...{ live: false, opened: false, problem },
  };
}

/** When a recording began, which its id tells; null for a file that was renamed. ISO 8601. */
export function startOfId(id: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-/.exec(id);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** What a recording is called whose name cannot be read. */
export function nameOfId(id: string): string {
  return (
    startOfId(id)
      ?.slice(0, 16)
      .replace(/^(.*)T(.*)$/, 'Recording $1 $2 UTC') ?? id
  );
}
