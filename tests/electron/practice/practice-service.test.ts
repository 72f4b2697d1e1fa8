import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEventHub } from '#services/event-hub.ts';
import type { GatewayBehaviour } from '#services/gateway/behaviour.ts';
import { createPracticeService } from '#services/practice/practice-service.ts';
import type { AppEvent } from '#shared/contract/channels.ts';
import { logIn, sendQuietly } from '#tests/support/golden-clients.ts';
import { connectTcp } from '#tests/support/golden-connection.ts';

const disposals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0)) await dispose();
});

function setUp() {
  const events = createEventHub(0);
  const heard: AppEvent[] = [];
  events.subscribe((batch) => heard.push(...batch));
  const behaviours: GatewayBehaviour[] = [];
  const service = createPracticeService({
    events,
    gatewayUrl: () => Promise.resolve(''),
    behaveGateway: (behaviour) => void behaviours.push(behaviour),
  });
  disposals.push(() => service.dispose());
  return { service, events, heard, behaviours };
}

const DEFAULTS = { backwardsCompatibleSession: true };

async function start(service: ReturnType<typeof setUp>['service'], options = {}) {
  const started = await service.start({ ...DEFAULTS, ...options });
  if (!started.ok) throw new Error(started.error.what);
  return started.value;
}

function portOf(service: string | null): number {
  return Number(/:(\d+)/.exec(service ?? '')?.[1] ?? 0);
}

describe('practice service', () => {
  it('tells where it can be reached', async () => {
    const { service } = setUp();
    const snapshot = await start(service);
    expect(snapshot).toMatchObject({
      running: true,
      domain: 'localhost',
      pubsubJid: 'pubsub.localhost',
      virtualHost: 'push.localhost',
      backwardsCompatibleSession: true,
    });
    expect(snapshot.accounts[0]).toEqual({ jid: 'alice@localhost', password: 'alicepw' });
    expect(snapshot.tcpService).toMatch(/^xmpp:\/\/127\.0\.0\.1:\d+$/);
    expect(snapshot.websocketService).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/ws-xmpp$/);
    expect(snapshot.fingerprint256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps running when asked for the same', async () => {
    const { service } = setUp();
    const [first, second] = [await start(service), await start(service)];
    expect(second).toEqual(first);
  });

  it('is planted with a misconfiguration, and rid of it by the next start', async () => {
    const { service, behaviours } = setUp();
    const planted = await start(service, { plant: 'device-gone' });
    expect(planted.plant).toBe('device-gone');
    const plain = await start(service);
    expect(plain).toMatchObject({ running: true, plant: null });
    expect(plain.tcpService).not.toBe(planted.tcpService);
    await service.stop();
    expect(behaviours).toEqual(['device-gone', 'as-usual', 'as-usual', 'as-usual']);
  });

  it('starts anew with other settings', async () => {
    const { service } = setUp();
    const first = await start(service);
    const second = await start(service, { backwardsCompatibleSession: false });
    expect(second.backwardsCompatibleSession).toBe(false);
    expect(second.fingerprint256).not.toBe(first.fingerprint256);
  });

  it('closes its ports when stopped', async () => {
    const { service } = setUp();
    const { tcpService } = await start(service);
    const client = await connectTcp(portOf(tcpService));
    expect(await service.stop()).toMatchObject({ running: false, tcpService: null });
    expect(await client.closed(1000)).toBe(true);
    await expect(connectTcp(portOf(tcpService))).rejects.toThrow('ECONNREFUSED');
  });

  it('announces starting and stopping', async () => {
    const { service, events, heard } = setUp();
    await start(service);
    await service.stop();
    events.flush();
    const states = heard.map(({ name, payload }) => [
      name,
      'running' in payload && payload.running,
    ]);
    expect(states).toEqual([
      ['practice.changed', true],
      ['practice.changed', false],
    ]);
  });

  it('explains a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    disposals.push(() => new Promise((resolve) => other.close(() => resolve())));
    const address = other.address();
    const tcpPort = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { service } = setUp();
    const started = await service.start({ ...DEFAULTS, tcpPort });
    expect(started).toMatchObject({ ok: false, error: { code: 'port-taken' } });
    expect(service.snapshot().running).toBe(false);
  });

  it('does one thing after the other', async () => {
    const { service } = setUp();
    const outcomes = await Promise.all([
      service.start(DEFAULTS),
      service.stop(),
      service.start(DEFAULTS),
    ]);
    expect(outcomes.map((outcome) => ('ok' in outcome ? outcome.ok : outcome.running))).toEqual([
      true,
      false,
      true,
    ]);
    expect(service.snapshot().running).toBe(true);
  });

  it('pushes to where the gateway has moved', async () => {
    const { service, events } = setUp();
    const { tcpService } = await start(service);
    const pushed = new Promise<string>((resolve) => {
      const gateway = createHttpServer((request, response) => {
        resolve(request.url ?? '');
        response.end();
      });
      gateway.listen(0, '127.0.0.1', () => {
        const address = gateway.address();
        const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
        const url = `http://127.0.0.1:${port}`;
        events.publish('gateway.changed', { running: true, url, received: 0 });
        events.flush();
        void sendToSleeper(portOf(tcpService));
      });
      disposals.push(() => new Promise((closed) => gateway.close(() => closed())));
    });
    expect(await pushed).toBe('/v3/notification/token-1');
  });
});

/** Alice enables push without being available; bob writes to her. */
async function sendToSleeper(tcpPort: number): Promise<void> {
  const login = { server: { tcpPort }, resource: 'r', until: 'session' } as const;
  const alice = await logIn({ ...login, conn: 'alice', presence: null });
  const field = (name: string, value: string): string =>
    `<field var='${name}'><value>${value}</value></field>`;
  await sendQuietly(
    alice,
    `<iq type='set' id='e'><enable xmlns='urn:xmpp:push:0' jid='push.localhost' node='n'>` +
      `<x xmlns='jabber:x:data' type='submit'>` +
      field('FORM_TYPE', 'http://jabber.org/protocol/pubsub#publish-options') +
      field('device_id', 'token-1') +
      field('service', 'fcm') +
      `</x></enable></iq>`,
  );
  const bob = await logIn({ ...login, conn: 'bob', presence: null });
  bob.send(`<message to='alice@localhost' type='chat'><body>hello</body></message>`);
}
