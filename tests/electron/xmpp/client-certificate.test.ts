import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkClientKey, ClientCertificateError } from '#services/xmpp/client-certificate.ts';
import type { ClientKey } from '#services/xmpp/tls-contexts.ts';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';
import { createThrowawayCa, type IssuedCertificate } from '#tests/support/throwaway-ca.ts';

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/certificates/${name}`, import.meta.url)));
const pkcs12 = (name: string, passphrase: string): ClientKey => ({
  format: 'pkcs12',
  content: fixture(name),
  passphrase,
});
const pem = (content: string, passphrase = ''): ClientKey => ({
  format: 'pem',
  content: Buffer.from(content),
  passphrase,
});

function faultOf(key: ClientKey, now?: Date): string {
  try {
    return checkClientKey(key, now).subject;
  } catch (error) {
    return error instanceof ClientCertificateError ? error.fault : String(error);
  }
}

describe('a client certificate', () => {
  let own: IssuedCertificate;
  let other: IssuedCertificate;
  beforeAll(async () => {
    const ca = await createThrowawayCa();
    [own, other] = await Promise.all([ca.issue(['alice']), ca.issue(['other'])]);
  });

  const encrypted = (): string =>
    String(
      createPrivateKey(own.privateKeyPem).export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'geheim',
      }),
    );

  it('is read from PEM and PKCS#12', () => {
    expect(faultOf(pem(`${own.certificatePem}\n` + own.privateKeyPem))).toBe('CN=alice');
    expect(faultOf(pem(`${own.certificatePem}\n` + encrypted(), 'geheim'))).toBe('CN=alice');
    expect(faultOf(pkcs12('client.p12', 'geheim'))).toBe('CN=alice');
  });

  it('says what is wrong with it', () => {
    expect(faultOf(pem(`${own.certificatePem}\n` + encrypted()))).toBe('passphrase-missing');
    expect(faultOf(pem(`${own.certificatePem}\n` + encrypted(), 'x'))).toBe('passphrase-wrong');
    expect(faultOf(pkcs12('client.p12', ''))).toBe('passphrase-missing');
    expect(faultOf(pkcs12('client.p12', 'x'))).toBe('passphrase-wrong');
    expect(faultOf(pkcs12('client-legacy.p12', 'geheim'))).toBe('legacy-encryption');
    expect(faultOf(pem(own.certificatePem))).toBe('key-missing');
    expect(faultOf(pem(`${own.certificatePem}\n` + other.privateKeyPem))).toBe('key-mismatch');
    expect(faultOf({ ...pem('hello'), format: 'pkcs12' })).toBe('unreadable');
  });

  it('is valid for a time only', () => {
    const key = pem(`${own.certificatePem}\n` + own.privateKeyPem);
    expect(faultOf(key, new Date('2100-01-01'))).toBe('expired');
    expect(faultOf(key, new Date('2000-01-01'))).toBe('not-yet-valid');
  });

  it('is refused before connecting', async () => {
    const { passphrase: _passphrase, ...file } = pkcs12('client.p12', '');
    const options = { ...DEFAULT_PROFILE_OPTIONS, clientCertificateId: 'any' };
    const sessions = createTestSessions({}, undefined, file);
    const failure = await sessions.refused({ options, clientCertificatePassphrase: 'wrong' });
    expect(failure).toMatchObject({ code: 'client-certificate', step: 'address' });
    expect(failure.what).toBe('The passphrase of the client certificate is wrong.');
    const gone = await createTestSessions().refused({ options });
    expect(gone.what).toBe('The client certificate of this account cannot be read.');
  });
});
