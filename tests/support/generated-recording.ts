/**
 * Recordings of any length, for tests and measurements: always the same for a count and a seed, written by
 * the store's own code, and kept under tests/output until that code changes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { copyFile, link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { prepareInsert, toBatch } from '#services/transcript/entry-insert.ts';
import { createRecordingFile, settleRecordingFile } from '#services/transcript/schema.ts';
import { fillTextIndex } from '#services/transcript/text-index.ts';
import { generateEntries } from './generated-entries.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const FOLDER = join(PROJECT, 'tests', 'output', 'recordings');
const BATCH = 2_000;

/** What decides over the bytes of the file. */
const SOURCES = [
  ...['schema.ts', 'entry-insert.ts', 'entry-columns.ts', 'indexed-text.ts', 'text-index.ts'].map(
    (name) => join(PROJECT, 'electron', 'services', 'transcript', name),
  ),
  ...['texts', 'stanzas', 'entries', 'recording'].map((part) =>
    join(import.meta.dirname, `generated-${part}.ts`),
  ),
];

export interface GeneratedRecording {
  /** Absolute; link or copy it, and never write to it. */
  readonly path: string;
  readonly entries: number;
}

/**
 * The file of a recording, generated when it is not there yet: a million entries take most of a minute.
 * @param seed the same seed gives the same entries
 */
export function generatedRecording(entries: number, seed = 1): GeneratedRecording {
  const name = `generated-${entries}-${seed}-`;
  const path = join(FOLDER, `${name}${sourcesHash()}.sqlite`);
  if (existsSync(path)) return { path, entries };
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync(FOLDER)) {
    if (file.startsWith(name)) rmSync(join(FOLDER, file));
  }
  // Renamed when it is whole: another process may want the same.
  const draft = `${path}.${process.pid}`;
  writeRecording(draft, generateEntries(entries, seed), entries);
  renameSync(draft, path);
  return { path, entries };
}

/** Puts recordings into a data folder as if they had been recorded there. @returns their ids, in order */
export async function placeRecordings(
  dataFolder: string,
  recordings: readonly GeneratedRecording[],
): Promise<readonly string[]> {
  const folder = join(dataFolder, 'recordings');
  await mkdir(folder, { recursive: true });
  return Promise.all(
    recordings.map(async ({ path, entries }) => {
      const id = `generated-${entries}`;
      const target = join(folder, `${id}.sqlite`);
      // A link will do: the application never writes to a finished recording.
      await link(path, target).catch(() => copyFile(path, target));
      return id;
    }),
  );
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

function writeRecording(path: string, entries: Iterable<WireEntry>, count: number): void {
  const name = `Generated, ${count} entries`;
  const startedAt = '2026-08-20T06:00:00.000Z';
  const database = createRecordingFile(path, { id: `generated-${count}`, name, startedAt });
  // Nobody misses a file that was cut short: it is never renamed.
  database.exec('PRAGMA synchronous = OFF');
  const insert = prepareInsert(database);
  let batch: WireEntry[] = [];
  let endedAt = startedAt;
  for (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    insert(toBatch(batch));
    endedAt = entry.time;
    batch = [];
  }
  if (batch.length > 0) insert(toBatch(batch));
  database.prepare('UPDATE recording SET ended_at = ?').run(batch.at(-1)?.time ?? endedAt);
  fillTextIndex(database, Number.POSITIVE_INFINITY);
  settleRecordingFile(database);
  database.close();
}
