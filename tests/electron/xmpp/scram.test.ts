import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createScram, scramName, type ScramHash } from '#services/xmpp/sasl/scram.ts';

const credentials = { username: 'user', password: 'pencil' };

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

describe('createScram', () => {
  it.each(VECTORS)('reproduces the published $hash exchange', async (vector) => {
    const scram = createScram(vector.hash, vector.nonce);
    expect(await scram.response(credentials)).toBe(vector.first);
    scram.challenge(vector.challenge);
    expect(await scram.response(credentials)).toBe(vector.final);
    expect(() => scram.finish(vector.verifier)).not.toThrow();
  });

  it.each(VECTORS)('accepts the $hash proof as a last challenge', async (vector) => {
    const scram = createScram(vector.hash, vector.nonce);
    await scram.response(credentials);
    scram.challenge(vector.challenge);
    await scram.response(credentials);
    scram.challenge(vector.verifier);
    expect(await scram.response(credentials)).toBe('');
    expect(() => scram.finish('')).not.toThrow();
  });

  it.each<ScramHash>(['sha224', 'sha384', 'sha512'])(
    'proves the password with %s',
    async (hash) => {
      const scram = createScram(hash, 'abc');
      await scram.response(credentials);
      const challenge = `r=abcdef,s=${Buffer.from('salt').toString('base64')},i=64`;
      scram.challenge(challenge);
      const final = await scram.response(credentials);
      expect(proofIsRight(hash, `n=user,r=abc,${challenge}`, final)).toBe(true);
    },
  );

  it('refuses a server without proof', async () => {
    const { nonce, challenge } = VECTORS[0];
    const scram = createScram('sha1', nonce);
    await scram.response(credentials);
    scram.challenge(challenge);
    await scram.response(credentials);
    expect(() => scram.finish('')).toThrow('could not prove');
    expect(() => scram.finish('v=cm1GOXBxVjhTN3N1QW9aV2ph')).toThrow('could not prove');
    expect(() => scram.finish('e=other-error')).toThrow('other-error');
  });

  it('refuses success before any challenge', async () => {
    const scram = createScram('sha1', 'abc');
    await scram.response(credentials);
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
    const scram = createScram('sha1', 'abc');
    await scram.response(credentials);
    scram.challenge(challenge);
    await expect(scram.response(credentials)).rejects.toThrow('not valid');
  });

  it('escapes and encodes the user name', async () => {
    const first = await createScram('sha1', 'abc').response({ username: 'ä=,', password: 'x' });
    expect(Buffer.from(first, 'latin1').toString('utf8')).toBe('n,,n=ä=3D=2C,r=abc');
  });

  it('prepares the password by SASLprep', async () => {
    const finals = await Promise.all(
      ['I\u00adX', 'IX', '\u2168'].map(async (password) => {
        const scram = createScram('sha1', 'abc');
        await scram.response({ username: 'user', password });
        scram.challenge('r=abcdef,s=c2FsdA==,i=64');
        return scram.response({ username: 'user', password });
      }),
    );
    expect(new Set(finals).size).toBe(1);
  });

  it('keeps the event loop free', async () => {
    const scram = createScram('sha1', 'abc');
    await scram.response(credentials);
    scram.challenge('r=abcdef,s=c2FsdA==,i=1000000');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await scram.response(credentials);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

/** The server's side of RFC 5802 §3: the stored key opens the proof. */
function proofIsRight(hash: ScramHash, messages: string, final: string): boolean {
  const length = createHash(hash).digest().length;
  const salted = pbkdf2Sync('pencil', 'salt', 64, length, hash);
  const stored = createHash(hash)
    .update(createHmac(hash, salted).update('Client Key').digest())
    .digest();
  const [withoutProof = '', proof = ''] = final.split(',p=');
  const signature = createHmac(hash, stored).update(`${messages},${withoutProof}`).digest();
  const key = Buffer.from(proof, 'base64').map((byte, index) => byte ^ (signature[index] ?? 0));
  return createHash(hash).update(key).digest().equals(stored);
}

describe('scramName', () => {
  it('spells the registered name', () => {
    expect(scramName('sha1')).toBe('SCRAM-SHA-1');
    expect(scramName('sha512')).toBe('SCRAM-SHA-512');
  });
});
