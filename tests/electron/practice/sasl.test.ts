import { describe, expect, it } from 'vitest';
import { createAccounts } from '#services/practice/accounts.ts';
import { createAuthTokens } from '#services/practice/auth-tokens.ts';
import type { CertificateNames } from '#services/practice/peer-certificate.ts';
import { announcedMechanisms, type SaslMeans } from '#services/practice/sasl-means.ts';
import { createSaslExchange } from '#services/practice/sasl.ts';

const NOW = new Date('2026-01-01T00:00:00Z');

function means(part: Partial<SaslMeans> = {}): SaslMeans {
  return {
    domain: 'localhost',
    accounts: createAccounts({ alice: 'alicepw' }),
    auth: {},
    tokens: createAuthTokens('localhost', () => NOW),
    channelBinding: null,
    clientCertificate: null,
    wrongSignature: false,
    ...part,
  };
}

async function outcome(mechanism: string, message: string, part = {}): Promise<string> {
  const result = await createSaslExchange(means(part)).start(mechanism, message);
  return result.kind === 'failure' ? result.condition : result.kind;
}

describe('announced mechanisms', () => {
  it('begin with the strongest', () => {
    expect(announcedMechanisms(means())).toEqual([
      'SCRAM-SHA-512',
      'SCRAM-SHA-384',
      'SCRAM-SHA-256',
      'SCRAM-SHA-224',
      'SCRAM-SHA-1',
      'PLAIN',
    ]);
  });

  it('put PLUS before its plain variant', () => {
    const channelBinding = Buffer.alloc(32);
    expect(announcedMechanisms(means({ channelBinding }))).toEqual(
      ['512', '384', '256', '224', '1']
        .flatMap((bits) => [`SCRAM-SHA-${bits}-PLUS`, `SCRAM-SHA-${bits}`])
        .concat('PLAIN'),
    );
  });

  it('follow the hashes of the store', () => {
    expect(announcedMechanisms(means({ auth: { scramHashes: ['sha256'] } }))).toEqual([
      'SCRAM-SHA-256',
      'PLAIN',
    ]);
  });

  it('end with ANONYMOUS and tokens', () => {
    const auth = { scramHashes: [], anonymous: true, tokens: true };
    expect(announcedMechanisms(means({ auth }))).toEqual(['PLAIN', 'ANONYMOUS', 'X-OAUTH']);
  });

  it('name EXTERNAL only beside a certificate', () => {
    const clientCertificate = { commonName: 'alice', xmppAddresses: [] };
    const auth = { external: true };
    expect(announcedMechanisms(means({ auth }))).not.toContain('EXTERNAL');
    expect(announcedMechanisms(means({ auth, clientCertificate }))[0]).toBe('EXTERNAL');
    expect(announcedMechanisms(means({ clientCertificate }))).not.toContain('EXTERNAL');
  });
});

