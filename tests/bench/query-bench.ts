/** How long the window waits for the first page of a query's matches. */
import type { Page } from 'playwright-core';
import { ask } from '#tests/support/desktop.ts';
import { quantile, toFigure, type Figure } from './figure.ts';
import { benchQueries, type BenchQuery } from './inspector-queries.ts';

/** Lines that fill a tall window. */
const PAGE_LINES = 40;
/** A chat message in the middle. */
const SAMPLE_SEQ = 500_000;
/** A search that goes on for so long is cancelled, as a user would. */
const LIMIT_MS = 6_000;
/** A window hears of finds ten times a second; this looks more often. */
const AGAIN_MS = 20;

interface QueryTime extends BenchQuery {
  readonly firstPageMs: number;
  /** Until the last entry was looked at, or the search was cancelled. */
  readonly doneMs: number;
  readonly matching: number;
}

/** Asks every query of the list over the page's own bridge, one after the other. */
export async function benchQueryTimes(
  page: Page,
  recordingId: string,
  progress: (text: string) => void,
): Promise<readonly Figure[]> {
  const times: QueryTime[] = [];
  for (const query of benchQueries(await readSample(page, recordingId))) {
    times.push({ ...query, ...(await timeQuery(page, recordingId, query.text)) });
  }
  for (const { text, firstPageMs, doneMs, matching } of slowest(times)) {
    const facts = `${Math.round(firstPageMs)} ms, ended after ${Math.round(doneMs)} ms`;
    progress(`  ${facts}, ${matching} found: ${text}`);
  }
  const indexed = times.filter(({ manner }) => manner === 'indexed');
  const streamed = times.filter(({ manner }) => manner === 'streamed');
  const first = (list: readonly QueryTime[]): number[] => list.map((time) => time.firstPageMs);
  return [
    toFigure(
      'inspector.query-p95-ms',
      `milliseconds until the first page of ${indexed.length} queries, p95`,
      quantile(first(indexed), 0.95),
      { atMost: 100 },
    ),
    toFigure('inspector.query-max-ms', 'the same, slowest', Math.max(...first(indexed))),
    toFigure(
      'inspector.streamed-p95-ms',
      `the same for ${streamed.length} regular expressions and paths, p95`,
      quantile(first(streamed), 0.95),
    ),
    toFigure(
      'inspector.streamed-done-ms',
      'until the slowest of those has looked at every entry, or was cancelled',
      Math.max(...streamed.map(({ doneMs }) => doneMs)),
    ),
  ];
}

function slowest(times: readonly QueryTime[]): readonly QueryTime[] {
  return times.toSorted((a, b) => b.firstPageMs - a.firstPageMs).slice(0, 12);
}

/** Looks for a message with a body that is long enough. */
async function readSample(page: Page, recordingId: string) {
  for (let seq = SAMPLE_SEQ; ; seq += 1) {
    const entry = await ask(page, 'entry.read', { recordingId, seq });
    if (!entry.ok) throw new Error(entry.error.what);
    const { id, xml } = entry.value;
    const [, body = ''] = /<body>([^<&"]{40,400})<\/body>/.exec(xml) ?? [];
    if (id !== null && body !== '') return { id, body };
  }
}

function timeQuery(
  page: Page,
  recordingId: string,
  text: string,
): Promise<Pick<QueryTime, 'firstPageMs' | 'doneMs' | 'matching'>> {
  return page.evaluate(
    async ({ recordingId, text, wanted, limitMs, againMs }) => {
      const bridge = window.pushscope!;
      let changed = (): void => undefined;
      const unsubscribe = bridge.subscribe((batch) => {
        if (batch.some(({ name }) => name === 'query.changed')) changed();
      });
      const start = performance.now();
      const opened = await bridge.request('query.open', {
        ...{ recordingId, text, order: 'time', afterSeq: 0 },
      });
      if (!opened.ok) throw new Error(`${text}: ${opened.error.what} ${opened.error.why ?? ''}`);
      let query = opened.value;
      let firstPageMs = 0;
      for (;;) {
        const isFull = query.matching >= wanted || query.state !== 'searching';
        if (performance.now() - start > limitMs && query.state === 'searching') {
          firstPageMs ||= performance.now() - start;
          break;
        }
        if (firstPageMs === 0 && isFull) {
          const from = Math.max(query.first, query.end - wanted);
          const page = await bridge.request('query.lines', {
            ...{ queryId: query.id, from, count: wanted },
          });
          const expected = Math.min(wanted, query.end - query.first);
          if (!page.ok || page.value.lines.length < expected) throw new Error(`${text}: no lines`);
          firstPageMs = performance.now() - start;
        }
        if (query.state !== 'searching') break;
        await new Promise<void>((resolve) => {
          changed = resolve;
          setTimeout(resolve, againMs);
        });
        // Whatever the event said, this is how it stands now.
        const now = await bridge.request('query.follow', { queryId: query.id, follow: true });
        if (!now.ok) throw new Error(`${text}: ${now.error.what}`);
        query = now.value;
      }
      const doneMs = performance.now() - start;
      unsubscribe();
      await bridge.request('query.close', { queryId: query.id });
      return { firstPageMs, doneMs, matching: query.matching };
    },
    { recordingId, text, wanted: PAGE_LINES, limitMs: LIMIT_MS, againMs: AGAIN_MS },
  );
}
