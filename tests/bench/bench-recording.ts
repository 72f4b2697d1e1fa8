/** What a recording holds of the stanzas that the bench server sent, read from its file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { hashTexts } from './bench-stanzas.ts';

export interface RecordedStanzas {
  readonly recorded: number;
  /** SHA-256 over their texts. */
  readonly hash: string;
  /** ISO 8601; of the last of them. */
  readonly lastTime: string | null;
  /** What SQLite says of the file. */
  readonly integrity: string;
}

/** Path of the one recording of a data folder. @throws when there is none */
export function onlyRecording(dataFolder: string): string {
  const folder = join(dataFolder, 'recordings');
  const name = readdirSync(folder).find((file) => file.endsWith('.sqlite'));
  if (name === undefined) throw new Error(`There is no recording in ${folder}.`);
  return join(folder, name);
}

/** Reads a file that nobody writes any more. */
export function readRecordedStanzas(path: string): RecordedStanzas {
  const database = new Database(path);
  try {
    const rows = database
      .prepare(
        `SELECT p.xml, e.time FROM entry e JOIN payload p ON p.seq = e.seq
         WHERE e.direction = 'in' AND e.name = 'message' ORDER BY e.seq`,
      )
      .raw()
      .all() as [string, string][];
    const [integrity] = database.prepare('PRAGMA integrity_check').raw().get() as [string];
    return {
      recorded: rows.length,
      hash: hashTexts(rows.map(([xml]) => xml)),
      lastTime: rows.at(-1)?.[1] ?? null,
      integrity,
    };
  } finally {
    database.close();
  }
}
