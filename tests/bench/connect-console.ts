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
}

const RESOLUTION_MS = 1;
/** Program start is over by then, as it is when a user has typed a password. */
const SETTLE_MS = 500;

const [service = '', fingerprint256 = '', count = '1'] = process.argv.slice(2);
const { services } = openConsole();
await delay(SETTLE_MS);
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
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
reportToParent({ times, longestBlockMs } satisfies ConnectReport);
