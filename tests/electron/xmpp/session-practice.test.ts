import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '#services/practice/practice-server.ts';
import { startRecordingRelay } from '#tests/support/recording-relay.ts';
import { startScriptedServer } from '#tests/support/scripted-server.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

async function startServer(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const server = await startPracticeServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** Alice over STARTTLS with the server's certificate pinned. */
function asAlice(server: PracticeServer, port = server.tcpPort): Partial<ConnectInput> {
  return {
    service: `xmpp://127.0.0.1:${port}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
  };
}

const DISCO =
  "<iq type='get' id='d1' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";

describe('a session with the practice server', () => {
  it('sends the session IQ that is demanded', async () => {
    const server = await startServer({ backwardsCompatibleSession: true });
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    expect(session.facts.sessionIq).toBe('sent');
    expect((await sessions.ask(session.id, DISCO)).outcome).toEqual({ kind: 'result' });
  });

  it('gets no answer without it', async () => {
    const server = await startServer({ backwardsCompatibleSession: true });
    const sessions = createTestSessions();
    const session = await sessions.online({ ...asAlice(server), omitSessionIq: true });
    expect(session.facts.sessionIq).toBe('demanded');
    const { outcome } = await sessions.ask(session.id, DISCO, 300);
    expect(outcome).toEqual({ kind: 'timeout', afterMs: 300 });
  });

  it('needs none where it is not offered', async () => {
    const server = await startServer({ backwardsCompatibleSession: false });
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    expect(session.facts.sessionIq).not.toBe('sent');
    expect((await sessions.ask(session.id, DISCO)).outcome).toEqual({ kind: 'result' });
  });

  it('goes through its states in order', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const states: string[] = [];
    sessions.events.subscribe((batch) => {
      for (const event of batch) {
        if (event.name === 'session.changed' && states.at(-1) !== event.payload.state) {
          states.push(event.payload.state);
        }
      }
    });
    const session = await sessions.online(asAlice(server));
    await sessions.service.disconnect(session.id);
    sessions.events.flush();
    expect(states).toEqual([
      ...['connecting', 'secured', 'authenticated', 'bound', 'online'],
      ...['closing', 'offline'],
    ]);
    expect(sessions.service.find(session.id)?.failure).toBeNull();
  });

  it('records exactly what crosses before TLS', async () => {
    const server = await startServer();
    const relay = await startRecordingRelay(server.tcpPort);
    const sessions = createTestSessions();
    await sessions.online(asAlice(server, relay.port));
    const tlsAt = sessions.entries.findIndex(({ kind }) => kind === 'tls');
    const before = sessions.entries.slice(0, tlsAt);
    for (const [direction, bytes] of [
      ['out', relay.sent()],
      ['in', relay.received()],
    ] as const) {
      const entries = before.filter((entry) => entry.direction === direction);
      const text = entries.map(({ xml }) => xml).join('');
      const length = entries.reduce((sum, entry) => sum + entry.bytes, 0);
      expect(text).toBe(bytes.subarray(0, length).toString());
      // What follows on the wire is the first TLS record.
      expect(bytes[length]).toBe(0x16);
    }
  });

  it('records the headers inside TLS too', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    await sessions.online(asAlice(server));
    const headers = sessions.entries.filter(({ name }) => name === 'stream:stream');
    expect(headers.map(({ direction }) => direction)).toEqual([
      'out',
      'in',
      'out',
      'in',
      'out',
      'in',
    ]);
    expect(headers[2]?.xml).toContain('from="alice@localhost"');
  });

  it('survives bytes that come one by one', async () => {
    const server = await startServer();
    const relay = await startRecordingRelay(server.tcpPort, 1);
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server, relay.port));
    const body = 'žluťoučký kůň 🐎 \u202E';
    await sessions.service.send(
      session.id,
      `<message to='${session.boundJid}' type='chat'><body>${body}</body></message>`,
      { timeoutMs: 1_000 },
    );
    await sessions.ask(session.id, DISCO);
    expect(sessions.text('in')).toContain(`<body>${body}</body>`);
  });

  it('lets no password out', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const heard: unknown[] = [];
    sessions.events.subscribe((batch) => void heard.push(batch));
    const session = await sessions.online(asAlice(server));
    const failure = await sessions.refused({ ...asAlice(server), password: 'hunter-two' });
    sessions.events.flush();
    const everything = JSON.stringify([sessions.entries, heard, sessions.service.list(), failure]);
    for (const secret of ['alicepw', 'hunter-two']) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(Buffer.from(`\0alice\0${secret}`).toString('base64'));
    }
    const secrets = sessions.entries.filter(({ name }) =>
      /auth|challenge|response/.test(name ?? ''),
    );
    expect(secrets.filter(({ masked }) => !masked)).toEqual([]);
    expect(session.state).toBe('online');
  });

  it('keeps several sessions apart', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const alice = await sessions.online(asAlice(server));
    const bob = await sessions.online({
      ...asAlice(server),
      jid: 'bob@localhost',
      password: 'bobpw',
    });
    expect(alice.hue).not.toBe(bob.hue);
    const exchanges = await Promise.all([alice, bob].map(({ id }) => sessions.ask(id, DISCO)));
    expect(exchanges.map(({ outcome }) => outcome?.kind)).toEqual(['result', 'result']);
    expect(exchanges.map(({ sessionId }) => sessionId)).toEqual([alice.id, bob.id]);
  });

  it('marks entries and answers with their step', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    const context = { timeoutMs: 1_000, runId: 'r1', stepId: 'preflight' };
    const sent = await sessions.service.send(session.id, DISCO, context);
    const done = sent.ok ? await sent.value.exchange?.done : undefined;
    const marked = sessions.entries.filter(
      ({ runId, stepId }) => runId === 'r1' && stepId === 'preflight',
    );
    expect(marked.map(({ direction }) => direction)).toEqual(['out', 'in']);
    expect(marked[1]).toMatchObject({ relation: 'answer', replyTo: done?.requestSeq });
    expect(sessions.entries[(done?.answerSeq ?? 0) - 1]).toBe(marked[1]);
  });

  it('hands incoming stanzas to listeners', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    const names: string[] = [];
    const stop = sessions.service.onStanza(({ element }) => void names.push(element.name));
    await sessions.ask(session.id, DISCO);
    stop();
    await sessions.ask(session.id, DISCO);
    expect(names).toEqual(['iq']);
  });

  it('opens again with what it had', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    expect(await sessions.service.reopen(session.id)).toMatchObject({ error: { code: 'busy' } });
    sessions.service.drop(session.id);
    expect(sessions.service.find(session.id)).toMatchObject({ state: 'offline', failure: null });
    const again = await sessions.service.reopen(session.id);
    expect(again).toMatchObject({ ok: true, value: { id: session.id, state: 'online' } });
    expect((await sessions.ask(session.id, DISCO)).outcome).toEqual({ kind: 'result' });
  });

  it('drops without closing the stream', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    const pending = sessions.ask(
      session.id,
      "<iq type='get' id='q' to='bob@localhost/x'><a xmlns='urn:a'/></iq>",
    );
    sessions.service.drop(session.id);
    expect(sessions.text('out')).not.toContain('</stream:stream>');
    expect((await pending).outcome).toMatchObject({ kind: 'disconnected' });
    const late = await sessions.service.send(session.id, DISCO, { timeoutMs: 1_000 });
    expect(late).toMatchObject({ ok: false, error: { code: 'not-online' } });
  });

  it('leaves the list only when offline', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(server));
    expect(sessions.service.remove(session.id)).toMatchObject({ error: { code: 'busy' } });
    await sessions.service.disconnect(session.id);
    expect(sessions.service.remove(session.id)).toEqual({ ok: true, value: null });
    expect(sessions.service.list()).toEqual([]);
    expect(sessions.service.remove(session.id)).toMatchObject({ error: { code: 'not-found' } });
  });

  it('replaces failed attempts of the same account', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    await sessions.refused({ ...asAlice(server), password: 'wrong' });
    expect(sessions.service.list()).toMatchObject([{ state: 'offline' }]);
    await sessions.online(asAlice(server));
    expect(sessions.service.list()).toMatchObject([{ state: 'online' }]);
  });

  it('ends while it is still connecting', async () => {
    const relay = await startRecordingRelay((await startServer()).tcpPort);
    const sessions = createTestSessions();
    const connecting = sessions.refused({ service: `xmpp://127.0.0.1:${relay.port}` });
    const [session] = sessions.service.list();
    await sessions.service.disconnect(session?.id ?? '');
    expect(await connecting).toMatchObject({ code: 'closed-by-user' });
    expect(sessions.service.find(session?.id ?? '')).toMatchObject({
      state: 'offline',
      failure: null,
    });
  });

  it('does not wait for a server that is mute', async () => {
    const server = await startScriptedServer(async (peer) => {
      await peer.until(/<stream:stream[^>]*>/);
    });
    const sessions = createTestSessions();
    const connecting = sessions.refused({ service: server.service, connectTimeoutMs: 60_000 });
    await vi.waitFor(() => expect(sessions.text('out')).toContain('<stream:stream'), 10_000);
    const [session] = sessions.service.list();
    const begunMs = performance.now();
    const closed = sessions.service.disconnect(session?.id ?? '');
    expect(await connecting).toMatchObject({ code: 'closed-by-user' });
    await closed;
    // The library would wait for 61 s, and a close for 3 s.
    expect(performance.now() - begunMs).toBeLessThan(2_000);
  });

  it('ends all sessions when disposed', async () => {
    const server = await startServer();
    const sessions = createTestSessions();
    await sessions.online(asAlice(server));
    await sessions.service.dispose();
    expect(sessions.service.list()).toMatchObject([{ state: 'offline' }]);
    expect(sessions.text('out')).toMatch(/<\/stream:stream>$/);
  });
});
