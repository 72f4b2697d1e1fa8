import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./full-disk-child.ts', import.meta.url));
/** Blocks of 512 bytes: about 1 MB of the 4 MB that are recorded. */
const BLOCKS = 2_000;

describe('recording to a disk without room', () => {
  it('keeps everything in memory and writes it later', { timeout: 60_000 }, async () => {
    const folder = createTemporaryFolder();
    const script = `trap '' XFSZ; ulimit -S -f ${BLOCKS}; exec "$@"`;
    const child = spawn('sh', ['-c', script, 'sh', process.execPath, CHILD, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const status = async () =>
      JSON.parse(String((await lines.next()).value)) as { recordingId: string };

    const full = await status();
    expect(full).toMatchObject({ entries: 400, dropped: 0, problem: { what: expect.any(String) } });

    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:']);
    child.stdin.write('\n');
    const roomy = await status();
    expect(roomy).toMatchObject({ entries: 400, dropped: 0 });
    expect(roomy).not.toHaveProperty('problem');
    child.stdin.end();
    await once(child, 'exit');

    const database = new Database(recordingPath(folder, full.recordingId));
    expect(database.prepare('SELECT count(*), max(seq) FROM payload').raw().get()).toEqual([
      400, 400,
    ]);
    expect(database.prepare('PRAGMA integrity_check').raw().all()).toEqual([['ok']]);
    database.close();
  });
});
