/** Broken XML sent on purpose: what goes out, what the transcript has, what comes back. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPracticeServer, type PracticeServer } from '#services/practice/practice-server.ts';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';

const BROKEN = "<iq type=get id='b1'><ping xmlns='urn:xmpp:ping'/></iq>";
const CONSENT = { timeoutMs: 1_000, evenBroken: true };

async function practice(): Promise<PracticeServer> {
  const server = await startPracticeServer();
  onTestFinished(() => server.stop());
  return server;
}

function trusting(server: PracticeServer, service: string) {
  const trust = { kind: 'pinned', fingerprint256: server.fingerprint256 } as const;
  return service.startsWith('xmpp') ? { service, trust } : { service };
}

describe('broken XML on purpose', () => {
  it('ends the stream over TCP', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const { id } = await sessions.online(trusting(server, `xmpp://127.0.0.1:${server.tcpPort}`));
    const sent = await sessions.service.send(id, BROKEN, CONSENT);

    expect(sent).toMatchObject({ ok: true, value: { exchange: null } });
    const { failure } = await sessions.ended(id);
    expect(failure).toMatchObject({ code: 'stream-error' });
    expect(failure?.condition).toMatch(/not-well-formed$/);
    const entry = sessions.entries[sent.ok ? sent.value.entrySeq - 1 : -1];
    expect(entry).toMatchObject({ direction: 'out', xml: BROKEN, condition: 'not-well-formed' });
    expect(entry?.text).toMatch(/^Sent broken, as was asked for: /);
    expect(sessions.text('in')).toContain('not-well-formed');
  });

  it('is passed over in silence on WebSocket', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const service = `ws://127.0.0.1:${server.websocketPort}/ws-xmpp`;
    const { id } = await sessions.online({ service });
    const sent = await sessions.service.send(id, BROKEN, CONSENT);

    expect(sessions.entries[sent.ok ? sent.value.entrySeq - 1 : -1]?.xml).toBe(BROKEN);
    const ping = "<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
    expect((await sessions.ask(id, ping)).outcome).toEqual({ kind: 'result' });
    expect(sessions.text('in')).not.toContain('b1');
  });

  it('lets stream management count what a lenient server took', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const options = { ...DEFAULT_PROFILE_OPTIONS, streamManagement: 'count' as const };
    const connect = trusting(server, `xmpp://127.0.0.1:${server.tcpPort}`);
    const { id } = await sessions.online({ ...connect, options });
    const mismatched =
      "<iq type='get' id='b2' to='localhost'><ping xmlns='urn:xmpp:ping'></pong></iq>";
    await sessions.service.send(id, mismatched, CONSENT);
    const ping = "<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
    await sessions.ask(id, ping);
    await sessions.ask(id, ping.replace('p1', 'p2'));

    expect(sessions.text('in')).toContain("id='b2'");
    const session = sessions.service.find(id);
    expect(session?.state).toBe('online');
    await expect
      .poll(() => sessions.service.find(id)?.management)
      .toMatchObject({ sent: 3, acknowledged: 3 });
  });

  it('records what is written after unfinished text', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const { id } = await sessions.online(trusting(server, `xmpp://127.0.0.1:${server.tcpPort}`));
    await sessions.service.send(id, "<message to='bob@localhost'><body>", CONSENT);
    await sessions.service.send(id, '<presence/>', { timeoutMs: 1_000 });

    const out = sessions.entries.filter(({ direction }) => direction === 'out').slice(-2);
    expect(out.map(({ xml }) => xml)).toEqual([
      "<message to='bob@localhost'><body>",
      '<presence/>',
    ]);
  });

  it('needs consent', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const { id } = await sessions.online(trusting(server, `xmpp://127.0.0.1:${server.tcpPort}`));

    expect(await sessions.service.send(id, BROKEN, { timeoutMs: 1_000 })).toMatchObject({
      ok: false,
      error: { code: 'not-well-formed' },
    });
    expect(sessions.text('out')).not.toContain('b1');
    expect(sessions.service.find(id)?.state).toBe('online');
  });

  it('is refused over BOSH', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const service = `http://127.0.0.1:${server.websocketPort}/http-bind`;
    const { id } = await sessions.online({ service });

    expect(await sessions.service.send(id, BROKEN, CONSENT)).toMatchObject({
      ok: false,
      error: { code: 'not-possible' },
    });
    expect(sessions.service.find(id)?.state).toBe('online');
  });
});
