import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScramBinding, ScramHash } from '#services/xmpp/sasl/scram.ts';
import { assertProperty, PROPERTY_TIMEOUT_MS } from '#tests/support/property-runs.ts';
import { createScramLogin } from '#tests/support/scram-login.ts';
import { createScramServer } from '#tests/support/scram-server.ts';

const HASHES: readonly ScramHash[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const nonce = fc.stringMatching(/^[!-+\--~]{1,20}$/);
/** Without what SASLprep changes or refuses: the server here does not prepare. */
const credential = fc.string({
  unit: fc.constantFrom(...Array.from('aZ09,=é日🐎 -_')),
  minLength: 1,
  maxLength: 16,
});
/** Without channel binding, with it, and where the server did not offer it. */
const binding: fc.Arbitrary<ScramBinding> = fc.oneof(
  fc.constantFrom<ScramBinding>({ kind: 'none' }, { kind: 'not-offered' }),
  fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => ({ kind: 'tls-exporter' as const, data: Buffer.from(bytes) })),
);
const exchange = fc.record({
  binding,
  hash: fc.constantFrom(...HASHES),
  username: credential,
  password: credential,
  salt: fc.uint8Array({ minLength: 1, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
  iterations: fc.integer({ min: 1, max: 4 }),
  clientNonce: nonce,
  nonce,
});

describe('createScram, for any exchange', { timeout: PROPERTY_TIMEOUT_MS }, () => {
  it('proves itself and believes the server', () =>
    assertProperty(
      0.4,
      fc.asyncProperty(exchange, async (given) => {
        const server = createScramServer({ ...given, ...serverBinding(given.binding) });
        const scram = createScramLogin({ ...given, credentials: given });
        const first = scram.first();
        expect(readName(first)).toBe(given.username);
        const verifier = server.accept(await scram.answer(server.challenge(first)));
        expect(verifier).not.toBeNull();
        expect(() => scram.finish(verifier ?? '')).not.toThrow();
      }),
    ));

  it('believes no server that knows another password', () =>
    assertProperty(
      0.2,
      fc.asyncProperty(exchange, credential, async (given, other) => {
        fc.pre(other !== given.password);
        const ends = serverBinding(given.binding);
        const server = createScramServer({ ...given, ...ends, password: other });
        const impostor = createScramServer({ ...given, ...ends, password: other });
        const scram = createScramLogin({ ...given, credentials: given });
        expect(server.accept(await scram.answer(server.challenge(scram.first())))).toBeNull();
        // The signature a server with that password would give to a client that has it too.
        const twin = createScramLogin({ ...given, credentials: { ...given, password: other } });
        const signature = impostor.accept(await twin.answer(impostor.challenge(twin.first())));
        expect(signature).not.toBeNull();
        expect(() => scram.finish(signature ?? '')).toThrow('could not prove');
      }),
    ));

  it('refuses every challenge that is not one', () =>
    assertProperty(
      0.4,
      fc.asyncProperty(nonce, brokenChallenge, async (clientNonce, breakIt) => {
        const scram = createScramLogin({ clientNonce });
        scram.first();
        await expect(scram.answer(breakIt(clientNonce))).rejects.toThrow('not valid');
      }),
    ));
});

const SALT = 's=c2FsdA==';

/** Each leaves the rest as it has to be, so that nothing else is the reason to refuse. */
const brokenChallenge: fc.Arbitrary<(clientNonce: string) => string> = fc.oneof(
  nonce.map(
    (other) => (own: string) => `r=${other.startsWith(own) ? `~${other}` : other},${SALT},i=2`,
  ),
  fc.constant((own: string) => `r=${own},${SALT},i=2`),
  nonce.map((more) => (own: string) => `r=${own}${more},s=,i=2`),
  nonce.map((more) => (own: string) => `r=${own}${more},i=2`),
  fc
    .oneof(
      fc.constantFrom(
        '',
        '0',
        '-1',
        '1.5',
        'x',
        'Infinity',
        '1e99',
        '1e3',
        '0x10',
        '+5',
        ' 5',
        '05',
        '10000001',
      ),
      fc.integer({ max: 0 }).map(String),
      fc.bigInt({ min: 10_000_001n, max: 2n ** 80n }).map(String),
    )
    .map((iterations) => (own: string) => `r=${own}more,${SALT},i=${iterations}`),
  fc.string().map((extension) => (own: string) => `m=${extension},r=${own}more,${SALT},i=2`),
);

/** The user name of a client-first-message, by RFC 5802 §5.1. */
function readName(clientFirst: string): string {
  const escaped = /^[^,]*,,n=([^,]*),r=/.exec(clientFirst)?.[1] ?? '';
  return escaped.replaceAll('=2C', ',').replaceAll('=3D', '=');
}

/** Both ends of a connection export the same bytes. */
function serverBinding(client: ScramBinding): { readonly binding: Buffer } {
  return { binding: client.kind === 'tls-exporter' ? client.data : Buffer.alloc(0) };
}
