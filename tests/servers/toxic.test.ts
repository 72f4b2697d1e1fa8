import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { XmlNode } from '#shared/xml/node.ts';
import { missingEjabberd, startEjabberd, type Ejabberd } from '#tests/support/ejabberd.ts';
import { pushRequests } from '#tests/support/push-requests.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import {
  createTestSessions,
  type ConnectInput,
  type TestSessions,
} from '#tests/support/test-sessions.ts';
import { startToxicProxy } from '#tests/support/toxic-proxy.ts';

/** Short, because every byte of its stanzas is passed on alone. */
const DOMAIN = 'x.test';
const MESSAGES = 10_000;

const ping = (id: string): string =>
  `<iq type='get' id='${id}' to='${DOMAIN}'><ping xmlns='urn:xmpp:ping'/></iq>`;
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

describeWhen(missingEjabberd(), 'a session over a bad network', () => {
  let server: Ejabberd;
  beforeAll(async () => void (server = await startEjabberd({ domain: DOMAIN })));
  afterAll(() => server.stop());

  const sessionsOf = () => createTestSessions({ private: server.caPem });
  const overTls = (port: number, part: Partial<ConnectInput> = {}): Partial<ConnectInput> => ({
    jid: `alice@${DOMAIN}`,
    service: `xmpp://127.0.0.1:${port}`,
    trust: { kind: 'ca-file', caId: 'private' },
    connectTimeoutMs: 10_000,
    ...part,
  });
  const inClear = (port: number, part: Partial<ConnectInput> = {}): Partial<ConnectInput> =>
    overTls(port, { trust: { kind: 'system' }, ...part });
  const asBob = { jid: `bob@${DOMAIN}`, password: 'bobpw', resource: 'b' } as const;

  async function runPush(sessions: TestSessions, sessionId: string): Promise<void> {
    for (const [step, xml] of Object.entries(pushRequests(DOMAIN))) {
      const { outcome } = await sessions.ask(sessionId, xml, 10_000);
      expect([step, outcome]).toEqual([step, { kind: 'result' }]);
    }
  }

  it('runs a push under latency and low bandwidth', async () => {
    const proxy = await startToxicProxy(server.c2sPort);
    proxy.set({ latencyMs: 40, bytesPerSecond: 40_000, sliceBytes: 400 });
    const sessions = sessionsOf();
    const { id, ladder } = await sessions.online(overTls(proxy.port));
    expect(ladder.find(({ step }) => step === 'tls')?.durationMs).toBeGreaterThan(80);
    await runPush(sessions, id);
    expect((await sessions.ask(id, ping('slow'))).latencyMs).toBeGreaterThan(80);
    proxy.set({ latencyMs: 0, bytesPerSecond: 0, sliceBytes: 0 });
    expect((await sessions.ask(id, ping('fast'))).latencyMs).toBeLessThan(80);
  });

  it('runs a push over TLS in single bytes', async () => {
    const proxy = await startToxicProxy(server.c2sPort);
    proxy.set({ sliceBytes: 1 });
    const sessions = sessionsOf();
    const { id } = await sessions.online(overTls(proxy.port));
    await runPush(sessions, id);
  });

  it('reads 10,000 stanzas exactly in single bytes', async () => {
    const proxy = await startToxicProxy(server.clearPort);
    const alice = sessionsOf();
    const bob = sessionsOf();
    await alice.online(inClear(proxy.port, { resource: 'a' }));
    const { id: bobId } = await bob.online(inClear(server.clearPort, asBob));
    proxy.set({ sliceBytes: 1 });
    const bodies = Array.from({ length: MESSAGES }, (_, index) => `🐎${index}𝄞`);
    const arrived: string[] = [];
    const all = new Promise<void>((resolve) => {
      alice.service.onStanza(({ element }) => {
        if (element.name !== 'message') return;
        arrived.push(element.children.map(textOf).join(''));
        if (arrived.length === MESSAGES) resolve();
      });
    });
    for (const body of bodies) {
      const message = `<message to='alice@${DOMAIN}/a'><body>${body}</body></message>`;
      await bob.service.send(bobId, message, { timeoutMs: 1_000 });
    }
    await all;
    expect(sha256(arrived.join('\n'))).toBe(sha256(bodies.join('\n')));
    // Not only the bodies: the transcript is, byte for byte, what the server sent after the login.
    expect(sha256(messagesOf(alice.text('in')))).toBe(
      sha256(messagesOf(proxy.received().toString())),
    );
  }, 300_000);

  it('ends one session on a reset', async () => {
    const proxy = await startToxicProxy(server.c2sPort);
    const sessions = sessionsOf();
    const alice = await sessions.online(overTls(proxy.port));
    const bob = await sessions.online(overTls(server.c2sPort, asBob));
    const waiting = sessions.service.send(alice.id, ping('cut'), { timeoutMs: 5_000 });
    proxy.reset();
    const { failure } = await sessions.ended(alice.id);
    expect(failure).toMatchObject({ code: 'closed-by-server', step: 'online' });
    const sent = await waiting;
    const exchange = sent.ok ? await sent.value.exchange?.done : undefined;
    expect(exchange?.outcome).toMatchObject({ kind: 'disconnected' });
    expect(sessions.service.find(bob.id)?.state).toBe('online');
    expect((await sessions.ask(bob.id, ping('alive'))).outcome).toEqual({ kind: 'result' });
  });

  it.each([
    ['<stream:stream', 'stream'],
    ['<auth', 'authenticate'],
    ['<bind', 'bind'],
  ])('names where a reset at %s came', async (text, step) => {
    const proxy = await startToxicProxy(server.clearPort);
    proxy.resetAt(text);
    const failure = await sessionsOf().refused(inClear(proxy.port));
    expect(failure).toMatchObject({ code: 'closed-by-server', step });
    expect(`${failure.what} ${failure.why} ${failure.next}`).not.toMatch(/ECONNRESET|undefined/);
  });

  it('notices a peer that vanished', async () => {
    const proxy = await startToxicProxy(server.c2sPort);
    const sessions = sessionsOf();
    const { id } = await sessions.online(overTls(proxy.port));
    proxy.vanish();
    const { outcome } = await sessions.ask(id, ping('lost'), 400);
    expect(outcome).toEqual({ kind: 'timeout', afterMs: 400 });
    // Leaving does not wait for a server that will never answer.
    await sessions.service.disconnect(id);
    expect(sessions.service.find(id)?.state).toBe('offline');
  });

  it('names where a peer vanished', async () => {
    const proxy = await startToxicProxy(server.c2sPort);
    proxy.vanish();
    const failure = await sessionsOf().refused(overTls(proxy.port, { connectTimeoutMs: 400 }));
    expect(failure).toMatchObject({ code: 'connect-timeout', step: 'stream' });
    expect(failure.why).toContain('did not answer the opened stream');
  });
});

/** From the first message to the last; before it are credentials, which a transcript masks. */
function messagesOf(text: string): string {
  return text.slice(text.indexOf('<message'), text.lastIndexOf('</message>'));
}

function textOf(node: XmlNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}
