import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPracticeServer, type PracticeServer } from '#services/practice/practice-server.ts';
import type { AwayMode } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { createTestSessions, type TestSessions } from '#tests/support/test-sessions.ts';

interface Fixture {
  readonly server: PracticeServer;
  readonly sessions: TestSessions;
  readonly alice: SessionSnapshot;
  readonly bob: SessionSnapshot;
  /** Bob says something to alice's account. */
  say(body: string): Promise<void>;
  goAway(mode: AwayMode): Promise<SessionSnapshot>;
  comeBack(): Promise<SessionSnapshot>;
}

const TIMEOUT = { timeoutMs: 2_000 };

async function createFixture(service?: (server: PracticeServer) => string): Promise<Fixture> {
  const server = await startPracticeServer({ websocketPort: 0 });
  onTestFinished(() => server.stop());
  const sessions = createTestSessions();
  const settings = {
    service: service?.(server) ?? `xmpp://127.0.0.1:${server.tcpPort}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    allowPlaintext: true,
  } as const;
  const alice = await sessions.online(settings);
  const bob = await sessions.online({ ...settings, jid: 'bob@localhost', password: 'bobpw' });
  await sessions.service.send(alice.id, '<presence/>', TIMEOUT);
  return {
    ...{ server, sessions, alice, bob },
    async say(body) {
      const message = `<message to='alice@localhost' type='chat'><body>${body}</body></message>`;
      await sessions.service.send(bob.id, message, TIMEOUT);
      await sessions.ask(bob.id, PING);
    },
    async goAway(mode) {
      const went = await sessions.service.goAway(alice.id, mode);
      if (!went.ok) throw new Error(went.error.what);
      return went.value;
    },
    async comeBack() {
      const back = await sessions.service.comeBack(alice.id);
      if (!back.ok) throw new Error(back.error.what);
      return back.value;
    },
  };
}

const PING = "<iq type='get' id='fence' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

describe('going away', () => {
  it.each([
    ['unavailable', 'online', '<presence type="unavailable"/>'],
    ['negative-priority', 'online', '<presence><priority>-1</priority></presence>'],
    ['inactive', 'online', '<inactive xmlns="urn:xmpp:csi:0"/>'],
    ['close', 'offline', '</stream:stream>'],
    ['drop', 'offline', ''],
    ['silent', 'online', ''],
  ] as const)('says so by %s', async (mode, state, words) => {
    const { sessions, goAway, alice } = await createFixture();
    expect(await goAway(mode)).toMatchObject({ state, away: mode, failure: null });
    expect(sessions.text('out').replaceAll("'", '"')).toContain(words);
    expect(sessions.service.find(alice.id)?.pendingExchanges).toBe(0);
  });

  it.each(['unavailable', 'negative-priority', 'close', 'drop'] as const)(
    'comes back from %s with a negative priority',
    async (mode) => {
      const { sessions, goAway, comeBack } = await createFixture();
      await goAway(mode);
      const before = sessions.entries.length;
      expect(await comeBack()).toMatchObject({ state: 'online', away: null });
      const sent = sessions.entries.slice(before).filter(({ name }) => name === 'presence');
      expect(sent.at(-1)?.xml).toContain('<priority>-1</priority>');
    },
  );

  it('comes back from inactive as active', async () => {
    const { sessions, goAway, comeBack } = await createFixture();
    await goAway('inactive');
    expect(await comeBack()).toMatchObject({ away: null });
    expect(sessions.text('out')).toMatch(/<active xmlns=['"]urn:xmpp:csi:0['"]\/>/);
  });

  it('needs a session that is online', async () => {
    const { sessions, alice } = await createFixture();
    await sessions.service.disconnect(alice.id);
    const went = await sessions.service.goAway(alice.id, 'unavailable');
    expect(went).toMatchObject({ ok: false, error: { code: 'not-online' } });
    const back = await sessions.service.comeBack(alice.id);
    expect(back).toMatchObject({ ok: false, error: { code: 'not-online' } });
  });

  it('forgets being away when the session ends', async () => {
    const { sessions, goAway, alice } = await createFixture();
    await goAway('unavailable');
    await sessions.service.disconnect(alice.id);
    expect(sessions.service.find(alice.id)).toMatchObject({ state: 'offline', away: null });
  });
});

describe('a silent session', () => {
  it.each([
    ['TCP with TLS', undefined],
    ['WebSocket', (server: PracticeServer) => `ws://127.0.0.1:${server.websocketPort}/ws-xmpp`],
  ])('reads nothing until it comes back over %s', async (_what, service) => {
    const { sessions, alice, say, goAway, comeBack } = await createFixture(service);
    await goAway('silent');
    await say('missed');
    expect(sessions.text('in')).not.toContain('missed');
    const arrived = new Promise<void>((resolve) =>
      sessions.service.onStanza(({ element }) => {
        if (element.name === 'message') resolve();
      }),
    );
    await comeBack();
    await arrived;
    expect(sessions.text('in')).toContain('missed');
    const notes = sessions.entries.filter(({ kind }) => kind === 'note').map(({ text }) => text);
    expect(notes).toEqual([expect.stringContaining('Silent'), 'Reading again.']);
    expect(sessions.service.find(alice.id)?.state).toBe('online');
  });

  it('lets requests time out', async () => {
    const { sessions, alice, goAway } = await createFixture();
    await goAway('silent');
    const { outcome, requestSeq } = await sessions.ask(alice.id, PING, 200);
    expect(outcome).toEqual({ kind: 'timeout', afterMs: 200 });
    expect(sessions.entries.at(-1)).toMatchObject({
      ...{ direction: 'local', kind: 'note', relation: 'timeout', replyTo: requestSeq },
    });
  });

  it('goes nowhere else before it is back', async () => {
    const { sessions, alice, goAway } = await createFixture();
    await goAway('silent');
    const went = await sessions.service.goAway(alice.id, 'unavailable');
    expect(went).toMatchObject({ ok: false, error: { code: 'busy' } });
  });

  it('still closes its stream properly', async () => {
    const { sessions, alice, goAway } = await createFixture();
    await goAway('silent');
    await sessions.service.disconnect(alice.id);
    expect(sessions.text('out')).toContain('</stream:stream>');
    expect(sessions.service.find(alice.id)).toMatchObject({ state: 'offline', away: null });
  });
});

