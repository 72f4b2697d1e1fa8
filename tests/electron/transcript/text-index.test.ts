import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { prepareInsert, toBatch } from '#services/transcript/entry-insert.ts';
import {
  createRecordingFile,
  inTransaction,
  LONG_ENTRY_BYTES,
  type RecordingDatabase,
} from '#services/transcript/schema.ts';
import { createTextIndexer, fillTextIndex } from '#services/transcript/text-index.ts';
import { buildEntry } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** A file with entries whose texts hold their number. */
function createFile(count: number, change: (seq: number) => object = () => ({})) {
  const path = join(createTemporaryFolder(), 'one.sqlite');
  const database = createRecordingFile(path, { id: 'one', name: 'one', startedAt: '' });
  onTestFinished(() => void database.close());
  const insert = prepareInsert(database);
  const entries = Array.from({ length: count }, (_, at) =>
    buildEntry({ seq: at + 1, xml: `<message id='no-${at + 1}-'/>`, ...change(at + 1) }),
  );
  insert(toBatch(entries));
  return database;
}

function find(database: RecordingDatabase, ...trigrams: string[]): unknown[] {
  const match = trigrams.map((trigram) => `"${trigram}"`).join(' AND ');
  return database
    .prepare('SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid')
    .raw()
    .all(match)
    .map((row) => (row as unknown[])[0]);
}

function indexedSeq(database: RecordingDatabase): unknown {
  return (database.prepare('SELECT indexed_seq FROM recording').raw().get() as unknown[])[0];
}

function pathOf(database: RecordingDatabase): string {
  return String((database.prepare('PRAGMA database_list').raw().get() as unknown[])[2]);
}

describe('createTextIndexer', () => {
  it('indexes in slices until nothing is left', () => {
    const database = createFile(1_000);
    const indexer = createTextIndexer(database);
    expect(indexer.step()).toBe(true);
    expect(indexedSeq(database)).toBe(128);
    expect(find(database, '-12', '120')).toEqual([120]);
    expect(find(database, '-50', '500')).toEqual([]);
    while (indexer.step());
    expect(indexedSeq(database)).toBe(1_000);
    expect(find(database, '-50', '500')).toEqual([500]);
  });

  it.each([
    ['adding', 0],
    ['merging', 1],
  ])('leaves nothing begun when %s finds the file held', (_name, stepsBefore) => {
    const database = createFile(3);
    const indexer = createTextIndexer(database);
    for (let step = 0; step < stepsBefore; step += 1) indexer.step();
    const other = new Database(pathOf(database));
    other.exec('BEGIN IMMEDIATE');
    expect(() => indexer.step()).toThrow(/locked/);
    other.exec('ROLLBACK');
    other.close();
    prepareInsert(database)(toBatch([buildEntry({ seq: 4, xml: '<later/>' })]));
    while (indexer.step());
    expect(find(database, 'lat', 'ter')).toEqual([4]);
  });

  it('goes on with what comes later', () => {
    const database = createFile(3);
    const indexer = createTextIndexer(database);
    while (indexer.step());
    prepareInsert(database)(toBatch([buildEntry({ seq: 4, xml: '<later/>' })]));
    while (indexer.step());
    expect(find(database, 'lat', 'ter')).toEqual([4]);
  });

  it('leaves long entries to their readers', () => {
    const database = createFile(3, (seq) => (seq === 2 ? { bytes: LONG_ENTRY_BYTES + 1 } : {}));
    fillTextIndex(database, 10_000);
    expect(find(database, 'mes')).toEqual([1, 3]);
    expect(
      database.prepare(`SELECT seq FROM entry WHERE bytes > ${LONG_ENTRY_BYTES}`).raw().all(),
    ).toEqual([[2]]);
  });

  it('stops when its time is over', () => {
    const database = createFile(1_000);
    fillTextIndex(database, 0);
    expect(indexedSeq(database)).toBe(128);
  });

  it('forgets entries that go', () => {
    const database = createFile(200);
    const indexer = createTextIndexer(database);
    indexer.step();
    inTransaction(database, () => {
      indexer.remove(150);
      database.exec('DELETE FROM payload WHERE seq <= 150; DELETE FROM entry WHERE seq <= 150');
    });
    while (indexer.step());
    expect(find(database, 'mes')).toEqual(Array.from({ length: 50 }, (_, at) => at + 151));
    database.exec("INSERT INTO text_index (text_index) VALUES ('integrity-check')");
  });
});
