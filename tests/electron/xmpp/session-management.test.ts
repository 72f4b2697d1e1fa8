import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '#services/practice/practice-server.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  type SessionSnapshot,
  type StreamManagementMode,
} from '#shared/contract/session.ts';
import { logIn, startScriptedServer, type ScriptedPeer } from '#tests/support/scripted-server.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

const PING = "<iq type='get' id='fence' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

function managed(
  server: PracticeServer,
  streamManagement: StreamManagementMode,
): Partial<ConnectInput> {
  return {
    service: `xmpp://127.0.0.1:${server.tcpPort}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    options: { ...DEFAULT_PROFILE_OPTIONS, streamManagement },
  };
}

async function createFixture(
  mode: StreamManagementMode,
  options: PracticeServerOptions = {},
): Promise<
  ReturnType<typeof createTestSessions> & { alice: SessionSnapshot; server: PracticeServer }
> {
  const server = await startPracticeServer(options);
  onTestFinished(() => server.stop());
  const sessions = createTestSessions();
  return { ...sessions, server, alice: await sessions.online(managed(server, mode)) };
}

const rungOf = ({ ladder }: SessionSnapshot) => ladder.find(({ step }) => step === 'management');

describe('stream management', () => {
  it('is not asked for by default', async () => {
    const { alice, text } = await createFixture('off');
    expect(alice.management).toBeNull();
    expect(text('out')).not.toContain('urn:xmpp:sm:3');
    expect(rungOf(alice)).toBeUndefined();
  });

  it('is enabled behind the session IQ and counted', async () => {
    const { service, alice, ask, text } = await createFixture('count');
    expect(alice.management).toMatchObject({ sent: 0, received: 0, resumable: false });
    expect(rungOf(alice)).toMatchObject({ state: 'done', facts: [{ value: 'enabled' }] });
    await ask(alice.id, PING);
    await ask(alice.id, PING);
    // The server asks behind each answer, and is asked behind each request.
    await vi.waitFor(
      () =>
        expect(service.find(alice.id)?.management).toEqual({
          ...{ sent: 2, acknowledged: 2, received: 2, reported: 2 },
          ...{ resumable: false, resumed: false },
        }),
      10_000,
    );
    expect(text('out')).toMatch(/xmpp-session.*<enable xmlns=['"]urn:xmpp:sm:3['"]\/>/);
  });

  it('is counted when the user enables it by hand', async () => {
    const { service, alice, ask } = await createFixture('off');
    const enable = "<enable xmlns='urn:xmpp:sm:3'/>";
    await service.send(alice.id, enable, { timeoutMs: 1_000 });
    await ask(alice.id, PING);
    await ask(alice.id, PING);
    expect(service.find(alice.id)).toMatchObject({
      state: 'online',
      management: { sent: 2, received: 2, resumable: false },
    });
  });

  it('keeps resumption ids out of entries', async () => {
    const { alice, entries, service, events } = await createFixture('resume');
    expect(alice.management?.resumable).toBe(true);
    const enabled = entries.find(({ name }) => name === 'enabled');
    expect(enabled).toMatchObject({ masked: true, id: null });
    expect(enabled?.xml).toMatch(/id='\[\d+ bytes hidden\]'/);
    events.flush();
    expect(JSON.stringify(service.list())).not.toMatch(/previousId|previd/);
  });

  it('resumes after a reset and gets what was missed', async () => {
    const { service, server, alice, online, text, entries, ask } = await createFixture('resume');
    await service.send(alice.id, '<presence/>', { timeoutMs: 1_000 });
    const bob = await online({
      ...managed(server, 'off'),
      jid: 'bob@localhost',
      password: 'bobpw',
    });
    await ask(alice.id, PING);
    service.drop(alice.id);
    const message = `<message to='${alice.boundJid}' type='chat'><body>meanwhile</body></message>`;
    await service.send(bob.id, message, { timeoutMs: 1_000 });
    await ask(bob.id, PING);
    const arrived = new Promise<void>((resolve) =>
      service.onStanza(({ element }) => {
        if (element.name === 'message') resolve();
      }),
    );
    const reopened = await service.reopen(alice.id);
    expect(reopened).toMatchObject({
      ok: true,
      value: { state: 'online', boundJid: alice.boundJid, management: { resumed: true } },
    });
    await arrived;
    expect(text('in')).toContain('meanwhile');
    expect((await ask(alice.id, PING)).outcome).toEqual({ kind: 'result' });
    expect(entries.map((entry) => entry.text)).toContainEqual(
      expect.stringContaining('The stream goes on where it was interrupted'),
    );
  });

  it('binds anew when the stream is gone, and says so', async () => {
    const { service, alice, entries, server } = await createFixture('resume', {
      resumeTimeoutMs: 1,
    });
    service.drop(alice.id);
    // The server forgets the stream when it answers others.
    const other = createTestSessions();
    await other.online({ ...managed(server, 'off'), jid: 'bob@localhost', password: 'bobpw' });
    const reopened = await service.reopen(alice.id);
    expect(reopened).toMatchObject({ ok: true, value: { management: { resumed: false } } });
    expect(entries.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('a new one is bound'),
    );
  });

  it('resumes nothing after a proper close', async () => {
    const { service, alice, text } = await createFixture('resume');
    await service.disconnect(alice.id);
    await service.reopen(alice.id);
    expect(text('out')).not.toContain('<resume');
  });
});

describe('stream management with a hostile server', () => {
  async function withServer(script: (peer: ScriptedPeer) => void) {
    const sessions = createTestSessions();
    const server = await startScriptedServer(async (peer) => {
      await logIn(peer);
      await peer.until(/<enable xmlns='urn:xmpp:sm:3'\/>/);
      peer.send("<enabled xmlns='urn:xmpp:sm:3'/>");
      script(peer);
    });
    const session = await sessions.online({ service: server.service, allowPlaintext: true });
    await sessions.service.send(session.id, "<enable xmlns='urn:xmpp:sm:3'/>", {
      timeoutMs: 1_000,
    });
    return { sessions, session };
  }

  it('ends the stream at an impossible count', async () => {
    const { sessions, session } = await withServer((peer) =>
      peer.send("<a xmlns='urn:xmpp:sm:3' h='7'/>"),
    );
    const { failure } = await sessions.ended(session.id);
    expect(failure).toMatchObject({ code: 'stream-error', condition: 'undefined-condition' });
    expect(failure?.why).toContain('acknowledged 7 stanzas, and 0 were sent');
    expect(sessions.text('out')).toContain(
      "<undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><handled-count-too-high xmlns='urn:xmpp:sm:3' h='7' send-count='0'/></stream:error></stream:stream>",
    );
  });

  // The library's own books raise a TypeError here (library facts 17).
  it('survives acknowledgements of what was written past the library', async () => {
    let answer: (peer: ScriptedPeer) => void = () => undefined;
    const ready = new Promise<ScriptedPeer>((resolve) => (answer = resolve));
    const { sessions, session } = await withServer((peer) => answer(peer));
    const peer = await ready;
    const asked = sessions.ask(session.id, PING);
    await peer.until(/id='fence'/);
    peer.send("<a xmlns='urn:xmpp:sm:3' h='1'/><iq type='result' id='fence' from='localhost'/>");
    expect((await asked).outcome).toEqual({ kind: 'result' });
    expect(sessions.service.find(session.id)).toMatchObject({
      state: 'online',
      management: { sent: 1, acknowledged: 1, received: 1 },
    });
  });
});
