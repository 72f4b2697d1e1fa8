import { describe, expect, it } from 'vitest';
import {
  BOUND_JID,
  logIn,
  startScriptedServer,
  type ScriptedPeer,
} from '#tests/support/scripted-server.ts';
import { createTestSessions, type TestSessions } from '#tests/support/test-sessions.ts';

interface Fixture {
  readonly sessions: TestSessions;
  readonly sessionId: string;
  readonly peer: ScriptedPeer;
}

/** A session that is online with a server that then does what the test says. */
async function createFixture(): Promise<Fixture> {
  const sessions = createTestSessions();
  let give: (peer: ScriptedPeer) => void = () => undefined;
  const peerComes = new Promise<ScriptedPeer>((resolve) => (give = resolve));
  const server = await startScriptedServer(async (peer) => {
    await logIn(peer);
    give(peer);
  });
  const session = await sessions.online({ service: server.service, allowPlaintext: true });
  return { sessions, sessionId: session.id, peer: await peerComes };
}

const RESULT = (id: string, from = 'localhost'): string =>
  `<iq type='result' id='${id}' from='${from}' to='${BOUND_JID}'/>`;
const PING = (id: string): string =>
  `<iq type='get' id='${id}' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`;

describe('a session with a hostile server', () => {
  it.each([
    ['broken XML', '<message><body></message>', 'malformed-xml', 'not-well-formed'],
    [
      'a DOCTYPE',
      '<!DOCTYPE lolz [<!ENTITY a "b">]><presence/>',
      'malformed-xml',
      'restricted-xml',
    ],
    ['an entity', '<message><body>&xxe;</body></message>', 'malformed-xml', 'restricted-xml'],
    ['a NUL', '<message><body>\u0000</body></message>', 'malformed-xml', 'not-well-formed'],
    ['bare text', 'HTTP/1.1 400 Bad Request', 'malformed-xml', 'not-well-formed'],
    ['deep nesting', '<a>'.repeat(10_000), 'stanza-too-big', 'policy-violation'],
  ])('ends at %s with its reason', async (_what, text, code, condition) => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send(text);
    await peer.until(
      new RegExp(`<stream:error><${condition} [^>]*/></stream:error></stream:stream>`),
    );
    const session = await sessions.ended(sessionId);
    expect(session.failure).toMatchObject({ code, condition, step: 'online' });
    expect(sessions.text('in')).toContain(text.slice(0, 40));
  });

  it('ends at bytes that are no text', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send(Buffer.concat([Buffer.from('<presence/><message><body>gr'), Buffer.of(0xfc, 0xdf)]));
    await peer.until(/<stream:error><unsupported-encoding [^>]*\/><\/stream:error>/);
    const session = await sessions.ended(sessionId);
    expect(session.failure).toMatchObject({
      code: 'malformed-xml',
      condition: 'unsupported-encoding',
      why: 'It sent bytes that are not UTF-8, beginning with fc df.',
    });
    expect(sessions.text('in')).toContain('<message><body>gr');
    expect(sessions.text('in')).not.toContain('\uFFFD');
  });

  it('ends at more than 10 MiB', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send(`<message><body>${'x'.repeat(11 * 1024 * 1024)}`);
    const session = await sessions.ended(sessionId);
    expect(session.failure).toMatchObject({ code: 'stanza-too-big' });
    const entry = sessions.entries.find(({ bytes }) => bytes > 10 * 1024 * 1024);
    expect(entry?.xml.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('takes what is large but allowed', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    const body = 'y'.repeat(9 * 1024 * 1024);
    peer.send(`<message from='bob@localhost'><body>${body}</body></message>${RESULT('none')}`);
    const asked = sessions.ask(sessionId, PING('p1'));
    await peer.until(/id='p1'[^]*<\/iq>/);
    peer.send(RESULT('p1'));
    expect((await asked).outcome).toEqual({ kind: 'result' });
    expect(sessions.text('in')).toContain(body);
  });

  it('keeps bidi, scripts and split characters as they are', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    const message =
      '<message><body>\u202Egnp.exe \u{1F469}\u200D\u{1F680} &lt;script&gt;</body></message>';
    for (const byte of Buffer.from(message)) peer.send(Uint8Array.of(byte));
    const asked = sessions.ask(sessionId, PING('p1'));
    await peer.until(/id='p1'[^]*<\/iq>/);
    peer.send(RESULT('p1'));
    await asked;
    expect(sessions.text('in')).toContain(message);
    expect(sessions.text('in')).not.toContain('\uFFFD');
  });

  it('is not fooled by a foreign answer', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    const asked = sessions.ask(sessionId, PING('p1'));
    await peer.until(/id='p1'[^]*<\/iq>/);
    peer.send(RESULT('p1', 'mallory@localhost/x') + RESULT('p1'));
    const exchange = await asked;
    expect(exchange.foreignAnswers).toMatchObject([{ from: 'mallory@localhost/x' }]);
    const relations = sessions.entries.map(({ relation }) => relation);
    expect(relations).toEqual(expect.arrayContaining(['wrong-sender', 'answer']));
  });

  it('sends a second request with a used id when told to', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    const first = sessions.ask(sessionId, PING('p1'));
    const refused = await sessions.service.send(sessionId, PING('p1'), { timeoutMs: 5_000 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'duplicate-id' } });
    const sent = await sessions.service.send(sessionId, PING('p1'), {
      timeoutMs: 5_000,
      allowDuplicateId: true,
    });
    await peer.until(/id='p1'[^]*id='p1'[^]*<\/iq>/);
    peer.send(RESULT('p1') + "<iq type='error' id='p1' from='localhost'/>");
    expect((await first).outcome).toEqual({ kind: 'result' });
    const second = sent.ok ? await sent.value.exchange?.done : undefined;
    expect(second?.outcome).toEqual({ kind: 'error-without-reason' });
    expect(sessions.entries.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('The id "p1" is that of a request that still waits'),
    );
  });

  it('shows late and unasked answers as such', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    expect((await sessions.ask(sessionId, PING('p1'), 100)).outcome?.kind).toBe('timeout');
    const asked = sessions.ask(sessionId, PING('p2'));
    await peer.until(/id='p2'[^]*<\/iq>/);
    peer.send(RESULT('p1') + RESULT('never') + RESULT('p2'));
    await asked;
    const answers = sessions.entries.filter(({ direction, id }) => direction === 'in' && id);
    expect(answers.slice(-3).map(({ id, relation }) => [id, relation])).toEqual([
      ['p1', 'late'],
      ['never', 'unsolicited'],
      ['p2', 'answer'],
    ]);
    const [late] = sessions.service.exchanges();
    expect(late?.lateAnswers).toMatchObject([{ latencyMs: expect.any(Number) as number }]);
    expect(late?.lateAnswers[0]?.latencyMs).toBeGreaterThanOrEqual(99);
  });

  it('stays usable after an error without reason', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    const asked = sessions.ask(sessionId, PING('p1'));
    await peer.until(/id='p1'[^]*<\/iq>/);
    peer.send("<iq type='error' id='p1' from='localhost'/>");
    expect((await asked).outcome).toEqual({ kind: 'error-without-reason' });
    expect(sessions.service.find(sessionId)?.state).toBe('online');
  });

  it('shrugs at addresses that are none', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send("<message from='@' to='//'/><iq type='result' id='' from='a@'/><presence from=''/>");
    const asked = sessions.ask(sessionId, PING('p1'));
    await peer.until(/id='p1'[^]*<\/iq>/);
    peer.send(RESULT('p1'));
    expect((await asked).outcome).toEqual({ kind: 'result' });
  });

  it('tells a stream error with its text', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    const asked = sessions.ask(sessionId, PING('p1'));
    await peer.until(/id='p1'[^]*<\/iq>/);
    const ns = "xmlns='urn:ietf:params:xml:ns:xmpp-streams'";
    peer.send(
      `<stream:error><text ${ns}>Replaced by new connection</text><conflict ${ns}/></stream:error></stream:stream>`,
    );
    const session = await sessions.ended(sessionId);
    expect(session.failure).toMatchObject({
      code: 'stream-error',
      condition: 'conflict',
      text: 'Replaced by new connection',
    });
    expect((await asked).outcome).toMatchObject({ kind: 'disconnected' });
    await peer.until(/<\/stream:stream>/);
  });

  it('follows no see-other-host', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send(
      "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:1</see-other-host></stream:error>",
    );
    const session = await sessions.ended(sessionId);
    expect(session.failure).toMatchObject({ condition: 'see-other-host', text: '127.0.0.1:1' });
  });

  it('answers the closing tag of the server', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send('</stream:stream>');
    await peer.until(/<\/stream:stream>/);
    const session = await sessions.ended(sessionId);
    expect(session.failure).toMatchObject({ code: 'closed-by-server', step: 'online' });
  });

  it('keeps what was cut off', async () => {
    const { sessions, sessionId, peer } = await createFixture();
    peer.send('<message><body>half');
    peer.end();
    const session = await sessions.ended(sessionId);
    expect(session.failure?.code).toBe('closed-by-server');
    expect(sessions.entries.map(({ xml }) => xml)).toContain('<message><body>half');
  });

  it('answers requests of others', async () => {
    const { peer } = await createFixture();
    peer.send("<iq type='get' id='s1' from='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    await peer.until(/<iq type='result' id='s1' to='localhost'\/>/);
    peer.send("<iq type='set' id='s2' from='localhost'><a xmlns='urn:a'/></iq>");
    const [answer] = await peer.until(/<iq type='error' id='s2'[^]*<\/iq>/);
    expect(answer).toContain('service-unavailable');
  });
});
