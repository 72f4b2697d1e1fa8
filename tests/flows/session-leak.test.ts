import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startPractice } from '#tests/support/practice-account.ts';
import type { Remains } from './session-leak-child.ts';

const CHILD = fileURLToPath(new URL('./session-leak-child.ts', import.meta.url));
const SESSIONS = 200;
const MAX_GROWN_BYTES = 5 * 1024 * 1024;

it('leaves nothing of 200 sessions', async () => {
  const { tcpPort, fingerprint256 } = await startPractice();
  // A process of its own: there is no server in it, and nothing of other tests.
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--expose-gc', CHILD, String(tcpPort), fingerprint256, String(SESSIONS)],
  ]);
  const remains = JSON.parse(stdout) as Remains;
  expect(remains.resourcesAfter).toEqual(remains.resourcesBefore);
  expect(remains.resourcesAfter.filter((kind) => /TCP|TLS|Timeout|Immediate/.test(kind))).toEqual(
    [],
  );
  expect(remains.listenersAfter).toBe(remains.listenersBefore);
  expect(remains.grownBytes).toBeLessThan(MAX_GROWN_BYTES);
}, 300_000);
