import { describe, expect, it } from 'vitest';
import type { Discovery } from '#services/xmpp/discovery.ts';
import { fakeDiscovery, srvRecord, srvRecords } from '#tests/support/fake-discovery.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import { logIn, startScriptedServer } from '#tests/support/scripted-server.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';

/** A domain whose SRV records name these ports of this machine, in this order. */
function discoveryOf(ports: readonly number[]): Discovery {
  const records = ports.map((port, priority) => srvRecord('127.0.0.1', port, priority));
  return fakeDiscovery({ overTcp: srvRecords(...records) });
}

const account = { jid: 'alice@example.test', service: '', allowPlaintext: true };

describe('connecting by domain', () => {
  it('tries the next address when one refuses', async () => {
    const [dead = 0] = await findFreePorts(1);
    const { port, service } = await startScriptedServer(logIn);
    const sessions = createTestSessions({}, discoveryOf([dead, port]));
    const session = await sessions.online(account);
    expect(session.facts.service).toBe(service);
    const attempts = sessions.entries.filter(({ text }) => text.startsWith('Connecting'));
    expect(attempts).toHaveLength(2);
  });

  it('sums up what was tried', async () => {
    const [first = 0, second = 0] = await findFreePorts(2);
    const sessions = createTestSessions({}, discoveryOf([first, second]));
    const failure = await sessions.refused(account);
    expect(failure).toMatchObject({
      code: 'connection-refused',
      what: 'None of the 2 addresses of example.test worked.',
    });
    expect(failure.why).toContain(`xmpp://127.0.0.1:${first} refused the connection.`);
    expect(failure.why).toContain(`xmpp://127.0.0.1:${second} refused the connection.`);
    const connect = sessions.service.list()[0]?.ladder.find(({ step }) => step === 'connect');
    expect(connect?.state).toBe('failed');
    const bad = connect?.facts.filter(({ tone }) => tone === 'bad') ?? [];
    expect(bad.map(({ label, value }) => `${label}: ${value.replace(/\d+ ms/, 'N ms')}`)).toEqual([
      `Attempt: 127.0.0.1:${first}: refused after N ms`,
      `Given up: xmpp://127.0.0.1:${first} refused the connection.`,
      `Attempt: 127.0.0.1:${second}: refused after N ms`,
    ]);
  });

  it('stops at a server that answers', async () => {
    const { port } = await startScriptedServer((peer) => {
      peer.send('HTTP/1.1 400 Bad Request\r\n\r\n');
      return Promise.resolve();
    });
    const { port: second } = await startScriptedServer(logIn);
    const failure = await createTestSessions({}, discoveryOf([port, second])).refused(account);
    expect(failure.code).toBe('not-xmpp');
  });

  it('names a domain without the service', async () => {
    const discovery = fakeDiscovery({ overTcp: srvRecords(srvRecord('', 0)) });
    const failure = await createTestSessions({}, discovery).refused(account);
    expect(failure).toMatchObject({ code: 'name-not-found', step: 'resolve' });
  });

  it('ends while DNS is still asked', async () => {
    const discovery: Discovery = {
      ...fakeDiscovery({}),
      resolveSrv: () => new Promise(() => undefined),
    };
    const sessions = createTestSessions({}, discovery);
    const connecting = sessions.refused(account);
    await sessions.service.disconnect(sessions.service.list()[0]?.id ?? '');
    expect((await connecting).code).toBe('closed-by-user');
    expect(sessions.service.list()).toMatchObject([{ state: 'offline', failure: null }]);
  });
});
