import { afterAll, beforeAll, expect, it } from 'vitest';
import { missingEjabberd, startEjabberd, type Ejabberd } from '#tests/support/ejabberd.ts';
import { pushRequests } from '#tests/support/push-requests.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';
import { createThrowawayCa } from '#tests/support/throwaway-ca.ts';

const DOMAIN = 'chat.example.test';
const CA = { kind: 'ca-file', caId: 'private' } as const;

describeWhen(missingEjabberd(), 'a session with ejabberd', () => {
  let server: Ejabberd;
  beforeAll(async () => void (server = await startEjabberd({ domain: DOMAIN })));
  afterAll(() => server.stop());

  const sessionsOf = () => createTestSessions({ private: server.caPem });
  const asAlice = (part: Partial<ConnectInput> = {}): Partial<ConnectInput> => ({
    jid: `alice@${DOMAIN}`,
    service: `xmpp://127.0.0.1:${server.c2sPort}`,
    trust: CA,
    connectTimeoutMs: 10_000,
    ...part,
  });
  const directTls = () => `xmpps://127.0.0.1:${server.directTlsPort}`;

  it('connects over STARTTLS with a private CA', async () => {
    const session = await sessionsOf().online(asAlice());
    expect(session).toMatchObject({ state: 'online', domain: DOMAIN });
    expect(session.facts).toMatchObject({
      transport: 'tcp',
      mechanism: 'SCRAM-SHA-1',
      sessionIq: 'optional',
      tls: { trust: 'ca-file', certificate: { rejectedBecause: null, selfSigned: false } },
    });
    expect(session.boundJid).toMatch(new RegExp(`^alice@${DOMAIN}/pushscope-[a-z0-9]{12}$`));
  });

  it('connects over direct TLS', async () => {
    const session = await sessionsOf().online(asAlice({ service: directTls() }));
    expect(session.facts).toMatchObject({ transport: 'tls', service: directTls() });
    expect(session.facts.tls?.protocol).toMatch(/^TLSv1\.[23]$/);
  });

  it.each(['ws', 'wss'] as const)('connects over %s', async (scheme) => {
    const service = scheme === 'ws' ? server.websocketUrl : server.secureWebsocketUrl;
    const session = await sessionsOf().online(asAlice({ service }));
    expect(session.facts.transport).toBe('websocket');
    expect(session.facts.tls === null).toBe(scheme === 'ws');
  });

  it('connects with a pinned certificate', async () => {
    const trust = { kind: 'pinned', fingerprint256: server.fingerprint256 } as const;
    const services = [`xmpp://127.0.0.1:${server.c2sPort}`, directTls(), server.secureWebsocketUrl];
    for (const service of services) {
      const session = await createTestSessions().online(asAlice({ service, trust }));
      expect(session.facts.tls).toMatchObject({ trust: 'pinned' });
    }
  });

  it('shows the certificate it does not trust', async () => {
    const services = [`xmpp://127.0.0.1:${server.c2sPort}`, directTls(), server.secureWebsocketUrl];
    for (const service of services) {
      const sessions = createTestSessions();
      const failure = await sessions.refused(asAlice({ service, trust: { kind: 'system' } }));
      expect(failure).toMatchObject({ code: 'certificate-untrusted', step: 'tls' });
      expect(failure.certificate).toMatchObject({
        subject: `CN=${DOMAIN}`,
        issuer: 'CN=Pushscope test authority',
        altNames: [DOMAIN, `pubsub.${DOMAIN}`],
        fingerprint256: server.fingerprint256,
      });
      expect(failure.certificate?.rejectedBecause).toContain('issuer is not among the trusted');
      expect(sessions.text('out')).not.toContain('<auth');
    }
  });

  it('refuses another authority and another pin', async () => {
    const { caPem } = await createThrowawayCa();
    const other = await createTestSessions({ private: caPem }).refused(asAlice());
    expect(other.code).toBe('certificate-untrusted');
    const trust = { kind: 'pinned', fingerprint256: 'ab'.repeat(32) } as const;
    const pinned = await createTestSessions().refused(asAlice({ trust }));
    expect(pinned.certificate?.rejectedBecause).toContain('not the certificate that was accepted');
  });

  it('checks the certificate against the XMPP domain', async () => {
    const failure = await sessionsOf().refused(
      asAlice({ jid: 'alice@elsewhere.test', service: directTls() }),
    );
    expect(failure).toMatchObject({ code: 'certificate-untrusted' });
    expect(failure.certificate?.rejectedBecause).toBe('It is not valid for elsewhere.test.');
  });

  it('names an unknown host', async () => {
    const failure = await sessionsOf().refused(asAlice({ jid: 'alice@elsewhere.test' }));
    expect(failure).toMatchObject({ code: 'host-unknown', step: 'stream' });
  });

  it('names a wrong password', async () => {
    const failure = await sessionsOf().refused(asAlice({ password: 'wrong' }));
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
  });

  it('names the wrong kind of port', async () => {
    const sessions = sessionsOf();
    const clear = await sessions.refused(
      asAlice({ service: `xmpp://127.0.0.1:${server.directTlsPort}`, connectTimeoutMs: 2_000 }),
    );
    expect(clear.step).toBe('stream');
    expect(`${clear.why} ${clear.next}`).toMatch(/TLS from the first byte|xmpps:/);
    const tls = await sessions.refused(asAlice({ service: `xmpps://127.0.0.1:${server.c2sPort}` }));
    expect(tls).toMatchObject({ code: 'tls-failed', step: 'tls' });
  });

  it('answers a whole push run', async () => {
    const sessions = sessionsOf();
    const { id } = await sessions.online(asAlice());
    for (const [step, xml] of Object.entries(pushRequests(DOMAIN))) {
      const { outcome, latencyMs } = await sessions.ask(id, xml);
      expect([step, outcome]).toEqual([step, { kind: 'result' }]);
      expect(latencyMs).toBeGreaterThan(0);
    }
  });

  it('delivers between two sessions', async () => {
    const sessions = sessionsOf();
    const alice = await sessions.online(asAlice());
    const bob = await sessions.online(asAlice({ jid: `bob@${DOMAIN}`, password: 'bobpw' }));
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

  it('is replaced on its own resource', async () => {
    const sessions = sessionsOf();
    const first = await sessions.online(asAlice({ resource: 'desk' }));
    await sessions.online(asAlice({ resource: 'desk' }));
    const { failure } = await sessions.ended(first.id);
    expect(failure).toMatchObject({ code: 'stream-error', condition: 'conflict', step: 'online' });
  });

  it.each([
    ['tcp', { code: 'stream-error', condition: 'not-well-formed' }],
    ['websocket', { code: 'closed-by-server' }],
  ] as const)('ends the stream over broken XML on %s', async (transport, expected) => {
    const service =
      transport === 'tcp' ? `xmpp://127.0.0.1:${server.c2sPort}` : server.websocketUrl;
    const sessions = sessionsOf();
    const { id } = await sessions.online(asAlice({ service }));
    const broken = "<iq type='get' id='b1'><ping xmlns='urn:xmpp:ping'></iq>";
    const sent = await sessions.service.send(id, broken, { timeoutMs: 1_000, evenBroken: true });
    expect(sent).toMatchObject({ ok: true, value: { exchange: null } });
    expect((await sessions.ended(id)).failure).toMatchObject(expected);
    expect(sessions.text('out')).toContain(broken);
  });
});
