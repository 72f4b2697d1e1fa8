/**
 * Measures the console's recording: `capture-console.ts SERVICE FINGERPRINT COUNT`. The same services as
 * behind `pushscope record`, and its rate: from the first stanza to the last. Beside it the rate until all is
 * on disk, which is what lasts.
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'libsql';
import { BEGIN } from './bench-account.ts';
import { hashTexts } from './bench-stanzas.ts';
import { reportToParent } from './children.ts';
import { connectBench, openConsole } from './console-child.ts';

/** What became of the stanzas. */
export interface CaptureReport {
  readonly perSecond: number;
  /** Counted until the last stanza is committed to disk. */
  readonly storedPerSecond: number;
  /** Milliseconds after the last stanza until a search finds it. */
  readonly searchableMs: number;
  readonly recorded: number;
  /** SHA-256 over the recorded texts. */
  readonly hash: string;
  readonly dropped: number;
  /** Longest time the event loop was held up, in milliseconds. */
  readonly longestBlockMs: number;
  /** How much the process grew at most, in megabytes. */
  readonly grownMb: number;
}

const MEMORY_LOOK_MS = 50;
const SEARCH_AGAIN_MS = 5;
const SEARCH_LIMIT_MS = 30_000;

const [service = '', fingerprint256 = '', count = '0'] = process.argv.slice(2);
const wanted = Number(count);
const { services, folder } = openConsole();
const session = await connectBench(services, service, fingerprint256);

let received = 0;
let firstMs = 0;
const last = new Promise<void>((resolve) => {
  services.sessions.onStanza(() => {
    if (received === 0) firstMs = performance.now();
    received += 1;
    if (received === wanted) resolve();
  });
});
const memoryBefore = process.memoryUsage.rss();
let memoryMost = memoryBefore;
const looking = setInterval(() => {
  memoryMost = Math.max(memoryMost, process.memoryUsage.rss());
}, MEMORY_LOOK_MS);
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();

await services.sessions.send(session.id, BEGIN, { timeoutMs: 10_000 });
await last;
const lastMs = performance.now();
await services.recordings.flush();
const storedMs = performance.now();
const searchableMs = await untilFound(`id='b${wanted - 1}'`, lastMs);
delays.disable();
clearInterval(looking);

const { recordingId, dropped } = services.recordings.status();
await services.dispose();
reportToParent({
  perSecond: (wanted - 1) / ((lastMs - firstMs) / 1_000),
  storedPerSecond: (wanted - 1) / ((storedMs - firstMs) / 1_000),
  searchableMs,
  dropped,
  ...readRecording(join(folder, 'recordings', `${recordingId}.sqlite`)),
  longestBlockMs: delays.max / 1e6,
  grownMb: (memoryMost - memoryBefore) / 1024 ** 2,
} satisfies CaptureReport);

/** Searches as the window does, until the text is found. */
async function untilFound(text: string, sinceMs: number): Promise<number> {
  const { recordingId: id } = services.recordings.status();
  const request = { recordingId: id, filter: { text }, afterSeq: 0, limit: 1, fromEnd: true };
  for (;;) {
    const page = services.recordings.page(request);
    const elapsedMs = performance.now() - sinceMs;
    if ((page.ok && page.value.rows.length === 1) || elapsedMs > SEARCH_LIMIT_MS) return elapsedMs;
    await delay(SEARCH_AGAIN_MS);
  }
}

/** Reads the finished file by itself: what is in it is what was recorded. */
function readRecording(path: string): { readonly recorded: number; readonly hash: string } {
  const database = new Database(path, { readonly: true });
  const rows = database
    .prepare(
      `SELECT p.xml FROM entry e JOIN payload p ON p.seq = e.seq
       WHERE e.direction = 'in' AND e.name = 'message' ORDER BY e.seq`,
    )
    .raw()
    .all() as [string][];
  database.close();
  return { recorded: rows.length, hash: hashTexts(rows.map(([xml]) => xml)) };
}
