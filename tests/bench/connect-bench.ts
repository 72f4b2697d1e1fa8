/** Time to online with SCRAM-SHA-1 at 10,000 iterations over TLS, against the stock client. */
import type { BenchServerFacts } from './bench-server.ts';
import { runChild, startChild } from './children.ts';
import type { ConnectReport } from './connect-console.ts';
import { median, toFigure, type Figure } from './figure.ts';
import { UNCHECKED_TLS } from './stock-child.ts';

const ITERATIONS = 10_000;
const ROUNDS = 5;
const CONNECTS = 3;

/** @param progress hears what is being done */
export async function benchConnect(progress: (text: string) => void): Promise<Figure[]> {
  const server = await startChild<BenchServerFacts>('bench-server.ts', [ITERATIONS, 0]);
  const { service, fingerprint256 } = server.report;
  const ours: ConnectReport[] = [];
  const stock: Omit<ConnectReport, 'longestWorkMs'>[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      progress(`connect: round ${round} of ${ROUNDS}`);
      ours.push(await runChild('connect-console.ts', [service, fingerprint256, CONNECTS]));
      stock.push(await runChild('connect-stock.ts', [service, CONNECTS], UNCHECKED_TLS));
    }
  } finally {
    await server.stop();
  }
  const ourMs = median(ours.flatMap(({ times }) => times));
  const coldMs = median(ours.map(({ times }) => times[0] ?? 0));
  const stockMs = median(stock.flatMap(({ times }) => times));
  const blockMs = median(ours.map(({ longestBlockMs }) => longestBlockMs));
  const stockBlockMs = median(stock.map(({ longestBlockMs }) => longestBlockMs));
  return [
    toFigure('connect.ratio', 'time to online ÷ stock client', ourMs / stockMs, { atMost: 0.15 }),
    toFigure('connect.block-ms', 'longest event-loop block', blockMs, { atMost: 30 }),
    toFigure(
      'connect.work-ms',
      'what of it was work of this thread, milliseconds',
      median(ours.map(({ longestWorkMs }) => longestWorkMs)),
    ),
    toFigure('connect.ms', 'time to online, milliseconds', ourMs),
    toFigure('connect.first-ms', 'the first of a process, milliseconds', coldMs),
    toFigure('connect.stock-ms', 'stock client, milliseconds', stockMs),
    toFigure('connect.stock-block-ms', 'its longest event-loop block', stockBlockMs),
  ];
}
