import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppEvent } from '#shared/contract/channels.ts';
import { createLiveFeed, MAX_ROWS } from '#services/transcript/live-feed.ts';
import { buildEntry } from '#tests/support/entries.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createFeed() {
  const published: Pick<AppEvent, 'name' | 'payload'>[] = [];
  let entries = 0;
  const feed = createLiveFeed({
    recordingId: 'r1',
    events: { publish: (name, payload) => void published.push({ name, payload }) },
    status: () => ({
      recordingId: 'r1',
      entries,
      dropped: 0,
      trimmed: 0,
      perSecond: feed.perSecond(),
      bytes: 0,
    }),
    monotonicMs: () => performance.now(),
  });
  const append = (count: number) => {
    for (let added = 0; added < count; added += 1) {
      entries += 1;
      feed.appended(buildEntry({ seq: entries }));
    }
  };
  const payloads = (name: AppEvent['name']) =>
    published.filter((event) => event.name === name).map((event) => event.payload);
  return { feed, append, payloads };
}

describe('createLiveFeed', () => {
  it('sends the rows of a frame together', () => {
    const { append, payloads } = createFeed();
    append(3);
    vi.advanceTimersByTime(20);
    append(1);
    vi.advanceTimersByTime(20);
    expect(payloads('entries.appended')).toMatchObject([
      { recordingId: 'r1', firstSeq: 1, lastSeq: 3, rows: { length: 3 } },
      { firstSeq: 4, lastSeq: 4, rows: { length: 1 } },
    ]);
  });

  it('sends the newest rows of a burst', () => {
    const { append, payloads } = createFeed();
    append(5_000);
    vi.advanceTimersByTime(20);
    expect(payloads('entries.appended')).toMatchObject([
      { firstSeq: 1, lastSeq: 5_000, rows: { length: MAX_ROWS, 0: { seq: 5_001 - MAX_ROWS } } },
    ]);
  });

  it('tells the figures at most twice a second', () => {
    const { append, payloads } = createFeed();
    for (let tick = 0; tick < 100; tick += 1) {
      append(10);
      vi.advanceTimersByTime(20);
    }
    const sent = payloads('recording.changed').length;
    expect(sent).toBeGreaterThanOrEqual(3);
    expect(sent).toBeLessThanOrEqual(4);
  });

  it('tells that the rate has fallen to nought', () => {
    const { append, payloads } = createFeed();
    append(200);
    vi.advanceTimersByTime(3_000);
    expect(payloads('recording.changed')).toMatchObject([
      { entries: 200, perSecond: 200 },
      { entries: 200, perSecond: 0 },
    ]);
  });

  it('sends what is waiting when it ends', () => {
    const { feed, append, payloads } = createFeed();
    append(1);
    feed.dispose();
    expect(payloads('entries.appended')).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
