import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';
import { issueClientCertificate } from '#tests/support/client-certificate.ts';
import { missingEjabberd, startEjabberd, type Ejabberd } from '#tests/support/ejabberd.ts';
import { missingProsody, startProsody, type ProsodyOptions } from '#tests/support/prosody.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

const DOMAIN = 'chat.example.test';

type Choices = Partial<ConnectInput['options']>;

/** Alice over STARTTLS with a private CA. */
function asAlice(server: RealServer, choices: Choices = {}): Partial<ConnectInput> {
  return {
    jid: `alice@${DOMAIN}`,
    service: `xmpp://127.0.0.1:${server.c2sPort}`,
    trust: { kind: 'ca-file', caId: 'private' },
    connectTimeoutMs: 10_000,
    options: { ...DEFAULT_PROFILE_OPTIONS, ...choices },
  };
}

/** Nobody in particular. */
function asAnybody(server: RealServer): Partial<ConnectInput> {
  return { ...asAlice(server, { mechanism: 'ANONYMOUS' }), jid: DOMAIN, password: '' };
}

const sessionsOf = (server: RealServer) => createTestSessions({ private: server.caPem });

describeWhen(missingEjabberd(), 'a login at ejabberd', () => {
  describe.each([
    ['sha', 'SCRAM-SHA-1'],
    ['sha256', 'SCRAM-SHA-256'],
    ['sha512', 'SCRAM-SHA-512'],
  ] as const)('that stores passwords by %s', (scramHash, mechanism) => {
    let server: Ejabberd;
    beforeAll(async () => {
      const authMethods = ['internal', 'anonymous'] as const;
      server = await startEjabberd({ domain: DOMAIN, scramHash, authMethods });
    });
    afterAll(() => server.stop());

    it('leaves -PLUS alone, whose binding is not told', async () => {
      const session = await sessionsOf(server).online(asAlice(server));
      expect(session.facts).toMatchObject({ mechanism, tls: { protocol: 'TLSv1.3' } });
      expect(session.facts.mechanismReason).toBe(
        `The strongest that both sides can use; ${mechanism}-PLUS is offered but the server does not say which channel binding it means.`,
      );
    });

    it('is refused with -PLUS, which means tls-unique there', async () => {
      const choices = { mechanism: `${mechanism}-PLUS` };
      const failure = await sessionsOf(server).refused(asAlice(server, choices));
      expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
      expect(failure.why).toContain('it means another channel binding');
    });

    it('shows the password only when told to', async () => {
      const sessions = sessionsOf(server);
      const session = await sessions.online(asAlice(server, { mechanism: 'PLAIN' }));
      expect(session.facts.mechanism).toBe('PLAIN');
    });

    it('does without an account', async () => {
      const session = await sessionsOf(server).online(asAnybody(server));
      expect(session.boundJid).toMatch(new RegExp(`^\\d+@${DOMAIN}/pushscope-`));
    });
  });
});

describeWhen(missingProsody(), 'a login at Prosody', () => {
  async function start(options: ProsodyOptions): Promise<RealServer> {
    const server = await startProsody({ domain: DOMAIN, ...options });
    onTestFinished(() => server.stop());
    return server;
  }

  it.each(['SHA-1', 'SHA-256'] as const)('proves the password by SCRAM-%s', async (hash) => {
    const server = await start({ passwordHash: hash });
    const session = await sessionsOf(server).online(asAlice(server));
    expect(session.facts.mechanism).toBe(`SCRAM-${hash}`);
    const facts = session.ladder.flatMap((rung) => rung.facts);
    expect(facts).toContainEqual(expect.objectContaining({ label: 'Server', tone: 'good' }));
  });

  it('does without an account', async () => {
    const server = await start({ authentication: 'anonymous' });
    const session = await sessionsOf(server).online(asAnybody(server));
    expect(session.boundJid).toMatch(new RegExp(`^[^@]+@${DOMAIN}/`));
  });

  it('goes by the client certificate', async () => {
    const issued = await issueClientCertificate(`alice@${DOMAIN}`);
    const server = await start({ authentication: 'ccert', clientCaPem: issued.caPem });
    const key = { format: 'pem', content: Buffer.from(issued.cert + issued.key) } as const;
    const session = await createTestSessions({ private: server.caPem }, undefined, key).online({
      ...asAlice(server, { clientCertificateId: 'c1' }),
      service: `xmpps://127.0.0.1:${server.directTlsPort}`,
      password: '',
    });
    expect(session.facts.mechanism).toBe('EXTERNAL');
    expect(session.boundJid).toMatch(new RegExp(`^alice@${DOMAIN}/`));
  });

  // Over TLS, mod_sasl2 calls what Prosody 0.12 does not have yet; a WebSocket has no TLS of its own there.
  it('binds within SASL2', async () => {
    const server = await start({ modules: ['sasl2', 'sasl2_bind2'] });
    const service = server.websocketUrl;
    const sessions = sessionsOf(server);
    const session = await sessions.online({ ...asAlice(server), service });
    expect(session.boundJid).toMatch(new RegExp(`^alice@${DOMAIN}/pushscope~`));
    expect(session.facts).toMatchObject({ mechanism: 'SCRAM-SHA-1', sessionIq: 'not-offered' });
    expect(sessions.text('out')).not.toContain('<iq');
    const disco = `<iq type='get' id='d1' to='${DOMAIN}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;
    expect((await sessions.ask(session.id, disco)).outcome).toEqual({ kind: 'result' });

    const named = await sessions.online({ ...asAlice(server), service, resource: 'desk' });
    expect(named.boundJid).toBe(`alice@${DOMAIN}/desk`);
    const failure = await sessions.refused({ ...asAlice(server), service, password: 'wrong' });
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
  });
});
