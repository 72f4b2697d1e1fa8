import { describe, expect, it } from 'vitest';
import { createPushLog } from '#services/gateway/push-log.ts';
import type { ReceivedPush } from '#shared/contract/gateway.ts';

function push(id: string, rawBody = 'x'): ReceivedPush {
  return {
    id,
    rawBody,
    time: '2026-01-01T00:00:00.000Z',
    monotonicMs: 0,
    apiVersion: 'v3',
    deviceId: 't',
    service: 'apns',
    shape: 'alert',
    body: null,
    answer: { status: 200, body: 'null' },
  };
}

describe('push log', () => {
  it('keeps the newest entries', () => {
    const log = createPushLog({ maxEntries: 2, maxBytes: 100 });
    for (const id of ['a', 'b', 'c']) log.add(push(id));
    expect(log.all().map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('keeps what fits in bytes', () => {
    const log = createPushLog({ maxEntries: 10, maxBytes: 10 });
    for (const id of ['a', 'b', 'c']) log.add(push(id, '12345'));
    expect(log.all().map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('keeps the newest however large', () => {
    const log = createPushLog({ maxEntries: 10, maxBytes: 10 });
    log.add(push('a'));
    log.add(push('b', 'x'.repeat(100)));
    expect(log.all().map(({ id }) => id)).toEqual(['b']);
    log.add(push('c'));
    expect(log.all().map(({ id }) => id)).toEqual(['c']);
  });
});
