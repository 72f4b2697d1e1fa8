import { describe, expect, it } from 'vitest';
import { createOneMessage } from '#services/xmpp/sasl/one-message.ts';

function messageOf(name: string, username: string, password: string): string | undefined {
  return createOneMessage(name, { username, password })?.begin().toString();
}

describe('createOneMessage', () => {
  it('encodes PLAIN as UTF-8', () => {
    expect(messageOf('PLAIN', 'zoë', 'пароль')).toBe('\0zoë\0пароль');
  });

  it('passes a JSON Web Token on untouched', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'zoë', scope: 'xmpp '.repeat(400), exp: 1_900_000_000 };
    const token = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${'aZ-_'.repeat(86)}`;
    expect(token.length).toBeGreaterThan(3_000);
    expect(messageOf('PLAIN', 'zoë', token)).toBe(`\0zoë\0${token}`);
  });

  it.each(['EXTERNAL', 'ANONYMOUS'])('has nothing to say for %s', (name) => {
    expect(messageOf(name, 'alice', 'secret')).toBe('');
  });

  it('sends a token as MongooseIM handed it out', () => {
    const bytes = Buffer.from('access\0alice@localhost\x0063851\0');
    expect(messageOf('X-OAUTH', '', ` ${bytes.toString('base64')}\n`)).toBe(bytes.toString());
    expect(messageOf('X-OAUTH', '', 'not base64!')).toBe('not base64!');
  });

  it('answers no challenge', async () => {
    const plain = createOneMessage('PLAIN', { username: 'a', password: 'b' });
    await expect(plain?.answer(Buffer.from('more'))).rejects.toThrow('asks for more');
  });

  it('knows no other mechanism', () => {
    expect(createOneMessage('DIGEST-MD5', { username: 'a', password: 'b' })).toBeNull();
  });
});
