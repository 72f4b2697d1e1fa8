import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startPracticeServer, type PracticeServer } from '#services/practice/practice-server.ts';
import type { SessionServiceOptions } from '#services/xmpp/session-service.ts';
import { DEFAULT_PROFILE_OPTIONS, type ProfileOptions } from '#shared/contract/session.ts';
import { startRecordingRelay, type RecordingRelay } from '#tests/support/recording-relay.ts';
import { createTestSessions, type TestSessions } from '#tests/support/test-sessions.ts';

interface Fixture {
  readonly server: PracticeServer;
  readonly relay: RecordingRelay;
  readonly sessions: TestSessions;
  readonly sessionId: string;
}

/** A session through a relay that can be cut; it connects again at once unless told otherwise. */
async function createFixture(
  options: Partial<ProfileOptions> = {},
  part: Partial<SessionServiceOptions> = {},
): Promise<Fixture> {
  const server = await startPracticeServer();
  onTestFinished(() => server.stop());
  const relay = await startRecordingRelay(server.tcpPort);
  const sessions = createTestSessions({}, undefined, null, { random: () => 0, ...part });
  const { id } = await sessions.online({
    service: `xmpp://127.0.0.1:${relay.port}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    options: { ...DEFAULT_PROFILE_OPTIONS, reconnect: true, ...options },
  });
  return { server, relay, sessions, sessionId: id };
}

const PING = "<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

function states({ entries }: TestSessions): string[] {
  return entries.filter(({ kind }) => kind === 'state').map(({ text }) => text);
}

function untilOnlineAgain({ sessions, sessionId }: Fixture): Promise<void> {
  return vi.waitFor(() => {
    expect(states(sessions).filter((text) => text === 'Online')).toHaveLength(2);
    expect(sessions.service.find(sessionId)?.state).toBe('online');
  }, 10_000);
}

describe('reconnecting', () => {
  it('brings a lost session back', async () => {
    const fixture = await createFixture();
    const { relay, sessions, sessionId } = fixture;
    relay.cut();
    await untilOnlineAgain(fixture);
    expect(states(sessions)).toContain('Connecting again in 0.0 s, attempt 1');
    expect(sessions.service.find(sessionId)).toMatchObject({ failure: null, reconnect: null });
    expect(sessions.service.find(sessionId)?.ladder.at(-1)?.step).toBe('online');
    expect((await sessions.ask(sessionId, PING)).outcome).toEqual({ kind: 'result' });
  });

  it('resumes the stream where that is wanted', async () => {
    const fixture = await createFixture({ streamManagement: 'resume' });
    const before = fixture.sessions.service.find(fixture.sessionId)?.boundJid;
    fixture.relay.cut();
    await untilOnlineAgain(fixture);
    expect(fixture.sessions.service.find(fixture.sessionId)).toMatchObject({
      boundJid: before,
      management: { resumed: true },
    });
  });

  it('waits while the server is away, until the user ends it', async () => {
    const { relay, sessions, sessionId } = await createFixture({}, { random: () => 0.99 });
    relay.cut();
    await sessions.ended(sessionId);
    expect(sessions.service.find(sessionId)).toMatchObject({
      state: 'offline',
      failure: { code: 'closed-by-server' },
      reconnect: { attempt: 1 },
    });
    await sessions.service.disconnect(sessionId);
    expect(sessions.service.find(sessionId)).toMatchObject({ state: 'offline', reconnect: null });
    expect(states(sessions).at(-1)).toBe('Not connecting again: it was ended');
  });

  it('tries at once when the network changes', async () => {
    let interfaces: Record<string, NetworkInterfaceInfo[]> = {};
    const fixture = await createFixture({}, { random: () => 0.99, interfaces: () => interfaces });
    const { relay, sessions } = fixture;
    relay.cut();
    await sessions.ended(fixture.sessionId);
    interfaces = { wifi: [{ address: '10.0.0.9', internal: false } as NetworkInterfaceInfo] };
    sessions.service.networkChanged('The computer woke up');
    await untilOnlineAgain(fixture);
    const notes = sessions.entries.filter(({ kind }) => kind === 'note').map(({ text }) => text);
    expect(notes).toContain('The computer woke up');
  });

  it('leaves a resource to whoever took it', async () => {
    const { server, sessions, sessionId } = await createFixture();
    const { boundJid } = sessions.service.find(sessionId) ?? {};
    await sessions.online({
      service: `xmpp://127.0.0.1:${server.tcpPort}`,
      trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
      resource: boundJid?.split('/')[1] ?? '',
    });
    expect(await sessions.ended(sessionId)).toMatchObject({
      failure: { condition: 'conflict' },
      reconnect: null,
    });
    expect(states(sessions)).toContain('Not connecting again: it would end the same way');
  });

  it('stays offline after a disconnect', async () => {
    const { sessions, sessionId } = await createFixture();
    await sessions.service.disconnect(sessionId);
    expect(sessions.service.find(sessionId)).toMatchObject({ state: 'offline', reconnect: null });
  });

  it('is over when the session leaves the list', async () => {
    const { relay, sessions, sessionId } = await createFixture({}, { random: () => 0.99 });
    relay.cut();
    await sessions.ended(sessionId);
    expect(sessions.service.remove(sessionId)).toEqual({ ok: true, value: null });
    expect(sessions.service.list()).toEqual([]);
  });
});