describe('SASL', () => {
  it.each([
    ['the right password', '\0alice\0alicepw', 'success'],
    ['an authorization id it ignores', 'bob\0alice\0alicepw', 'success'],
    ['a login with another domain', '\0alice@elsewhere\0alicepw', 'success'],
    ['a wrong password', '\0alice\0wrong', 'not-authorized'],
    ['an unknown account', '\0nobody\0alicepw', 'not-authorized'],
    ['an object property as account', '\0constructor\0alicepw', 'not-authorized'],
    ['an empty password', '\0alice\0', 'bad-protocol'],
    ['no separators', 'alice', 'bad-protocol'],
  ])('answers PLAIN with %s', async (_what, message, expected) => {
    expect(await outcome('PLAIN', message)).toBe(expected);
  });

  it('knows no mechanism that it does not announce', async () => {
    for (const mechanism of ['DIGEST-MD5', 'ANONYMOUS', 'X-OAUTH', 'EXTERNAL']) {
      expect(await outcome(mechanism, '')).toBe('no-mechanism');
    }
    const plus = 'p=tls-exporter,,n=alice,r=abc';
    expect(await outcome('SCRAM-SHA-256-PLUS', plus)).toBe('no-mechanism');
  });

  it('fails an aborted login', async () => {
    const exchange = createSaslExchange(means());
    await exchange.start('SCRAM-SHA-1', 'n,,n=alice,r=abc');
    expect(exchange.abort()).toEqual({ kind: 'failure', condition: 'aborted' });
    expect(exchange.proceed('late')).toEqual({ kind: 'failure', condition: 'bad-protocol' });
  });

  it('gives every anonymous login a name of its own', async () => {
    const exchange = createSaslExchange(means({ auth: { anonymous: true } }));
    const [first, second] = [
      await exchange.start('ANONYMOUS', ''),
      await exchange.start('ANONYMOUS', 'x'),
    ];
    expect(first).toMatchObject({ kind: 'success', user: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(second).not.toEqual(first);
  });

  it.each<[string, CertificateNames, string, string]>([
    ['its one address', names(null, 'alice@localhost'), '', 'success'],
    [
      'its one address, asked for',
      names(null, 'alice@localhost'),
      'alice@localhost',
      'invalid-authzid',
    ],
    ['two addresses', names(null, 'alice@localhost', 'b@localhost'), '', 'invalid-authzid'],
    [
      'one of two addresses',
      names(null, 'b@localhost', 'alice@localhost'),
      'alice@localhost',
      'success',
    ],
    [
      'an address it has not',
      names(null, 'b@localhost', 'c@localhost'),
      'alice@localhost',
      'invalid-authzid',
    ],
    ['its common name', names('alice'), '', 'success'],
    [
      'its common name beside two addresses',
      names('alice', 'b@localhost', 'c@localhost'),
      '',
      'success',
    ],
    ['its common name, asked for', names('alice'), 'alice@localhost', 'success'],
    ['a common name with domain', names('alice@localhost'), '', 'success'],
    ['a name of elsewhere', names('alice@elsewhere'), '', 'invalid-authzid'],
    ['the name of nobody', names('nobody'), '', 'not-authorized'],
    ['no name at all', names(null), '', 'invalid-authzid'],
  ])('answers EXTERNAL with %s', async (_what, clientCertificate, authzid, expected) => {
    const part = { auth: { external: true }, clientCertificate };
    expect(await outcome('EXTERNAL', authzid, part)).toBe(expected);
  });
});

describe('tokens', () => {
  it('let their owner in', async () => {
    const tokens = createAuthTokens('localhost', () => NOW);
    const exchange = createSaslExchange(means({ auth: { tokens: true }, tokens }));
    const access = await exchange.start('X-OAUTH', tokens.issue('access', 'alice@localhost'));
    expect(access).toEqual({ kind: 'success', user: 'alice', message: null });
  });

  it('are renewed by a refresh token', () => {
    const tokens = createAuthTokens('localhost', () => NOW);
    const login = tokens.check(tokens.issue('refresh', 'alice@localhost'));
    expect(tokens.check(login?.accessToken ?? '')).toEqual({ user: 'alice', accessToken: null });
  });

  it('expire', () => {
    let now = NOW;
    const tokens = createAuthTokens('localhost', () => now);
    const token = tokens.issue('access', 'alice@localhost');
    now = new Date(NOW.getTime() + 3_599_000);
    expect(tokens.check(token)).not.toBeNull();
    now = new Date(NOW.getTime() + 3_600_000);
    expect(tokens.check(token)).toBeNull();
  });

  it.each([
    ['another owner', (token: string) => token.replace('alice', 'carol')],
    ['another kind', (token: string) => token.replace('access', 'refresh')],
    ['a cut signature', (token: string) => token.slice(0, -1)],
    ['nothing', () => ''],
  ])('are refused with %s', (_what, forge) => {
    const tokens = createAuthTokens('localhost', () => NOW);
    expect(tokens.check(forge(tokens.issue('access', 'alice@localhost')))).toBeNull();
  });

  it('belong to one host', () => {
    const tokens = createAuthTokens('localhost', () => NOW);
    expect(tokens.check(tokens.issue('access', 'alice@elsewhere'))).toBeNull();
  });
});

function names(commonName: string | null, ...xmppAddresses: string[]): CertificateNames {
  return { commonName, xmppAddresses };
}
