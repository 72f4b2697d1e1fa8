import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { buildDraft, draftFromWire, openStore } from '#tests/support/entries.ts';
import { foundRows } from '#tests/support/found-rows.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** A store, and an export of three entries. */
async function setUp() {
  const folder = createTemporaryFolder();
  const store = openStore(join(folder, 'recordings'));
  onTestFinished(() => store.dispose());
  store.record(draftFromWire("<iq type='get' id='1' to='localhost'/>", 'out'));
  store.record(draftFromWire("<iq type='error' id='1' from='localhost'/>"));
  store.record(buildDraft({ kind: 'note', text: 'done', xml: '' }));
  const path = join(folder, 'out.jsonl');
  const { recordingId } = store.status();
  await store.exportTo(path, { recordingId, format: 'jsonl', query: '' });
  return { folder, store, path };
}

describe('opening a transcript', () => {
  it('reads an export like a recording', async () => {
    const { store, path } = await setUp();
    const opened = await store.open(path);
    expect(opened).toMatchObject({
      ok: true,
      value: { name: 'out.jsonl', entries: 3, live: false, opened: true },
    });
    const recordingId = opened.ok ? opened.value.id : '';
    expect(store.list()[1]).toMatchObject({ id: recordingId, opened: true });
    expect(await foundRows(store, 'is:error', recordingId)).toMatchObject({
      ok: true,
      value: [{ seq: 2, type: 'error' }],
    });
    expect(store.close(recordingId)).toEqual({ ok: true, value: null });
    expect(await store.read(recordingId, 1)).toMatchObject({ ok: false });
  });

  it('reads a header of old', async () => {
    const { store, path } = await setUp();
    const text = readFileSync(path, 'utf8');
    const old = text.replace('"filter":{}', '"filter":{"text":"a","kinds":["stanza"]}');
    expect(old).not.toBe(text);
    writeFileSync(path, old);
    expect(await store.open(path)).toMatchObject({ ok: true, value: { entries: 3 } });
  });

  it('exports it again', async () => {
    const { folder, store, path } = await setUp();
    const opened = await store.open(path);
    const again = join(folder, 'again.jsonl');
    const request = {
      recordingId: opened.ok ? opened.value.id : '',
      format: 'jsonl',
      query: '',
    } as const;
    expect(await store.exportTo(again, request)).toMatchObject({ ok: true, value: { entries: 3 } });
    const entries = (file: string) => readFileSync(file, 'utf8').split('\n').slice(1, 4);
    expect(entries(again)).toEqual(entries(path));
  });

  it('opens a recording file and leaves it alone', async () => {
    const { folder, store } = await setUp();
    await store.flush();
    const path = join(folder, 'copy.sqlite');
    const live = recordingPath(join(folder, 'recordings'), store.status().recordingId);
    copyFileSync(live, path);
    copyFileSync(`${live}-wal`, `${path}-wal`);
    const before = readFileSync(path);
    expect(await store.open(path)).toMatchObject({
      ok: true,
      value: { name: 'copy.sqlite', entries: 3, opened: true },
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}-shm`)).toBe(false);
  });

  it('says when the file was changed', async () => {
    const { store, path } = await setUp();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"done"', '"gone"'));
    expect(await store.open(path)).toMatchObject({
      ok: true,
      value: { name: 'out.jsonl (changed after export)' },
    });
  });

  it('reads a file that was cut short', async () => {
    const { store, path } = await setUp();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.indexOf('"seq":3')));
    expect(await store.open(path)).toMatchObject({
      ok: true,
      value: { name: 'out.jsonl (incomplete)', entries: 2 },
    });
  });

  it.each([
    ['a broken line', (lines: string[]) => lines.toSpliced(2, 1, '{"kind":'), 'line 3'],
    ['entries out of order', (lines: string[]) => [...lines.slice(0, 2), lines[1] ?? ''], 'line 3'],
    ['a second header', (lines: string[]) => [...lines.slice(0, 2), lines[0] ?? ''], 'line 3'],
    ['a missing header', (lines: string[]) => lines.slice(1), 'line 1'],
    ['something after the footer', (lines: string[]) => [...lines, lines[1] ?? ''], 'line 6'],
  ])('names the line of %s', async (_what, change, place) => {
    const { store, path } = await setUp();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${change(lines).join('\n')}\n`);
    expect(await store.open(path)).toMatchObject({ ok: false, error: { place } });
  });

  it.each([
    ['an empty file', ''],
    ['another text', 'hello\nworld\n'],
    ['a damaged database', 'SQLite format 3\0 and nothing more'],
  ])('refuses %s with a sentence', async (_what, content) => {
    const { store, path } = await setUp();
    writeFileSync(path, content);
    const opened = await store.open(path);
    expect(opened.ok ? '' : opened.error.what).toMatch(/^[A-Z].*\.$/);
    expect(store.list()).toHaveLength(1);
  });

  it('tells that a file is missing', async () => {
    const { store } = await setUp();
    expect(await store.open('/nowhere/at/all.jsonl')).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});
