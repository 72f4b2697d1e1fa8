import { describe, expect, it } from 'vitest';
import { createScramExchange, type ScramInput } from '#services/practice/scram-exchange.ts';
import { deriveCredential } from '#services/practice/scram-keys.ts';
import { answerScram } from '#tests/support/golden-scram.ts';

const credential = deriveCredential('sha256', 'alicepw');
const BINDING = Buffer.from('exporter data');

function exchange(input: Partial<ScramInput> = {}) {
  return createScramExchange({
    digest: 'sha256',
    plus: false,
    channelBinding: null,
    credential: (user) => (user === 'alice' ? credential : Promise.resolve(null)),
    ...input,
  });
}

async function logIn(
  gs2: string,
  binding: Buffer,
  input: Partial<ScramInput> = {},
  password = 'alicepw',
) {
  const server = exchange(input);
  const clientFirst = `${gs2}n=alice,r=clientnonce`;
  const first = await server.start(clientFirst);
  if ('failure' in first) return first;
  const answer = answerScram({
    mechanism: 'SCRAM-SHA-256',
    clientFirst,
    challenge: first.challenge,
    password,
    binding: Buffer.concat([Buffer.from(gs2), binding]).toString('base64'),
  });
  return { outcome: server.finish(answer.clientFinal), expected: answer.serverFinal };
}

describe('SCRAM exchange', () => {
  it('proves itself to the right password', async () => {
    const login = await logIn('n,,', Buffer.alloc(0));
    expect(login).toMatchObject({ outcome: { user: 'alice' } });
    expect('outcome' in login && login.outcome).toEqual({
      user: 'alice',
      serverFinal: 'outcome' in login ? login.expected : '',
    });
  });

  it('refuses a wrong password', async () => {
    const login = await logIn('n,,', Buffer.alloc(0), {}, 'wrong');
    expect(login).toMatchObject({ outcome: { failure: 'not-authorized' } });
  });

  it('binds to the channel with PLUS', async () => {
    const input = { plus: true, channelBinding: BINDING };
    const right = await logIn('p=tls-exporter,,', BINDING, input);
    const wrong = await logIn('p=tls-exporter,,', Buffer.from('another channel'), input);
    expect(right).toMatchObject({ outcome: { user: 'alice' } });
    expect(wrong).toMatchObject({ outcome: { failure: 'not-authorized' } });
  });

  it.each([
    ['an authorization id', 'n,a=bob,', {}],
    ['a claimed lack of PLUS that was offered', 'y,,', { channelBinding: BINDING }],
    ['another binding type', 'p=tls-unique,,', { plus: true, channelBinding: BINDING }],
    ['a binding without PLUS', 'p=tls-exporter,,', { channelBinding: BINDING }],
    ['PLUS without binding', 'n,,', { plus: true, channelBinding: BINDING }],
  ])('refuses %s', async (_what, gs2, input) => {
    expect(await logIn(gs2, Buffer.alloc(0), input)).toEqual({ failure: 'not-authorized' });
  });

  it('accepts y where PLUS is not offered', async () => {
    expect(await logIn('y,,', Buffer.alloc(0))).toMatchObject({ outcome: { user: 'alice' } });
  });

  it('refuses an unknown account at once', async () => {
    expect(await exchange().start('n,,n=nobody,r=abc')).toEqual({ failure: 'not-authorized' });
  });

  it.each(['', 'n,,', 'n,,n=alice', 'x,,n=alice,r=abc'])('calls %j malformed', async (first) => {
    expect(await exchange().start(first)).toEqual({ failure: 'bad-protocol' });
  });

  it('calls a final message without a first malformed', () => {
    expect(exchange().finish('c=biws,r=abc,p=AAAA')).toEqual({ failure: 'bad-protocol' });
  });

  it('refuses a nonce of another exchange', async () => {
    const server = exchange();
    await server.start('n,,n=alice,r=abc');
    expect(server.finish('c=biws,r=other,p=AAAA')).toEqual({ failure: 'not-authorized' });
  });
});
