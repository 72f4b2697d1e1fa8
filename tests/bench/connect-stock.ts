/** Measures the stock client's connects: `connect-stock.ts SERVICE COUNT`. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { reportToParent } from './children.ts';
import { createStockClient } from './stock-child.ts';

const [service = '', count = '1'] = process.argv.slice(2);
const delays = monitorEventLoopDelay({ resolution: 1 });
const times: number[] = [];
delays.enable();
for (let round = 0; round < Number(count); round += 1) {
  const xmpp = createStockClient(service);
  const startedMs = performance.now();
  await xmpp.start();
  times.push(performance.now() - startedMs);
  await xmpp.stop();
}
reportToParent({ times, longestBlockMs: delays.max / 1e6 });
