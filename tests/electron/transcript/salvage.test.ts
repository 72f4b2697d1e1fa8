import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { salvageRecording } from '#services/transcript/salvage.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const ENTRIES = 3_000;
const PAGE = 16_384;

/** A finished recording, damaged. */
async function createDamaged(damage: (content: Buffer) => Buffer) {
  const folder = createTemporaryFolder();
  const store = openStore(folder);
  for (let at = 1; at <= ENTRIES; at += 1) {
    store.record(buildDraft({ xml: `<message id='${at}'>${'x'.repeat(800)}</message>` }));
  }
  await store.flush();
  const { recordingId } = store.status();
  await store.dispose();
  const path = recordingPath(folder, recordingId);
  const content = damage(readFileSync(path));
  writeFileSync(path, content);
  return { folder, path, recordingId, content };
}

function salvage(folder: string, path: string) {
  const target = join(folder, 'saved.sqlite');
  const report = salvageRecording({ source: path, target, id: 'saved', name: 'it' });
  const database = new Database(target);
  onTestFinished(() => void database.close());
  const read = (sql: string): unknown => database.prepare(sql).raw().get();
  return { report: report.ok ? report.value : null, read, target };
}

function overwrite(from: number, to: number): (content: Buffer) => Buffer {
  return (content) => content.fill(0x5a, from, Math.min(to, content.length));
}

describe('salvageRecording', () => {
  it.each([
    ['whose header was flipped', overwrite(0, 100)],
    ['whose first page was overwritten', overwrite(0, PAGE)],
  ])('saves everything of a file %s', async (_what, damage) => {
    const { folder, path, content } = await createDamaged(damage);
    const { report, read } = salvage(folder, path);
    expect(report).toMatchObject({ saved: ENTRIES, lost: 0, withoutText: 0 });
    expect(read('SELECT count(*), max(seq) FROM entry')).toEqual([ENTRIES + 1, ENTRIES + 1]);
    expect(read('PRAGMA integrity_check')).toEqual(['ok']);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('saves what stands around overwritten pages', async () => {
    const { folder, path } = await createDamaged((content) => {
      const middle = Math.floor(content.length / PAGE / 2) * PAGE;
      return content.fill(0x5a, middle, middle + 3 * PAGE);
    });
    const { report, read } = salvage(folder, path);
    const { saved = 0, lost = 0, withoutText = 0 } = report ?? {};
    expect(saved + Number(lost)).toBe(ENTRIES);
    expect(Number(lost) + withoutText).toBeGreaterThan(0);
    expect(Number(lost) + withoutText).toBeLessThan(ENTRIES / 4);
    expect(read('SELECT name FROM recording')).toEqual([
      expect.stringMatching(/\(salvaged: [\d,]+ entries kept, [\d,]+ lost/),
    ]);
    expect(read("SELECT text FROM entry WHERE kind = 'note'")).toEqual([
      expect.stringMatching(/^Salvaged from a damaged file: /),
    ]);
  });

  it('saves the beginning of a file that was cut', async () => {
    const { folder, path } = await createDamaged((content) =>
      content.subarray(0, Math.floor(content.length * 0.6)),
    );
    const { report, read } = salvage(folder, path);
    expect(report?.saved).toBeGreaterThan(ENTRIES / 3);
    expect(read("SELECT xml LIKE '<message id=''1''>%' FROM payload WHERE seq = 1")).toEqual([1]);
    expect(read('PRAGMA integrity_check')).toEqual(['ok']);
  });

  it('leaves nothing beside the new file', async () => {
    const { folder, path } = await createDamaged(overwrite(0, 100));
    const { target } = salvage(folder, path);
    for (const end of ['.part', '.damaged', '.damaged-wal', '.damaged-fresh']) {
      expect(existsSync(target + end)).toBe(false);
    }
  });

  it('opens a damaged file by salvaging it', async () => {
    const { folder, path, content } = await createDamaged(overwrite(0, 100));
    const store = openStore(join(folder, 'other'));
    onTestFinished(() => store.dispose());
    const opened = await store.open(path);
    expect(opened).toMatchObject({ ok: true, value: { entries: ENTRIES + 1, opened: true } });
    expect(opened.ok && opened.value.name).toContain('salvaged: 3,000 entries kept, 0 lost');
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('salvages an opened file that is damaged only further on', async () => {
    const { folder, path, content } = await createDamaged((whole) => {
      const middle = Math.floor(whole.length / PAGE / 2) * PAGE;
      return whole.fill(0x5a, middle, middle + 3 * PAGE);
    });
    const store = openStore(join(folder, 'other'));
    onTestFinished(() => store.dispose());
    const opened = await store.open(path);
    const salvaged = opened.ok ? await store.salvageOpened(opened.value.id) : null;
    expect(salvaged).toMatchObject({ ok: true, value: { opened: true } });
    expect(salvaged?.ok && salvaged.value.name).toMatch(
      /entries kept, .*[1-9]\d* (lost|without text)/,
    );
    expect(await store.salvageOpened(store.status().recordingId)).toBeNull();
    expect(readFileSync(path).equals(content)).toBe(true);
  });
});
