/** What is lost when the process that records is killed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { onlyRecording, readRecordedStanzas } from './bench-recording.ts';
import type { BenchServerFacts } from './bench-server.ts';
import { benchStanzas, hashTexts } from './bench-stanzas.ts';
import { startChild } from './children.ts';
import { toFigure, type Figure } from './figure.ts';

const PER_SECOND = 5_000;
/** More than comes before the last kill. */
const STANZAS = 60_000;
const KILL_AFTER_MS = [700, 1_100, 1_630, 2_240, 2_970];
/** Login is no part of this figure. */
const ITERATIONS = 4096;

interface Loss {
  readonly intact: boolean;
  readonly missingMs: number;
}

/** @param progress hears what is being done */
export async function benchKill(progress: (text: string) => void): Promise<Figure[]> {
  const args = [ITERATIONS, STANZAS, PER_SECOND];
  const server = await startChild<BenchServerFacts>('bench-server.ts', args);
  const losses: Loss[] = [];
  try {
    for (const afterMs of KILL_AFTER_MS) {
      const loss = await killOnce(server.report, afterMs);
      progress(
        `kill: after ${afterMs} ms of ${PER_SECOND} stanzas/s, ${loss.missingMs} ms missing`,
      );
      losses.push(loss);
    }
  } finally {
    await server.stop();
  }
  const damaged = losses.filter(({ intact }) => !intact).length;
  const missingMs = Math.max(...losses.map((loss) => loss.missingMs));
  return [
    toFigure('kill.damaged', 'files of killed processes that are not intact', damaged, {
      atMost: 0,
    }),
    toFigure('kill.missing-ms', 'milliseconds before the kill that are missing', missingMs, {
      atMost: 100,
    }),
  ];
}

async function killOnce(
  { service, fingerprint256 }: BenchServerFacts,
  afterMs: number,
): Promise<Loss> {
  const folder = await mkdtemp(join(tmpdir(), 'pushscope-bench-kill-'));
  try {
    const child = await startChild('kill-child.ts', [folder, service, fingerprint256]);
    await delay(afterMs);
    const killedAt = Date.now();
    await child.stop('SIGKILL');
    const { recorded, hash, lastTime, integrity } = readRecordedStanzas(onlyRecording(folder));
    return {
      intact: integrity === 'ok' && hash === hashTexts(benchStanzas(recorded)),
      missingMs: lastTime === null ? afterMs : killedAt - Date.parse(lastTime),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
