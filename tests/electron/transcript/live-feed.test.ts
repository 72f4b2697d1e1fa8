import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppEvent } from '#shared/contract/channels.ts';
import { createLiveFeed } from '#services/transcript/live-feed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createFeed() {
  const published: Pick<AppEvent, 'name' | 'payload'>[] = [];
  let entries = 0;
  const feed = createLiveFeed({
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
      feed.appended();
    }
  };
  const payloads = (name: AppEvent['name']) =>
    published.filter((event) => event.name === name).map((event) => event.payload);
  return { feed, append, payloads };
}

describe('createLiveFeed', () => {
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

  it('tells nothing after its end', () => {
    const { feed, append, payloads } = createFeed();
    append(1);
    feed.dispose();
    vi.advanceTimersByTime(3_000);
    expect(payloads('recording.changed')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
