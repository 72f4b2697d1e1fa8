/**
 * Measures the console's recording: `capture-console.ts SERVICE FINGERPRINT COUNT`. The same services as
 * behind `pushscope record`, and its rate: from the first stanza to the last. Beside it the rate until all is
 * on disk, which is what lasts.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { BEGIN } from './bench-account.ts';
import { onlyRecording, readRecordedStanzas } from './bench-recording.ts';
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
const searchableMs = await untilFound(`"id='b${wanted - 1}'"`, lastMs);
delays.disable();
clearInterval(looking);

const { dropped } = services.recordings.status();
await services.dispose();
const { recorded, hash } = readRecordedStanzas(onlyRecording(folder));
reportToParent({
  perSecond: (wanted - 1) / ((lastMs - firstMs) / 1_000),
  storedPerSecond: (wanted - 1) / ((storedMs - firstMs) / 1_000),
  searchableMs,
  dropped,
  recorded,
  hash,
  longestBlockMs: delays.max / 1e6,
  grownMb: (memoryMost - memoryBefore) / 1024 ** 2,
} satisfies CaptureReport);

/** Searches as the window does, until the text is found. */
async function untilFound(text: string, sinceMs: number): Promise<number> {
  const { queries } = services.recordings;
  const { recordingId } = services.recordings.status();
  for (;;) {
    const query = await queries.open({ recordingId, text, order: 'time', afterSeq: 0 });
    const elapsedMs = performance.now() - sinceMs;
    if (!query.ok) throw new Error(query.error.what);
    void queries.close(query.value.id);
    if (query.value.matching === 1 || elapsedMs > SEARCH_LIMIT_MS) return elapsedMs;
    await delay(SEARCH_AGAIN_MS);
  }
}
