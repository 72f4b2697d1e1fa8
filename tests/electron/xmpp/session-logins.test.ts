import { describe, expect, it } from 'vitest';
import type { PracticeServer, PracticeServerOptions } from '#services/practice/practice-server.ts';
import { DEFAULT_PROFILE_OPTIONS, type SessionSnapshot } from '#shared/contract/session.ts';
import { issueClientCertificate } from '#tests/support/client-certificate.ts';
import { startPractice } from '#tests/support/practice-account.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

type Choices = Partial<ConnectInput['options']>;

/** Alice over STARTTLS with the server's certificate pinned. */
function asAlice(server: PracticeServer, choices: Choices = {}): Partial<ConnectInput> {
  return {
    service: `xmpp://127.0.0.1:${server.tcpPort}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    options: { ...DEFAULT_PROFILE_OPTIONS, ...choices },
  };
}

function factsOf(session: SessionSnapshot): Record<string, string> {
  const rung = session.ladder.find(({ step }) => step === 'authenticate');
  return Object.fromEntries((rung?.facts ?? []).map(({ label, value }) => [label, value]));
}

const start = (auth: PracticeServerOptions['auth']): Promise<PracticeServer> =>
  startPractice(auth === undefined ? {} : { auth });

describe('a login', () => {
  it('is bound to TLS 1.3 and says why', async () => {
    const session = await createTestSessions().online(asAlice(await start({})));
    expect(session.facts).toMatchObject({
      mechanism: 'SCRAM-SHA-512-PLUS',
      mechanismReason: 'The strongest that both sides know.',
      tls: { protocol: 'TLSv1.3' },
    });
    expect(factsOf(session)).toMatchObject({
      'SASL offers': expect.stringMatching(/^SCRAM-SHA-512-PLUS, .*PLAIN$/) as string,
      'Channel bindings': 'tls-exporter',
      Profile: 'SASL',
      SCRAM: expect.stringMatching(/^\d+ iterations, \d+ bytes of salt$/) as string,
      Server: 'Proved that it knows the password',
    });
  });

  it.each(['512', '384', '256', '224', '1'].flatMap((size) => [`${size}-PLUS`, size]))(
    'uses SCRAM-SHA-%s when told to',
    async (name) => {
      const mechanism = `SCRAM-SHA-${name}`;
      const session = await createTestSessions().online(asAlice(await start({}), { mechanism }));
      expect(session.facts.mechanism).toBe(mechanism);
    },
  );

  it('does without -PLUS over a WebSocket', async () => {
    const server = await start({});
    const service = `ws://127.0.0.1:${server.websocketPort}/ws-xmpp`;
    const session = await createTestSessions().online({ ...asAlice(server), service });
    expect(session.facts.mechanism).toBe('SCRAM-SHA-512');
    const refused = { ...asAlice(server, { mechanism: 'SCRAM-SHA-512-PLUS' }), service };
    expect(await createTestSessions().refused(refused)).toMatchObject({ code: 'no-mechanism' });
  });

  it('names what is offered instead of the mechanism wanted', async () => {
    const server = await start({ scramHashes: ['sha256'] });
    const failure = await createTestSessions().refused(
      asAlice(server, { mechanism: 'SCRAM-SHA-512' }),
    );
    expect(failure).toMatchObject({ code: 'no-mechanism', step: 'authenticate' });
    expect(failure.what).toBe('The server does not offer SCRAM-SHA-512.');
    expect(failure.why).toContain('The server offers: SCRAM-SHA-256-PLUS, SCRAM-SHA-256, PLAIN.');
  });

  it('names what a refused -PLUS may mean', async () => {
    const server = await start({});
    const failure = await createTestSessions().refused({ ...asAlice(server), password: 'wrong' });
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
    expect(failure.why).toContain('a proxy on the way ends TLS');
    expect(failure.next).toContain('try SCRAM-SHA-512.');
  });

  it('notices when less is offered than before', async () => {
    const sessions = createTestSessions();
    const strong = await sessions.online(asAlice(await start({})));
    expect(factsOf(strong)).not.toHaveProperty('Downgrade');
    const weak = await sessions.online(asAlice(await start({ scramHashes: ['sha1'] })));
    expect(factsOf(weak)['Downgrade']).toContain('SCRAM-SHA-512-PLUS, SCRAM-SHA-512');
    expect(weak.ladder.flatMap(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ label: 'Downgrade', tone: 'warning' }),
    );
  });

  it('works without an account', async () => {
    const server = await start({ anonymous: true });
    const input = {
      ...asAlice(server, { mechanism: 'ANONYMOUS' }),
      jid: 'localhost',
      password: '',
    };
    const session = await createTestSessions().online(input);
    expect(session.facts.mechanism).toBe('ANONYMOUS');
    expect(session.boundJid).toMatch(/^[^@]+@localhost\/pushscope-/);
  });

  it('works with a token', async () => {
    const server = await start({ tokens: true });
    const sessions = createTestSessions();
    const { id } = await sessions.online(asAlice(server));
    await sessions.ask(
      id,
      "<iq type='get' id='t1' to='alice@localhost'><query xmlns='erlang-solutions.com:xmpp:token-auth:0'/></iq>",
    );
    const token = /<access_token[^>]*>([^<]+)</.exec(sessions.text('in'))?.[1] ?? '';
    expect(token).not.toBe('');
    const input = { ...asAlice(server, { mechanism: 'X-OAUTH' }), jid: 'localhost' };
    const session = await sessions.online({ ...input, password: token });
    expect(session.boundJid).toMatch(/^alice@localhost\//);
    const failure = await sessions.refused({ ...input, password: 'c3RhbGU=' });
    expect(failure.next).toBe('Get a new token.');
  });

  it('works with a client certificate', async () => {
    const issued = await issueClientCertificate();
    const server = await startPractice({
      auth: { external: true },
      clientCertificates: { caPem: issued.caPem, required: false },
    });
    const sessions = createTestSessions({}, undefined, {
      format: 'pem',
      content: Buffer.from(issued.cert + issued.key),
    });
    const session = await sessions.online({
      ...asAlice(server, { clientCertificateId: 'c1' }),
      password: '',
    });
    expect(session.facts).toMatchObject({
      mechanism: 'EXTERNAL',
      mechanismReason: 'The client certificate stands in for a password.',
    });
    const failure = await sessions.refused(asAlice(server, { mechanism: 'EXTERNAL' }));
    expect(failure.what).toBe('EXTERNAL needs a client certificate.');
  });
});

