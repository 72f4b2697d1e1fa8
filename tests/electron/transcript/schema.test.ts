import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { foundRows } from '#tests/support/found-rows.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** A finished recording, changed by hand. */
async function createRecording(change: (path: string) => void) {
  const folder = createTemporaryFolder();
  const store = openStore(folder);
  for (let count = 0; count < 300; count += 1) store.record(buildDraft({ xml: 'x'.repeat(500) }));
  const id = store.status().recordingId;
  await store.dispose();
  const path = recordingPath(folder, id);
  change(path);
  return { folder, id, path };
}

async function readProblem(folder: string, id: string) {
  const store = openStore(folder);
  const read = await foundRows(store, '', id);
  const listed = store.list().find((facts) => facts.id === id);
  await store.dispose();
  return { read: read.ok ? null : read.error, listed };
}

describe('recording files', () => {
  it('refuses a newer schema and leaves it alone', async () => {
    const { folder, id, path } = await createRecording((file) => {
      const database = new Database(file);
      database.exec('PRAGMA user_version = 99');
      database.close();
    });
    const before = readFileSync(path);
    const { read, listed } = await readProblem(folder, id);
    expect(read).toMatchObject({ code: 'recording-newer' });
    expect(read?.why).toContain('99');
    expect(listed?.problem).toMatchObject({ code: 'recording-newer' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['is not a database', (file: string) => writeFileSync(file, 'no database at all')],
    ['is empty', (file: string) => writeFileSync(file, '')],
    [
      'was cut short',
      (file: string) => {
        const content = readFileSync(file);
        writeFileSync(file, content.subarray(0, content.length / 2));
      },
    ],
    [
      'was overwritten in the middle',
      (file: string) => {
        const content = readFileSync(file);
        content.fill(0x5a, 4_096, content.length);
        writeFileSync(file, content);
      },
    ],
  ])('tells that a file %s and leaves it alone', async (_how, damage) => {
    const { folder, id, path } = await createRecording(damage);
    const before = readFileSync(path);
    const { read } = await readProblem(folder, id);
    expect(read).toMatchObject({ code: 'recording-damaged' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("refuses other programs' databases", async () => {
    const { folder, id } = await createRecording((file) => {
      const database = new Database(file);
      database.exec('PRAGMA application_id = 1');
      database.close();
    });
    expect((await readProblem(folder, id)).read).toMatchObject({ code: 'not-a-recording' });
  });
});
