/** The real window while the bench server sends it so many stanzas a second. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { BEGIN, benchAccount } from './bench-account.ts';
import { onlyRecording, readRecordedStanzas, type RecordedStanzas } from './bench-recording.ts';
import type { BenchServerFacts } from './bench-server.ts';
import { startChild } from './children.ts';

/** Login is no part of these figures. */
const ITERATIONS = 4096;
/** The last second is recorded within this time. */
const PATIENCE_MS = 30_000;
const AGAIN_MS = 500;

/** How much comes, and how fast. */
export interface LiveTraffic {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Starts application and server, lets the stanzas come while `work` looks on, waits for the last, and ends.
 * @returns what `work` returned, and what was recorded
 */
export async function withLiveTraffic<Value>(
  { perSecond, seconds }: LiveTraffic,
  work: (desktop: Desktop) => Promise<Value>,
): Promise<{ readonly seen: Value; readonly recording: RecordedStanzas }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'pushscope-bench-live-'));
  const count = perSecond * seconds;
  const server = await startChild<BenchServerFacts>('bench-server.ts', [
    ...[ITERATIONS, count, perSecond],
  ]);
  try {
    const desktop = await startDesktop({ dataFolder, size: { width: 1280, height: 800 } });
    try {
      await begin(desktop, server.report);
      const seen = await work(desktop);
      await recorded(desktop, count);
      await desktop.dispose();
      return { seen, recording: readRecordedStanzas(onlyRecording(dataFolder)) };
    } finally {
      await desktop.dispose();
    }
  } finally {
    await server.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function begin({ page }: Desktop, facts: BenchServerFacts): Promise<void> {
  const session = await ask(page, 'session.connect', benchAccount(facts));
  if (!session.ok) throw new Error(`${session.error.what} ${session.error.why ?? ''}`);
  const request = { sessionId: session.value.id, xml: BEGIN, timeoutMs: 10_000 };
  const sent = await ask(page, 'stanza.send', request);
  if (!sent.ok) throw new Error(sent.error.what);
}

/** Waits until so many entries were recorded, and no more come. */
async function recorded({ page }: Desktop, count: number): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (let before = -1; performance.now() < end;) {
    const list = await ask(page, 'recording.list', {});
    const entries = list.ok ? (list.value.find(({ live }) => live)?.entries ?? 0) : 0;
    if (entries >= count && entries === before) return;
    before = entries;
    await page.waitForTimeout(AGAIN_MS);
  }
}
