/** The export of a million entries, against reading and writing the same bytes. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openStore } from '#tests/support/entries.ts';
import { generatedRecording } from '#tests/support/generated-recording.ts';
import { median, toFigure, type Figure } from './figure.ts';

const ENTRIES = 1_000_000;
const ROUNDS = 3;
const BATCH = 2_000;
const PIECE = Buffer.alloc(1024 * 1024, 'x');

/** @param progress hears what is being done */
export async function benchExport(progress: (text: string) => void): Promise<Figure[]> {
  progress('export: generating a recording of a million entries');
  const { path } = generatedRecording(ENTRIES);
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-bench-export-'));
  const store = openStore(join(folder, 'recordings'));
  const ours: number[] = [];
  const plain: number[] = [];
  try {
    const opened = await store.open(path);
    if (!opened.ok) throw new Error(opened.error.what);
    const target = join(folder, 'out.jsonl');
    for (let round = 1; round <= ROUNDS; round += 1) {
      progress(`export: round ${round} of ${ROUNDS}`);
      const start = performance.now();
      const request = { recordingId: opened.value.id, format: 'jsonl', query: '' } as const;
      const written = await store.exportTo(target, request);
      if (!written.ok) throw new Error(written.error.what);
      ours.push(performance.now() - start);
      plain.push(await readAndWrite(path, join(folder, 'plain'), statSync(target).size));
    }
  } finally {
    await store.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    toFigure(
      'export.vs-copy',
      'JSONL export of a million ÷ reading and writing the same bytes',
      median(ours) / median(plain),
      { atMost: 6 },
    ),
    toFigure('export.seconds', 'seconds for the export', median(ours) / 1_000),
    toFigure('export.copy-seconds', 'seconds for reading and writing', median(plain) / 1_000),
  ];
}

/** @returns milliseconds for reading all entries with their texts, and writing so many bytes safely to disk */
async function readAndWrite(path: string, target: string, bytes: number): Promise<number> {
  const start = performance.now();
  const database = new Database(path, { readonly: true });
  const batch = database.prepare(
    'SELECT * FROM entry JOIN payload USING (seq) WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  for (let seq = 0; ;) {
    const rows = batch.all(seq, BATCH) as { readonly seq: number }[];
    const last = rows.at(-1);
    if (last === undefined) break;
    seq = last.seq;
  }
  database.close();
  const file = await open(target, 'w');
  for (let left = bytes; left > 0; left -= PIECE.length) {
    await file.write(PIECE, 0, Math.min(left, PIECE.length));
  }
  await file.sync();
  await file.close();
  return performance.now() - start;
}
