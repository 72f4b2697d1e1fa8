import { describe, expect, it } from 'vitest';
import { behave, type GatewayBehaviour } from '#services/gateway/behaviour.ts';

const USUAL = { status: 200, body: 'null', delayMs: 0 };
const APNS_TOKEN = 'ab'.repeat(32);
const FCM_TOKEN = 'cXyz:APA91bExample-Token_0123456789';

function answerTo(
  behaviour: GatewayBehaviour,
  push: Partial<Parameters<typeof behave>[1]> = {},
): { status: number; body: string; delayMs: number } {
  const given = { apiVersion: 'v3', deviceId: FCM_TOKEN, service: 'fcm', ...push } as const;
  return behave(behaviour, given, USUAL);
}

describe('behaviour of the gateway towards all pushes', () => {
  it('is the usual one unless told otherwise', () => {
    expect(answerTo('as-usual')).toEqual(USUAL);
  });

  it('says 410 of every device in v3, and 500 in v2 as MongoosePush does', () => {
    expect(answerTo('device-gone')).toMatchObject({
      status: 410,
      body: '{"reason":"unregistered"}',
    });
    expect(answerTo('device-gone', { apiVersion: 'v2' })).toMatchObject({
      status: 500,
      body: '{"details":"Unregistered"}',
    });
  });

  it('answers later than a pool waits by default', () => {
    expect(answerTo('slow')).toMatchObject({ status: 200 });
    expect(answerTo('slow').delayMs).toBeGreaterThan(2_000);
  });

  it.each([
    ['apns', APNS_TOKEN, 200],
    ['apns', FCM_TOKEN, 400],
    ['fcm', FCM_TOKEN, 200],
    ['fcm', APNS_TOKEN, 400],
  ])('as a provider of %s answers to %s with %i', (service, deviceId, status) => {
    expect(answerTo('strict-tokens', { service, deviceId }).status).toBe(status);
  });

  it('words a refused token for v2 as the provider does', () => {
    const push = { apiVersion: 'v2', service: 'apns', deviceId: FCM_TOKEN } as const;
    expect(answerTo('strict-tokens', push).body).toBe('{"details":"BadDeviceToken"}');
  });
});
