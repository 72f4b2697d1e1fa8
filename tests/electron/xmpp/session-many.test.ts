import { describe, expect, it, onTestFinished } from 'vitest';
import { startPracticeServer, type PracticeServer } from '#services/practice/practice-server.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { logIn, startScriptedServer, type ScriptedPeer } from '#tests/support/scripted-server.ts';
import { createTestSessions, type TestSessions } from '#tests/support/test-sessions.ts';

const PING = "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

interface Fixture {
  readonly server: PracticeServer;
  readonly sessions: TestSessions;
  readonly all: readonly SessionSnapshot[];
}

async function createFixture(count: number): Promise<Fixture> {
  const server = await startPracticeServer();
  onTestFinished(() => server.stop());
  const sessions = createTestSessions();
  const all = await Promise.all(
    Array.from({ length: count }, () =>
      sessions.online({
        service: `xmpp://127.0.0.1:${server.tcpPort}`,
        trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
        connectTimeoutMs: 30_000,
      }),
    ),
  );
  return { server, sessions, all };
}

/** How each of the sessions fares with a request. */
async function askAll(
  { ask }: TestSessions,
  all: readonly SessionSnapshot[],
): Promise<(string | undefined)[]> {
  const exchanges = await Promise.all(all.map(({ id }) => ask(id, PING, 20_000)));
  return exchanges.map(({ outcome }) => outcome?.kind);
}

/** A session with a server that a test speaks for. */
async function connectToHostile(
  sessions: TestSessions,
): Promise<{ id: string; peer: ScriptedPeer }> {
  let give: (peer: ScriptedPeer) => void = () => undefined;
  const comes = new Promise<ScriptedPeer>((resolve) => (give = resolve));
  const server = await startScriptedServer(async (peer) => {
    await logIn(peer);
    give(peer);
  });
  const { id } = await sessions.online({ service: server.service, allowPlaintext: true });
  return { id, peer: await comes };
}

describe('twenty sessions', () => {
  it('have a colour each and answer at once', async () => {
    const { sessions, all } = await createFixture(20);
    const hues = all.map(({ hue }) => hue).sort((a, b) => a - b);
    expect(hues).toEqual(Array.from({ length: 20 }, (_, hue) => hue));
    expect(new Set(all.map(({ boundJid }) => boundJid)).size).toBe(20);
    expect(await askAll(sessions, all)).toEqual(Array.from({ length: 20 }, () => 'result'));
  }, 60_000);

  it.each([
    ['11 MiB', `<message><body>${'x'.repeat(11 * 1024 * 1024)}`],
    ['a deep tree', '<a>'.repeat(10_000)],
  ])(
    'outlive one that gets %s',
    async (_what, text) => {
      const { sessions, all } = await createFixture(19);
      const hostile = await connectToHostile(sessions);
      hostile.peer.send(text);
      await hostile.peer.until(/<stream:error><policy-violation [^]*<\/stream:stream>/);
      const ended = await sessions.ended(hostile.id);
      expect(ended.failure).toMatchObject({
        code: 'stanza-too-big',
        condition: 'policy-violation',
      });
      expect(await askAll(sessions, all)).toEqual(Array.from({ length: 19 }, () => 'result'));
      expect(sessions.service.list().filter(({ state }) => state === 'online')).toHaveLength(19);
    },
    60_000,
  );
});

describe('measuring the clock', () => {
  async function answerTime(answer: (id: string) => string) {
    const sessions = createTestSessions();
    const { id, peer } = await connectToHostile(sessions);
    const measuring = sessions.service.measureClock(id);
    const [, requestId = ''] = await peer.until(/<iq [^>]*id='([^']+)'[^]*urn:xmpp:time[^]*<\/iq>/);
    peer.send(answer(requestId));
    return { sessions, id, measured: await measuring };
  }

  const told = (utc: string) => (id: string) =>
    `<iq type='result' id='${id}' from='localhost'><time xmlns='urn:xmpp:time'><tzo>+02:00</tzo><utc>${utc}</utc></time></iq>`;

  it('compares with the middle of the round trip', async () => {
    const { measured, sessions, id } = await answerTime((requestId) =>
      told(new Date(Date.now() + 3_600_000).toISOString())(requestId),
    );
    if (!measured.ok) throw new Error(measured.error.what);
    const { offsetMs = 0, uncertaintyMs = 0 } = measured.value.clockOffset ?? {};
    expect(Math.abs(offsetMs - 3_600_000)).toBeLessThanOrEqual(uncertaintyMs + 1);
    expect(uncertaintyMs).toBeLessThan(2_000);
    expect(sessions.service.find(id)?.clockOffset).toEqual(measured.value.clockOffset);
  });

  it('knows a time in seconds no better than that', async () => {
    const { measured } = await answerTime(told('2026-01-01T00:00:00Z'));
    if (!measured.ok) throw new Error(measured.error.what);
    expect(measured.value.clockOffset?.uncertaintyMs).toBeGreaterThanOrEqual(500);
  });

  it.each([
    [
      'a refusal',
      (id: string) =>
        `<iq type='error' id='${id}' from='localhost'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      /refused with service-unavailable/,
    ],
    [
      'no time',
      (id: string) => `<iq type='result' id='${id}' from='localhost'/>`,
      /no time in UTC/,
    ],
    ['a bad time', told('yesterday'), /no time in UTC/],
  ])('explains %s', async (_what, answer, why) => {
    const { measured, sessions, id } = await answerTime(answer);
    expect(measured).toMatchObject({
      ok: false,
      error: { code: 'not-supported', why: expect.stringMatching(why) as string },
    });
    expect(sessions.service.find(id)?.clockOffset).toBeNull();
  });
});
