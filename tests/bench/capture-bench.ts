/** Stanzas recorded a second, against the bare stock client and against its debug output. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchServerFacts } from './bench-server.ts';
import { benchStanzas, hashTexts } from './bench-stanzas.ts';
import type { CaptureReport } from './capture-console.ts';
import { runChild, startChild } from './children.ts';
import { median, toFigure, type Figure } from './figure.ts';
import { UNCHECKED_TLS } from './stock-child.ts';

const STANZAS = 100_000;
/** The machine is rarely at rest for long. */
const ROUNDS = 5;
/** Login is no part of this figure. */
const ITERATIONS = 4096;

interface StockReport {
  readonly perSecond: number;
}

/** @param progress hears what is being done */
export async function benchCapture(progress: (text: string) => void): Promise<Figure[]> {
  const server = await startChild<BenchServerFacts>('bench-server.ts', [ITERATIONS, STANZAS]);
  const folder = await mkdtemp(join(tmpdir(), 'pushscope-bench-log-'));
  const { service, fingerprint256 } = server.report;
  const ours: CaptureReport[] = [];
  const bare: StockReport[] = [];
  const debug: StockReport[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      progress(`capture: round ${round} of ${ROUNDS}`);
      const log = join(folder, `${round}.log`);
      bare.push(await runChild('capture-stock.ts', [service, STANZAS], UNCHECKED_TLS));
      ours.push(await runChild('capture-console.ts', [service, fingerprint256, STANZAS]));
      debug.push(await runChild('capture-stock.ts', [service, STANZAS, log], UNCHECKED_TLS));
      await rm(log);
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const rate = (reports: readonly StockReport[]): number =>
    median(reports.map(({ perSecond }) => perSecond));
  const most = (read: (report: CaptureReport) => number): number => Math.max(...ours.map(read));
  const expected = hashTexts(benchStanzas(STANZAS));
  const lost = most(({ recorded, hash }) =>
    hash === expected ? 0 : Math.max(1, STANZAS - recorded),
  );
  return [
    toFigure('capture.vs-bare', 'stanzas/s recorded ÷ bare stock client', rate(ours) / rate(bare), {
      atLeast: 0.6,
    }),
    toFigure('capture.vs-debug', 'the same ÷ @xmpp/debug to a file', rate(ours) / rate(debug), {
      atLeast: 1,
    }),
    toFigure('capture.lost', 'stanzas missing or changed', lost, { atMost: 0 }),
    toFigure(
      'capture.searchable-ms',
      'milliseconds from the last stanza until it is found',
      median(ours.map(({ searchableMs }) => searchableMs)),
      { atMost: 2_000 },
    ),
    toFigure('capture.per-second', 'stanzas/s recorded', rate(ours)),
    toFigure(
      'capture.stored-per-second',
      'the same, until the last is on disk',
      median(ours.map(({ storedPerSecond }) => storedPerSecond)),
    ),
    toFigure('capture.bare-per-second', 'bare stock client', rate(bare)),
    toFigure('capture.debug-per-second', '@xmpp/debug to a file', rate(debug)),
    toFigure(
      'capture.block-ms',
      'longest event-loop block while recording',
      median(ours.map(({ longestBlockMs }) => longestBlockMs)),
    ),
    toFigure(
      'capture.grown-mb',
      'memory grown at most, MB',
      median(ours.map(({ grownMb }) => grownMb)),
    ),
  ];
}
