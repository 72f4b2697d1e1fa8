/** Sessions that outlive their link. Recordings 29 and 79 to 81 hold the plain course of events. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PracticeServer, startPracticeServer } from '#services/practice/practice-server.ts';
import { ANSWER_MS, logIn } from '#tests/support/golden-clients.ts';
import type { GoldenConnection } from '#tests/support/golden-connection.ts';

const SM = `xmlns='urn:xmpp:sm:3'`;
const REQUEST = `<r ${SM}/>`;

let server: PracticeServer;
beforeEach(async () => {
  server = await startPracticeServer({ resumeTimeoutMs: 200 });
});
afterEach(() => server.stop());

async function enter(
  conn: string,
  until: 'auth' | 'session' = 'session',
): Promise<GoldenConnection> {
  return logIn({ server, conn, resource: 'r', presence: '<presence/>', until });
}

/** Logs alice in and switches stream management on. */
async function managed(): Promise<{ readonly alice: GoldenConnection; readonly id: string }> {
  const alice = await enter('alice');
  alice.send(`<enable ${SM} resume='true'/>`);
  const enabled = (await alice.next(ANSWER_MS)) ?? '';
  return { alice, id: /id='([^']+)'/.exec(enabled)?.[1] ?? '' };
}

function say(from: GoldenConnection, body: string): void {
  from.send(`<message to='alice@localhost' type='chat'><body>${body}</body></message>`);
}

/** Asks the server something and waits, so that what was sent before has been handled. */
async function settle(connection: GoldenConnection): Promise<void> {
  connection.send(`<iq type='get' id='settle' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
  expect(await connection.next(ANSWER_MS)).toContain(`id='settle'`);
}

describe('stream management', () => {
  it('sends again what was not acknowledged', async () => {
    const { alice, id } = await managed();
    const bob = await enter('bob');
    say(bob, 'one');
    say(bob, 'two');
    await settle(bob);
    alice.drop();
    say(bob, 'three');
    await settle(bob);
    const again = await enter('alice', 'auth');
    again.send(`<resume ${SM} h='1' previd='${id}'/>`);
    expect(await again.next(ANSWER_MS)).toBe(`<resumed h='0' previd='${id}' ${SM}/>`);
    const received = [];
    for (let count = 0; count < 4; count += 1) received.push(await again.next(ANSWER_MS));
    expect(received.map((text) => /<body>(.*)<\/body>/.exec(text ?? '')?.[1] ?? text)).toEqual([
      'two',
      REQUEST,
      'three',
      REQUEST,
    ]);
  });

  it('takes a session over from a live link', async () => {
    const { alice, id } = await managed();
    const again = await enter('alice', 'auth');
    again.send(`<resume ${SM} h='0' previd='${id}'/>`);
    expect(await again.next(ANSWER_MS)).toContain('<resumed');
    expect(await alice.closed(ANSWER_MS)).toBe(true);
    again.send(`<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>`);
    expect(await again.next(ANSWER_MS)).toContain(`to='alice@localhost/r'`);
  });

  it('does not hand a session to another account', async () => {
    const { id } = await managed();
    const bob = await enter('bob', 'auth');
    bob.send(`<resume ${SM} h='0' previd='${id}'/>`);
    expect(await bob.next(ANSWER_MS)).toContain('<item-not-found');
  });

  it('stores what was kept when nobody resumes', async () => {
    const { alice } = await managed();
    const bob = await enter('bob');
    alice.drop();
    say(bob, 'kept');
    await settle(bob);
    await expect.poll(() => server.isOffline('alice@localhost'), { timeout: ANSWER_MS }).toBe(true);
    const later = await logIn({
      ...{ server, conn: 'alice', resource: 'r', presence: null },
      until: 'session',
    });
    later.send('<presence/>');
    const stored = await later.next(ANSWER_MS);
    expect(stored).toContain('<body>kept</body>');
    expect(stored).toContain('SM Storage</delay>');
  });

  it.each([
    [`<a ${SM} h='5'/>`, 'undefined-condition'],
    [`<a ${SM} h='many'/>`, 'policy-violation'],
  ])('ends the stream on %s', async (nonza, condition) => {
    const { alice } = await managed();
    alice.send(nonza);
    expect(await alice.next(ANSWER_MS)).toContain(`<${condition} `);
    await alice.next(ANSWER_MS);
    expect(await alice.closed(ANSWER_MS)).toBe(true);
  });

  it('ends the stream when enabled twice', async () => {
    const { alice } = await managed();
    alice.send(`<enable ${SM}/>`);
    expect(await alice.next(ANSWER_MS)).toContain('<unexpected-request ');
    expect(await alice.next(ANSWER_MS)).toBe('</stream:stream>');
    expect(await alice.closed(ANSWER_MS)).toBe(true);
  });

  it('refuses a resumption without an id', async () => {
    const alice = await enter('alice', 'auth');
    alice.send(`<resume ${SM} h='0'/>`);
    expect(await alice.next(ANSWER_MS)).toContain('<bad-request ');
  });
});
