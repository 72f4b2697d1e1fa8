/** Measures the console's connects: `connect-console.ts SERVICE FINGERPRINT COUNT`, the first one cold. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { reportToParent } from './children.ts';
import { connectBench, openConsole } from './console-child.ts';

/** What the connects of one process took. */
export interface ConnectReport {
  /** Milliseconds each. */
  readonly times: readonly number[];
  /** Longest time the event loop was held up, in milliseconds. */
  readonly longestBlockMs: number;
  /** The most that this thread itself worked between two turns of its event loop, in milliseconds. */
  readonly longestWorkMs: number;
}

const RESOLUTION_MS = 1;
/** Program start is over by then, as it is when a user has typed a password. */
const SETTLE_MS = 500;

const [service = '', fingerprint256 = '', count = '1'] = process.argv.slice(2);
const { services } = openConsole();
await delay(SETTLE_MS);
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const work = watchWork();
const times: number[] = [];
delays.enable();
for (let round = 0; round < Number(count); round += 1) {
  const startedMs = performance.now();
  const session = await connectBench(services, service, fingerprint256);
  times.push(performance.now() - startedMs);
  await services.sessions.disconnect(session.id);
}
// One more turn, so that the last block is counted too.
await delay(RESOLUTION_MS * 5);
delays.disable();
await services.dispose();
const longestBlockMs = delays.max / 1e6 - RESOLUTION_MS;
reportToParent({ times, longestBlockMs, longestWorkMs: work.longestMs() } satisfies ConnectReport);

/** On a busy machine a block is mostly other programs' work; this counts what was this thread's own. */
function watchWork(): { longestMs(): number } {
  let longestMs = 0;
  let lastMs = workedMs();
  const timer = setInterval(() => {
    const nowMs = workedMs();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
  }, RESOLUTION_MS);
  timer.unref();
  return { longestMs: () => longestMs };
}

/** The types are those of the oldest runtime; the benchmarks run on Node 24. */
function workedMs(): number {
  const { threadCpuUsage } = process as unknown as {
    threadCpuUsage(): { readonly user: number; readonly system: number };
  };
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1_000;
}
