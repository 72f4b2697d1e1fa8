import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '#shared/contract/result.ts';
import { createRecordingKeeping } from '#services/transcript/recording-keeping.ts';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./recording-child.ts', import.meta.url));
const KILLS = 20;
/** Five thousand entries a second, but for the one turn that the kill may have cut short. */
const LEAST_PER_SECOND = 4_500;
/** What may be missing after a kill, in milliseconds. */
const MAX_LOSS_MS = 100;

interface Killed {
  readonly recordingId: string;
  readonly killedMs: number;
  readonly stallMs: number;
  readonly said: readonly { readonly newest: number; readonly atMs: number }[];
}

/** Runs the child for a while, kills it, and tells what it last said. */
async function recordAndKill(folder: string, afterMs: number): Promise<Killed> {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: { readonly newest: number; readonly atMs: number }[] = [];
  let recordingId = '';
  let stallMs = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (recordingId === '') recordingId = line;
    else {
      const [newest = 0, atMs = 0, stall = 0] = line.split(' ').map(Number);
      stallMs = stall;
      said.push({ newest, atMs });
      if (atMs >= afterMs) child.kill('SIGKILL');
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  const killedMs = said.at(-1)?.atMs ?? 0;
  return { recordingId, killedMs, stallMs, said };
}

/**
 * Of how many milliseconds before the kill entries are missing, without the longest time for which the
 * system gave the process no turn.
 */
function lossOf({ killedMs, stallMs, said }: Killed, entries: number): number {
  const storedMs = said.findLast(({ newest }) => newest <= entries)?.atMs ?? 0;
  return Math.max(0, killedMs - storedMs - stallMs);
}

describe('a process killed twenty times while recording', () => {
  it('loses its last moment, and says so', { timeout: 180_000 }, async () => {
    const folder = createTemporaryFolder();
    const killed: Killed[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Moments of all kinds: during a batch, a slice of the index, a checkpoint.
      killed.push(await recordAndKill(folder, 400 + kill * 73));
    }

    const store = openStore(folder);
    onTestFinished(() => store.dispose());
    const keeping = createRecordingKeeping({
      folder,
      recordings: store,
      marks: { delete: () => ok(null) },
      retention: () => undefined,
      clock: { now: () => new Date() },
      events: { subscribe: () => () => undefined },
    });
    const found = await keeping.found();
    expect(found).toHaveLength(KILLS);
    expect(found[0]).toMatchObject({ code: 'recording-cut-short' });

    const listed = new Map(store.list().map((facts) => [facts.id, facts]));
    const losses: number[] = [];
    for (const one of killed) {
      const { recordingId, killedMs, said } = one;
      expect(((said.at(-1)?.newest ?? 0) / killedMs) * 1_000).toBeGreaterThan(LEAST_PER_SECOND);
      const facts = listed.get(recordingId);
      expect(facts).toMatchObject({ live: false, cutShort: true });
      losses.push(lossOf(one, facts?.entries ?? 0));
      const database = new Database(recordingPath(folder, recordingId));
      expect(database.prepare('PRAGMA integrity_check').raw().all()).toEqual([['ok']]);
      expect(
        database
          .prepare('SELECT count(*), max(seq) FROM payload JOIN entry USING (seq)')
          .raw()
          .get(),
      ).toEqual([facts?.entries, facts?.entries]);
      database.close();
    }
    losses.sort((a, b) => a - b);
    const stalls = killed.map(({ stallMs }) => Math.round(stallMs)).join(' ');
    console.info(
      `missing after each kill, ms: ${losses.map(Math.round).join(' ')}; stalls: ${stalls}`,
    );
    expect(losses.at(-1)).toBeLessThan(MAX_LOSS_MS);
  });
});
