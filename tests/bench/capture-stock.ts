/**
 * Measures the stock client's reception: `capture-stock.ts SERVICE COUNT [LOGFILE]`. Without a file it only
 * counts; with one `@xmpp/debug` writes every element there.
 */
import { Console } from 'node:console';
import { createWriteStream } from 'node:fs';
import debug from '@xmpp/debug';
import { BEGIN } from './bench-account.ts';
import { reportToParent } from './children.ts';
import { createStockClient } from './stock-child.ts';

const [service = '', count = '0', logFile] = process.argv.slice(2);
const wanted = Number(count);
const xmpp = createStockClient(service);
const log = logFile === undefined ? null : createWriteStream(logFile);
if (log !== null) {
  console.debug = new Console(log).debug;
  debug(xmpp, true);
}

let received = 0;
let firstMs = 0;
const last = new Promise<void>((resolve) => {
  xmpp.on('stanza', () => {
    if (received === 0) firstMs = performance.now();
    received += 1;
    if (received === wanted) resolve();
  });
});

await xmpp.start();
await xmpp.write(BEGIN);
await last;
// What is not written yet is not recorded yet.
if (log !== null) await new Promise((resolve) => log.end(resolve));
const seconds = (performance.now() - firstMs) / 1_000;
reportToParent({ perSecond: (wanted - 1) / seconds });
