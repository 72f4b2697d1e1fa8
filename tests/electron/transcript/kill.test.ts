import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./recording-child.ts', import.meta.url));
/** What may be missing after a kill, in milliseconds, on a busy machine. */
const MAX_LOSS_MS = 200;

/** Runs the child until it has recorded enough, kills it, and tells what it last said. */
async function recordAndKill(folder: string, enough: number) {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: { readonly newest: number; readonly at: number }[] = [];
  let recordingId = '';
  for await (const line of createInterface({ input: child.stdout })) {
    if (recordingId === '') recordingId = line;
    else {
      const [newest = 0, at = 0] = line.split(' ').map(Number);
      said.push({ newest, at });
      if (newest >= enough) child.kill('SIGKILL');
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return { recordingId, said };
}

describe('a process killed while recording', () => {
  it('loses no more than its last moment', async () => {
    const folder = createTemporaryFolder();
    const { recordingId, said } = await recordAndKill(folder, 5_000);
    const killedAt = said.at(-1)?.at ?? 0;
    const safe = said.findLast(({ at }) => at <= killedAt - MAX_LOSS_MS)?.newest ?? 0;

    const store = openStore(folder);
    const facts = store.list().find(({ id }) => id === recordingId);
    expect(facts).toMatchObject({ live: false });
    expect(facts?.entries).toBeGreaterThanOrEqual(safe);
    expect(safe).toBeGreaterThan(0);
    const page = store.page({ recordingId, filter: {}, afterSeq: 0, limit: 1_000, fromEnd: true });
    expect(page.ok && page.value.rows.at(-1)?.seq).toBe(facts?.entries);
    await store.dispose();

    const database = new Database(recordingPath(folder, recordingId));
    expect(database.prepare('PRAGMA integrity_check').raw().all()).toEqual([['ok']]);
    expect(
      database.prepare('SELECT count(*), max(seq) FROM payload JOIN entry USING (seq)').raw().get(),
    ).toEqual([facts?.entries, facts?.entries]);
    database.close();
  });
});
