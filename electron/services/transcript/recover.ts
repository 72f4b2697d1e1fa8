/** Recordings whose process was killed: their log is brought in, and they are marked as cut short. */
import { recordingPath } from './recording-files.ts';
import { checkRecordingHeader, openRecordingFile, releaseLog } from './schema.ts';
import Database from 'libsql';

/** A recording that was cut short. */
export interface RecoveredRecording {
  readonly id: string;
  readonly name: string;
  readonly entries: number;
  /** When its last entry was recorded, ISO 8601; null when it has none. */
  readonly lastTime: string | null;
}

/**
 * Closes those of the recordings that nobody writes. What another process writes, or what is damaged, is
 * left as it is.
 * @param isEnding asked before each whether to leave the others for the next start
 */
export function recoverRecordings(
  folder: string,
  ids: readonly string[],
  isEnding: () => boolean,
): RecoveredRecording[] {
  return ids.flatMap((id) => {
    if (isEnding()) return [];
    try {
      return recover(recordingPath(folder, id), id);
    } catch {
      return [];
    }
  });
}

function recover(path: string, id: string): RecoveredRecording[] {
  if (!checkRecordingHeader(path).ok || !isAbandoned(path)) return [];
  const opened = openRecordingFile(path);
  if (!opened.ok) return [];
  const database = opened.value;
  try {
    const row = database.prepare('SELECT name, ended_at AS endedAt FROM recording').get() as {
      readonly name: string;
      readonly endedAt: string | null;
    };
    if (row.endedAt !== null) return [];
    const [entries] = database.prepare('SELECT count(*) FROM entry').raw().get() as [number];
    const last = database
      .prepare('SELECT time FROM entry ORDER BY seq DESC LIMIT 1')
      .raw()
      .get() as [string] | undefined;
    const lastTime = last?.[0] ?? null;
    database.exec('PRAGMA query_only = OFF');
    database
      .prepare(
        'UPDATE recording SET cut_short = 1, entries = ?, ended_at = coalesce(?, started_at)',
      )
      .run(entries, lastTime);
    return [{ id, name: row.name, entries, lastTime }];
  } finally {
    database.close();
  }
}

/** Whoever writes a recording holds its log. */
function isAbandoned(path: string): boolean {
  const database = new Database(path);
  try {
    return releaseLog(database);
  } finally {
    database.close();
  }
}
