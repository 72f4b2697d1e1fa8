import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestSessions, type TestSessions } from '#tests/support/test-sessions.ts';
import { createThrowawayCa } from '#tests/support/throwaway-ca.ts';

/** Connects to a TLS port with these ALPN settings, which closes as soon as TLS stands. */
async function meet(options: TlsOptions): Promise<TestSessions> {
  const ca = await createThrowawayCa();
  const { certificatePem, privateKeyPem } = await ca.issue(['localhost']);
  const server = createServer({ ...options, cert: certificatePem, key: privateKeyPem }, (socket) =>
    socket.on('error', () => undefined).end(),
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => new Promise((done) => server.close(() => done())));
  const { port } = server.address() as AddressInfo;
  const sessions = createTestSessions({ private: ca.caPem });
  const trust = { kind: 'ca-file', caId: 'private' } as const;
  await sessions.refused({ service: `xmpps://127.0.0.1:${port}`, trust });
  return sessions;
}

function alpnOf(sessions: TestSessions): string | undefined {
  const tls = sessions.service.list()[0]?.ladder.find(({ step }) => step === 'tls');
  return tls?.facts.find(({ label }) => label === 'ALPN')?.value;
}

describe('direct TLS', () => {
  it('offers xmpp-client and nothing else', async () => {
    let offered: readonly string[] = [];
    const sessions = await meet({
      ALPNCallback({ protocols }) {
        offered = protocols;
        return 'xmpp-client';
      },
    });
    expect(offered).toEqual(['xmpp-client']);
    expect(alpnOf(sessions)).toBe('xmpp-client');
  });

  it('goes on with a server that picks none', async () => {
    expect(alpnOf(await meet({}))).toBe('offered; the server picked none');
  });

  it('names a port that speaks other protocols', async () => {
    const sessions = await meet({ ALPNProtocols: ['http/1.1'] });
    const failure = sessions.service.list()[0]?.failure;
    expect(failure).toMatchObject({ code: 'tls-failed', step: 'tls' });
    expect(failure?.why).toContain('refused "xmpp-client" in ALPN');
  });
});
