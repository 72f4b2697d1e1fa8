import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  createThrowawayCa,
  type IssuedCertificate,
  type ThrowawayCa,
} from '#tests/support/throwaway-ca.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';
import type { SessionFailure } from '#shared/contract/session.ts';

/** A TLS port with a certificate and nothing behind it; answers its port. */
async function serve({ certificatePem, privateKeyPem }: IssuedCertificate): Promise<number> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert: certificatePem, key: privateKeyPem }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}

describe('trust in a certificate', () => {
  let ca: ThrowawayCa;
  beforeAll(async () => void (ca = await createThrowawayCa()));

  async function refusal(certificate: IssuedCertificate, caPem: string): Promise<SessionFailure> {
    return createTestSessions({ private: caPem }).refused({
      service: `xmpps://127.0.0.1:${await serve(certificate)}`,
      trust: { kind: 'ca-file', caId: 'private' },
      connectTimeoutMs: 300,
    });
  }

  it('goes by the domain and not by the address', async () => {
    const failure = await refusal(await ca.issue(['localhost']), ca.caPem);
    // Trusted: it fails later, because nothing answers the stream.
    expect(failure).toMatchObject({ code: 'connect-timeout', step: 'stream' });
  });

  it('ends with its validity', async () => {
    const certificate = await ca.issue(['localhost'], {
      notAfter: new Date('2020-02-03T04:05:06Z'),
    });
    const failure = await refusal(certificate, ca.caPem);
    expect(failure).toMatchObject({ code: 'certificate-untrusted', step: 'tls' });
    expect(failure.certificate).toMatchObject({
      rejectedBecause: 'It expired on 2020-02-03.',
      validTo: '2020-02-03T04:05:06.000Z',
    });
  });

  it('is not given to another name', async () => {
    const failure = await refusal(await ca.issue(['other.test', '*.other.test']), ca.caPem);
    expect(failure.certificate).toMatchObject({
      rejectedBecause: 'It is not valid for localhost.',
      altNames: ['other.test', '*.other.test'],
    });
  });

  it('is not given to an authority of the same name', async () => {
    const stranger = await createThrowawayCa();
    const failure = await refusal(await stranger.issue(['localhost']), ca.caPem);
    expect(failure.certificate?.rejectedBecause).toContain('and another key');
  });

  it('warns of what expires soon and logs keys', async () => {
    const notAfter = new Date(Date.now() + 9.5 * 86_400_000);
    const keyLog = join(createTemporaryFolder(), 'keys.log');
    const sessions = createTestSessions({ private: ca.caPem }, undefined, null, {
      resolveKeyLog: () => keyLog,
    });
    await sessions.refused({
      service: `xmpps://127.0.0.1:${await serve(await ca.issue(['localhost'], { notAfter }))}`,
      trust: { kind: 'ca-file', caId: 'private' },
      connectTimeoutMs: 300,
      tlsKeyLogId: 'any',
    });
    const [session] = sessions.service.list();
    expect(session?.facts.tls).toMatchObject({
      warnings: ['It expires in 9 days.'],
      chain: [{ subject: 'CN=localhost' }],
    });
    const facts = session?.ladder.find(({ step }) => step === 'tls')?.facts ?? [];
    expect(facts).toContainEqual({
      label: 'Verified name',
      value: 'localhost, the domain of the JID, by the DNS name localhost',
      tone: 'good',
    });
    expect(readFileSync(keyLog, 'utf8')).toMatch(/^([A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]+\n)+$/);
    expect(statSync(keyLog).mode & 0o777).toBe(0o600);
    expect(sessions.entries.map(({ text }) => text)).toContain('TLS keys are written to keys.log');
  });

  it('needs a CA file with a certificate in it', async () => {
    const failure = await refusal(await ca.issue(['localhost']), 'not a certificate');
    expect(failure).toMatchObject({ code: 'bad-address', step: 'address' });
  });
});
