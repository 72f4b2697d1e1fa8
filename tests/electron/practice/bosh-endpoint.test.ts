import { describe, expect, it, onTestFinished } from 'vitest';
import { startPracticeServer } from '#services/practice/practice-server.ts';

async function post(body: string, method = 'POST'): Promise<{ status: number; text: string }> {
  const server = await startPracticeServer();
  onTestFinished(() => server.stop());
  const url = `http://127.0.0.1:${server.websocketPort}/http-bind`;
  const answer = await fetch(url, method === 'POST' ? { method, body } : { method });
  return { status: answer.status, text: await answer.text() };
}

const WRAPPER = "xmlns='http://jabber.org/protocol/httpbind'";

describe('the BOSH endpoint', () => {
  it.each([
    ['no hold', `<body ${WRAPPER} rid='1' to='localhost'/>`, 'undefined-condition'],
    ['hold 0', `<body ${WRAPPER} rid='1' to='localhost' hold='0'/>`, 'undefined-condition'],
    ['another host', `<body ${WRAPPER} rid='1' to='x.test' hold='1'/>`, 'host-unknown'],
    ['no such session', `<body ${WRAPPER} rid='1' sid='x'/>`, 'item-not-found'],
  ])('refuses %s', async (_what, body, condition) => {
    const { status, text } = await post(body);
    expect(status).toBe(200);
    expect(text).toBe(`<body condition='${condition}' type='terminate' ${WRAPPER}/>`);
  });

  it.each([['no XML'], ['<body/>'], [`<body ${WRAPPER}/>`]])('cannot read %s', async (body) => {
    expect(await post(body)).toEqual({ status: 400, text: '' });
  });

  it('says what it is', async () => {
    expect(await post('', 'GET')).toEqual({ status: 200, text: 'MongooseIM bosh endpoint' });
    expect(await post('', 'DELETE')).toMatchObject({ status: 405 });
  });
});
