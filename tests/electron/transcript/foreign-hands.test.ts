import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { foundRows } from '#tests/support/found-rows.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** Records 400 entries, tells its status, and again after each line it is given. */
const RECORDER = fileURLToPath(new URL('./full-disk-child.ts', import.meta.url));
const LOCKER = fileURLToPath(new URL('./locking-child.ts', import.meta.url));
/** Whoever runs the tests may write everywhere as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** A checkout in a private folder cannot be read by anybody else. */
const MAY_READ =
  spawnSync(process.execPath, ['-e', 'fs.readFileSync(process.argv[1])', RECORDER], NOBODY)
    .status === 0;

function start(script: string, argument: string, as: { uid?: number; gid?: number } = {}) {
  const child = spawn(process.execPath, [script, argument], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...as,
  });
  onTestFinished(() => void child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => String((await lines.next()).value);
  return { child, line };
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null) await once(child, 'exit');
}

describe('recording into a folder that may not be written', () => {
  it.runIf(MAY_READ)(
    'keeps everything in memory and writes it later',
    { timeout: 60_000 },
    async () => {
      const folder = join(createTemporaryFolder(), 'recordings');
      mkdirSync(folder);
      chmodSync(dirname(folder), 0o755);
      chmodSync(folder, 0o555);
      const { child, line } = start(RECORDER, folder, NOBODY);
      const told = async () => JSON.parse(await line()) as { readonly recordingId: string };

      const refused = await told();
      expect(refused).toMatchObject({
        ...{ entries: 400, dropped: 0 },
        problem: { what: 'The recording could not be read or written.', next: expect.any(String) },
      });
      expect(existsSync(recordingPath(folder, refused.recordingId))).toBe(false);

      chmodSync(folder, 0o777);
      child.stdin.write('\n');
      const allowed = await told();
      expect(allowed).toMatchObject({ entries: 400, dropped: 0 });
      expect(allowed).not.toHaveProperty('problem');
      await end(child);
      const database = new Database(recordingPath(folder, refused.recordingId));
      onTestFinished(() => void database.close());
      expect(database.prepare('SELECT count(*), max(seq) FROM payload').raw().get()).toEqual([
        400, 400,
      ]);
    },
  );
});

describe('recording to a file that another process has locked', () => {
  it('warns, goes on in memory, and resumes', { timeout: 60_000 }, async () => {
    const folder = createTemporaryFolder();
    const store = openStore(folder);
    onTestFinished(() => store.dispose());
    store.record(buildDraft({ text: 'before' }));
    await store.flush();
    const { child, line } = start(LOCKER, recordingPath(folder, store.status().recordingId));
    expect(await line()).toBe('locked');

    store.record(buildDraft({ text: 'meanwhile' }));
    await store.flush();
    expect(store.status()).toMatchObject({
      ...{ entries: 2, dropped: 0 },
      problem: { code: 'recording-unavailable' },
    });
    const texts = async () => {
      const found = await foundRows(store);
      return found.ok ? found.value.map(({ text }) => text) : found.error;
    };
    expect(await texts()).toEqual(['before', 'meanwhile']);

    await end(child);
    await vi.waitFor(() => expect(store.status().problem).toBeUndefined(), { timeout: 10_000 });
    store.record(buildDraft({ text: 'after' }));
    await store.flush();
    expect(await texts()).toEqual(['before', 'meanwhile', 'after']);
    const database = new Database(recordingPath(folder, store.status().recordingId));
    onTestFinished(() => void database.close());
    expect(database.prepare('SELECT text FROM entry ORDER BY seq').raw().all()).toEqual([
      ['before'],
      ['meanwhile'],
      ['after'],
    ]);
  });
});
