import { afterAll, beforeAll, expect, it } from 'vitest';
import { missingEjabberd, startEjabberd, type Ejabberd } from '#tests/support/ejabberd.ts';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import { pushRequests } from '#tests/support/push-requests.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import {
  createTestSessions,
  type ConnectInput,
  type TestSessions,
} from '#tests/support/test-sessions.ts';

const DOMAIN = 'chat.example.test';
const CA = { kind: 'ca-file', caId: 'private' } as const;

interface Side {
  readonly sessions: TestSessions;
  as(user: string, part?: Partial<ConnectInput>): Partial<ConnectInput>;
}

/** A fresh session service and how to connect to a server with it. */
function sideOf(server: RealServer, service: string): Side {
  return {
    sessions: createTestSessions({ private: server.caPem }),
    as: (user, part = {}) => ({
      jid: `${user}@${DOMAIN}`,
      password: `${user}pw`,
      service,
      trust: CA,
      connectTimeoutMs: 10_000,
      ...part,
    }),
  };
}

/** What both servers have to do alike. */
function describeServer(serverOf: () => RealServer): void {
  const side = (): Side => sideOf(serverOf(), serverOf().boshUrl);

  it('connects and closes', async () => {
    const { sessions, as } = side();
    const session = await sessions.online(as('alice'));
    expect(session).toMatchObject({ state: 'online', facts: { transport: 'bosh', tls: null } });
    await sessions.service.disconnect(session.id);
    expect(sessions.service.find(session.id)).toMatchObject({ state: 'offline', failure: null });
    expect(sessions.text('out')).toMatch(/ type='terminate'\/>$/);
  });

  it('answers many requests at once', async () => {
    const { sessions, as } = side();
    const { id } = await sessions.online(as('alice'));
    const asked = Array.from({ length: 40 }, (_, index) =>
      sessions.ask(
        id,
        `<iq type='get' id='q${index}' to='${DOMAIN}'><ping xmlns='urn:xmpp:ping'/></iq>`,
      ),
    );
    const outcomes = (await Promise.all(asked)).map(({ outcome }) => outcome?.kind);
    expect(outcomes).toEqual(Array.from({ length: 40 }, () => 'result'));
  });

  it('delivers between two sessions', async () => {
    const { sessions, as } = side();
    const alice = await sessions.online(as('alice'));
    const bob = await sessions.online(as('bob'));
    const arrived = new Promise<string>((resolve) =>
      sessions.service.onStanza(({ sessionId, element }) => {
        if (sessionId === bob.id && element.name === 'message')
          resolve(element.attrs['from'] ?? '');
      }),
    );
    const message = `<message to='${bob.boundJid}' type='chat'><body>ahoj 🐎</body></message>`;
    await sessions.service.send(alice.id, message, { timeoutMs: 1_000 });
    expect(await arrived).toBe(alice.boundJid);
    expect(sessions.text('in')).toContain('ahoj 🐎');
  });

  it('names a wrong password', async () => {
    const { sessions, as } = side();
    const failure = await sessions.refused(as('alice', { password: 'wrong' }));
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
  });

  it('names a wrong path', async () => {
    const { sessions, as } = side();
    const service = serverOf().boshUrl.replace('http-bind', 'nothing-here');
    const failure = await sessions.refused(as('alice', { service }));
    expect(failure).toMatchObject({ code: 'not-xmpp', step: 'stream' });
    expect(failure.why).toContain('HTTP 404');
  });

  it('drops without terminating', async () => {
    const { sessions, as } = side();
    const session = await sessions.online(as('alice'));
    sessions.service.drop(session.id);
    expect(sessions.service.find(session.id)?.state).toBe('offline');
    expect(sessions.text('out')).not.toContain('terminate');
  });
}

describeWhen(missingEjabberd(), 'BOSH with ejabberd', () => {
  let server: Ejabberd;
  beforeAll(async () => void (server = await startEjabberd({ domain: DOMAIN })));
  afterAll(() => server.stop());

  describeServer(() => server);

  it('passes on what it says of an unknown host', async () => {
    const { sessions, as } = sideOf(server, server.boshUrl);
    const failure = await sessions.refused(as('alice', { jid: 'alice@elsewhere.test' }));
    expect(failure).toMatchObject({ step: 'stream', condition: 'internal-server-error' });
    expect(failure.why).toContain('does not serve the domain');
  });

  it('answers a whole push run', async () => {
    const { sessions, as } = sideOf(server, server.secureBoshUrl);
    const { id } = await sessions.online(as('alice'));
    for (const [step, xml] of Object.entries(pushRequests(DOMAIN))) {
      const { outcome } = await sessions.ask(id, xml);
      expect([step, outcome]).toEqual([step, { kind: 'result' }]);
    }
  });

  it('connects with a pinned certificate', async () => {
    const { sessions, as } = sideOf(server, server.secureBoshUrl);
    const trust = { kind: 'pinned', fingerprint256: server.fingerprint256 } as const;
    const session = await sessions.online(as('alice', { trust }));
    expect(session.facts).toMatchObject({ transport: 'bosh', tls: { trust: 'pinned' } });
  });

  it('shows the certificate it does not trust', async () => {
    const { sessions, as } = sideOf(server, server.secureBoshUrl);
    const failure = await sessions.refused(as('alice', { trust: { kind: 'system' } }));
    expect(failure).toMatchObject({ code: 'certificate-untrusted', step: 'tls' });
    expect(failure.certificate?.fingerprint256).toBe(server.fingerprint256);
    expect(sessions.text('out')).toBe('');
  });
});

describeWhen(missingProsody(), 'BOSH with Prosody', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startProsody({ domain: DOMAIN })));
  afterAll(() => server.stop());

  describeServer(() => server);

  it('names an unknown host', async () => {
    const { sessions, as } = sideOf(server, server.boshUrl);
    const failure = await sessions.refused(as('alice', { jid: 'alice@elsewhere.test' }));
    expect(failure).toMatchObject({ code: 'host-unknown', condition: 'improper-addressing' });
  });
});
