import { describe, expect, it } from 'vitest';
import { judgePush } from '#services/gateway/push-answer.ts';

const VALID = '{"service":"apns","alert":{"body":"b","title":"t"}}';

describe('push answer', () => {
  it.each([
    ['v3', 'token', 200, 'null'],
    ['v2', 'token', 200, 'null'],
    ['v3', 'fail-400-x', 400, '{"reason":"invalid_request"}'],
    ['v3', 'fail-410-x', 410, '{"reason":"unregistered"}'],
    ['v3', 'fail-413', 413, '{"reason":"payload_too_large"}'],
    ['v3', 'fail-429', 429, '{"reason":"too_many_requests"}'],
    ['v3', 'fail-500-x', 500, '{"reason":"service_internal"}'],
    ['v3', 'fail-503-x', 503, '{"reason":"service_internal"}'],
    ['v2', 'fail-410-x', 500, '{"details":"Unregistered"}'],
    ['v3', 'fail-999', 200, 'null'],
    ['v3', 'drop-it', 0, ''],
  ] as const)('on %s for %s is %i %s', (version, deviceId, status, body) => {
    expect(judgePush(version, deviceId, VALID).answer).toEqual({ status, body, delayMs: 0 });
  });

  it('waits as the device id says', () => {
    expect(judgePush('v3', 'slow-3000-x', VALID).answer.delayMs).toBe(3_000);
    expect(judgePush('v3', 'slow-999999999', VALID).answer.delayMs).toBe(60_000);
  });

  it('refuses in MongoosePush’s words', () => {
    const body = VALID.replace('apns', 'carrier-pigeon');
    expect(judgePush('v3', 'fail-410', body)).toMatchObject({
      shape: 'invalid',
      service: 'carrier-pigeon',
      answer: {
        status: 422,
        body: '{"errors":[{"message":"Invalid value for enum","source":{"pointer":"/service"},"title":"Invalid value"}]}',
      },
    });
  });

  it.each(['', '{', 'nonsense', '['.repeat(1_000) + ']'.repeat(1_000)])('is 400 for %j', (body) => {
    expect(judgePush('v3', 't', body)).toMatchObject({
      shape: 'invalid',
      json: null,
      answer: { status: 400 },
    });
  });

  it.each(['[]', '1', 'null', '"x"'])('is 422 for %s', (body) => {
    expect(judgePush('v3', 't', body).answer.status).toBe(422);
  });
});
