import { describe, expect, it } from 'vitest';
import { saslprep } from '#services/xmpp/sasl/saslprep.ts';

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