/** Passes bytes on and tells how the client's connections ended. */
async function startWitness(
  targetPort: number,
): Promise<{ port: number; ending: Promise<string> }> {
  let tell: (ending: string) => void = () => undefined;
  const ending = new Promise<string>((resolve) => (tell = resolve));
  const sockets = new Set<Socket>();
  const witness = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) sockets.add(socket);
    client.pipe(target).pipe(client);
    client.on('error', (error: NodeJS.ErrnoException) => tell(error.code ?? ''));
    client.on('end', () => tell('FIN'));
    target.on('error', () => undefined);
  });
  await new Promise<void>((done) => witness.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => witness.close(done));
  });
  return { port: (witness.address() as AddressInfo).port, ending };
}

describe('dropping', () => {
  it.each([
    ['xmpp', ({ tcpPort }: PracticeServer) => tcpPort],
    ['ws', ({ websocketPort }: PracticeServer) => websocketPort ?? 0],
  ])('resets the connection over %s', async (scheme, portOf) => {
    const server = await startPracticeServer({ websocketPort: 0 });
    onTestFinished(() => server.stop());
    const { port, ending } = await startWitness(portOf(server));
    const sessions = createTestSessions();
    const path = scheme === 'ws' ? '/ws-xmpp' : '';
    const session = await sessions.online({
      service: `${scheme}://127.0.0.1:${port}${path}`,
      trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
      allowPlaintext: scheme === 'ws',
    });
    sessions.service.drop(session.id);
    expect(await ending).toBe('ECONNRESET');
  });
});
