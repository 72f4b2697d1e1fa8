import { describe, expect, it } from 'vitest';
import { fromByteText } from '#services/xmpp/sasl/mechanism.ts';
import { chooseMechanism, createSaslFactory } from '#services/xmpp/sasl/sasl-factory.ts';
import { saslprep } from '#services/xmpp/sasl/saslprep.ts';

describe('chooseMechanism', () => {
  it('prefers the strongest SCRAM', () => {
    const offered = [
      'PLAIN',
      'SCRAM-SHA-1',
      'SCRAM-SHA-512-PLUS',
      'SCRAM-SHA-512',
      'SCRAM-SHA-256',
    ];
    expect(chooseMechanism(offered, true)).toEqual({ ok: true, name: 'SCRAM-SHA-512' });
  });

  it('takes PLAIN only where it may', () => {
    expect(chooseMechanism(['PLAIN'], true)).toEqual({ ok: true, name: 'PLAIN' });
    expect(chooseMechanism(['PLAIN'], false)).toEqual({ ok: false, reason: 'plain-in-clear' });
    expect(chooseMechanism(['PLAIN', 'SCRAM-SHA-1'], false)).toMatchObject({ name: 'SCRAM-SHA-1' });
  });

  it('finds nothing in common', () => {
    expect(chooseMechanism(['EXTERNAL'], true)).toEqual({ ok: false, reason: 'none-in-common' });
  });
});

describe('createSaslFactory', () => {
  it('encodes PLAIN as UTF-8', async () => {
    const plain = createSaslFactory(() => 'n').create(['PLAIN']);
    const text = await plain?.response({ username: 'zoë', password: 'пароль' });
    expect(fromByteText(text ?? '')).toBe('\0zoë\0пароль');
  });

  it('makes a fresh nonce each time', async () => {
    let count = 0;
    const factory = createSaslFactory(() => `nonce${++count}`);
    const [first, second] = [factory.create(['SCRAM-SHA-1']), factory.create(['SCRAM-SHA-1'])];
    const credentials = { username: 'alice', password: 'x' };
    expect(await first?.response(credentials)).not.toBe(await second?.response(credentials));
    expect(factory.current()).toBe(second);
  });
});

describe('saslprep', () => {
  it.each([
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['\u00aa', 'a'],
    ['a\u00a0b', 'a b'],
  ])('maps %j', (text, prepared) => {
    expect(saslprep(text, 'password')).toBe(prepared);
  });

  it('refuses control characters', () => {
    expect(() => saslprep('a\u0007', 'password')).toThrow('password contains a character');
  });
});