describe('a login by SASL2', () => {
  it('binds in the same round trip', async () => {
    const sessions = createTestSessions();
    const session = await sessions.online(asAlice(await start({ sasl2: true })));
    expect(session.boundJid).toMatch(/^alice@localhost\/pushscope\//);
    expect(session.facts).toMatchObject({
      mechanism: 'SCRAM-SHA-512-PLUS',
      sessionIq: 'not-offered',
    });
    expect(factsOf(session)).toMatchObject({
      Profile: 'SASL2 with Bind 2',
      Server: 'Proved that it knows the password',
    });
    const sent = sessions.text('out');
    expect(sent).toMatch(/<user-agent id="[0-9a-f-]{14}4[0-9a-f-]{21}"><software>Pushscope</);
    expect(sent).not.toContain('<iq');
    expect(sent.split('<stream:stream').length - 1).toBe(2);
    const disco = `<iq type='get' id='d1' to='localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;
    expect((await sessions.ask(session.id, disco)).outcome).toEqual({ kind: 'result' });
  });

  it('binds in the old way what the user named', async () => {
    const server = await start({ sasl2: true });
    const session = await createTestSessions().online({ ...asAlice(server), resource: 'desk' });
    expect(session.boundJid).toBe('alice@localhost/desk');
    expect(factsOf(session)['Profile']).toBe('SASL2');
    expect(session.facts.sessionIq).toBe('sent');
  });

  it('is left to SASL1 when switched off', async () => {
    const server = await start({ sasl2: true });
    const session = await createTestSessions().online(asAlice(server, { sasl2: false }));
    expect(factsOf(session)['Profile']).toBe('SASL');
    expect(session.boundJid).toMatch(/^alice@localhost\/pushscope-/);
  });

  it('names a wrong password', async () => {
    const server = await start({ sasl2: true });
    const failure = await createTestSessions().refused({ ...asAlice(server), password: 'wrong' });
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
  });

  it('lets no credential out', async () => {
    const sessions = createTestSessions();
    await sessions.online(asAlice(await start({ sasl2: true }), { mechanism: 'PLAIN' }));
    const recorded = sessions.entries.map(({ xml }) => xml).join('');
    expect(recorded).toMatch(/<initial-response>\[\d+ bytes hidden\]</);
    expect(recorded).not.toContain(Buffer.from('\0alice\0alicepw').toString('base64'));
  });
});
