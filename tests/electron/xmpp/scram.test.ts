import { describe, expect, it } from 'vitest';
import { hashOffer } from '#services/xmpp/sasl/offer.ts';
import { readScramName, type ScramFacts, type ScramHash } from '#services/xmpp/sasl/scram.ts';
import { createScramLogin } from '#tests/support/scram-login.ts';
import { createScramServer } from '#tests/support/scram-server.ts';

/** The exchanges printed in RFC 5802 §5 and RFC 7677 §3. */
const VECTORS = [
  {
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    verifier: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    challenge:
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    verifier: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;

/**
 * The same user, password, nonces and salts bound to a connection that exports the bytes 0 to 31. Computed
 * with Python's hashlib and hmac, which share no code with this console.
 */
const PLUS_VECTORS = [
  {
    hash: 'sha1',
    final:
      'c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=i0z2xFi+ITaJvbLXpcWyruGx26U=',
    verifier: 'v=YgmPUhdXTCPY9I7+PKzEdnp1cdo=',
  },
  {
    hash: 'sha256',
    final:
      'c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=',
    verifier: 'v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=',
  },
] as const;

const BINDING = {
  kind: 'tls-exporter',
  data: Buffer.from(Array.from({ length: 32 }, (_, at) => at)),
} as const;

describe('createScram', () => {
  it.each(VECTORS)('reproduces the published $hash exchange', async (vector) => {
    const scram = createScramLogin({ hash: vector.hash, clientNonce: vector.nonce });
    expect(scram.first()).toBe(vector.first);
    expect(await scram.answer(vector.challenge)).toBe(vector.final);
    expect(() => scram.finish(vector.verifier)).not.toThrow();
  });

  it.each(PLUS_VECTORS)('binds $hash to the connection', async (vector) => {
    const { nonce, challenge } = VECTORS[vector.hash === 'sha1' ? 0 : 1];
    const scram = createScramLogin({ hash: vector.hash, clientNonce: nonce, binding: BINDING });
    expect(scram.name).toMatch(/-PLUS$/);
    expect(scram.first()).toBe(`p=tls-exporter,,n=user,r=${nonce}`);
    expect(await scram.answer(challenge)).toBe(vector.final);
    expect(() => scram.finish(vector.verifier)).not.toThrow();
  });

  it('is refused over another connection', async () => {
    const settings = {
      hash: 'sha256',
      password: 'pencil',
      salt: Buffer.from('salt'),
      iterations: 2,
    };
    const server = createScramServer({ ...settings, nonce: 'def', binding: Buffer.alloc(32, 1) });
    const scram = createScramLogin({ hash: 'sha256', binding: BINDING });
    expect(server.accept(await scram.answer(server.challenge(scram.first())))).toBeNull();
  });

  it.each([
    ['none', 'n,,'],
    ['not-offered', 'y,,'],
  ] as const)('says of channel binding: %s', async (kind, header) => {
    const scram = createScramLogin({ binding: { kind } });
    expect(scram.first()).toBe(`${header}n=user,r=abc`);
    const final = await scram.answer('r=abcdef,s=c2FsdA==,i=2');
    expect(final).toContain(`c=${Buffer.from(header).toString('base64')},`);
  });

  it.each(VECTORS)('accepts the $hash proof as a last challenge', async (vector) => {
    const scram = createScramLogin({ hash: vector.hash, clientNonce: vector.nonce });
    scram.first();
    await scram.answer(vector.challenge);
    expect(await scram.answer(vector.verifier)).toBe('');
    expect(() => scram.finish('')).not.toThrow();
  });

  it.each<ScramHash>(['sha224', 'sha384', 'sha512'])(
    'proves the password with %s',
    async (hash) => {
      const settings = { hash, password: 'pencil', salt: Buffer.from('salt'), iterations: 64 };
      const server = createScramServer({ ...settings, nonce: 'def' });
      const scram = createScramLogin({ hash });
      const verifier = server.accept(await scram.answer(server.challenge(scram.first())));
      expect(() => scram.finish(verifier ?? '')).not.toThrow();
    },
  );

  it('refuses a server without proof', async () => {
    const { nonce, challenge } = VECTORS[0];
    const scram = createScramLogin({ clientNonce: nonce });
    scram.first();
    await scram.answer(challenge);
    expect(() => scram.finish('')).toThrow('could not prove');
    expect(() => scram.finish('v=cm1GOXBxVjhTN3N1QW9aV2ph')).toThrow('could not prove');
    expect(() => scram.finish('e=other-error')).toThrow('other-error');
  });

  it('refuses success before any challenge', () => {
    const scram = createScramLogin();
    scram.first();
    expect(() => scram.finish('v=')).toThrow('could not prove');
  });

  it.each([
    ['another nonce', 'r=zzz,s=c2FsdA==,i=4096'],
    ['the bare client nonce', 'r=abc,s=c2FsdA==,i=4096'],
    ['no salt', 'r=abcdef,s=,i=4096'],
    ['no iterations', 'r=abcdef,s=c2FsdA=='],
    ['endless iterations', 'r=abcdef,s=c2FsdA==,i=4294967295'],
    ['an unknown extension', 'm=x,r=abcdef,s=c2FsdA==,i=4096'],
  ])('refuses a challenge with %s', async (_what, challenge) => {
    const scram = createScramLogin();
    scram.first();
    await expect(scram.answer(challenge)).rejects.toThrow('not valid');
  });

  it('tells what the challenge holds', async () => {
    const told: ScramFacts[] = [];
    const scram = createScramLogin({ onScram: (facts) => void told.push(facts) });
    scram.first();
    await scram.answer('r=abcdef,s=c2FsdA==,i=64');
    expect(told).toEqual([{ iterations: 64, saltBytes: 4, offerConfirmed: false }]);
  });

  it('notices a list changed on the way', async () => {
    const sent = {
      mechanisms: ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-1'],
      channelBindings: ['tls-exporter'],
    };
    const challenge = `r=abcdef,s=c2FsdA==,i=2,h=${hashOffer('sha1', sent)}`;
    const told: ScramFacts[] = [];
    const honest = createScramLogin({ offer: sent, onScram: (facts) => void told.push(facts) });
    honest.first();
    await honest.answer(challenge);
    expect(told).toMatchObject([{ offerConfirmed: true }]);
    const offer = { ...sent, mechanisms: ['SCRAM-SHA-1'] };
    const cheated = createScramLogin({ offer });
    cheated.first();
    await expect(cheated.answer(challenge)).rejects.toThrow('changed on its way');
  });

  it('escapes and encodes the user name', () => {
    const credentials = { username: 'ä=,', password: 'x' };
    expect(createScramLogin({ credentials }).first()).toBe('n,,n=ä=3D=2C,r=abc');
  });

  it('prepares the password by SASLprep', async () => {
    const finals = await Promise.all(
      ['I\u00adX', 'IX', '\u2168'].map((password) => {
        const scram = createScramLogin({ credentials: { username: 'user', password } });
        scram.first();
        return scram.answer('r=abcdef,s=c2FsdA==,i=64');
      }),
    );
    expect(new Set(finals).size).toBe(1);
  });

  it('keeps the event loop free', async () => {
    const scram = createScramLogin();
    scram.first();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await scram.answer('r=abcdef,s=c2FsdA==,i=1000000');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('readScramName', () => {
  it.each([
    ['SCRAM-SHA-1', 'sha1'],
    ['SCRAM-SHA-512-PLUS', 'sha512'],
    ['SCRAM-MD5', null],
    ['PLAIN', null],
  ])('reads %s', (name, hash) => {
    expect(readScramName(name)).toBe(hash);
  });
});

describe('hashOffer', () => {
  it('sorts and joins as XEP-0474 does', () => {
    // sha1("A<RS>B<US>x<RS>y"), computed with Python's hashlib.
    const offer = { mechanisms: ['B', 'A'], channelBindings: ['y', 'x'] };
    expect(hashOffer('sha1', offer)).toBe('HsKGS1l/NdYZWY8aadt/qbrGNWc=');
    expect(hashOffer('sha1', { ...offer, channelBindings: null })).toBe(
      'RAMYDIP63wwOGPU8kmHWjFwqmPQ=',
    );
  });
});
