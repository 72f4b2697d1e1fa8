/** What the practice server does wrong on request, seen by a client that judges nothing. */
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFaultBoard } from '#services/practice/faults.ts';
import type { PracticeServer } from '#services/practice/practice-server.ts';
import {
  allowsFaultValue,
  findFaultKind,
  PRACTICE_FAULTS,
  type PracticeFault,
  type PracticeFaultId,
} from '#shared/contract/practice-faults.ts';
import { practiceFaultsSchema } from '#shared/contract/schemas.ts';
import { ANSWER_MS, logIn } from '#tests/support/golden-clients.ts';
import { connectTcp, type GoldenConnection } from '#tests/support/golden-connection.ts';
import { startPractice } from '#tests/support/practice-account.ts';

const PING = `<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`;
const UNKNOWN = `<iq type='get' id='p' to='localhost'><q xmlns='urn:unknown'/></iq>`;
const PONG = `<iq from='localhost' id='p' to='alice@localhost/r' type='result'/>`;
const HEADER =
  `<stream:stream to='localhost' xmlns='jabber:client' ` +
  `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;

function fault(id: PracticeFaultId, value: number | null = null): PracticeFault {
  return { id, value };
}

async function online(...faults: PracticeFault[]): Promise<[GoldenConnection, PracticeServer]> {
  const server = await startPractice();
  const options = { server, conn: 'alice', resource: 'r', presence: null };
  const connection = await logIn({ ...options, until: 'session' });
  server.setFaults(faults);
  return [connection, server];
}

/** What comes back for a request. */
async function answers(xml: string, count: number, ...ids: PracticeFaultId[]): Promise<string[]> {
  const [connection] = await online(...ids.map((id) => fault(id)));
  connection.send(xml);
  const received: string[] = [];
  for (let index = 0; index < count; index += 1) {
    received.push((await connection.next(ANSWER_MS)) ?? 'nothing');
  }
  return received;
}

describe('a fault board', () => {
  it('gives a fault its initial value', () => {
    const board = createFaultBoard([fault('slow-answers'), fault('silent')]);
    expect(board.list()).toEqual([fault('slow-answers', 2_000), fault('silent')]);
    expect([board.has('silent'), board.has('comment')]).toEqual([true, false]);
    board.set([]);
    expect(board.list()).toEqual([]);
  });

  it('knows every fault by one name', () => {
    const ids = PRACTICE_FAULTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map((id) => findFaultKind(id)?.id)).toEqual(ids);
  });

  it.each([
    ['slow-answers', 600_000, true],
    ['slow-answers', 600_001, false],
    ['slow-answers', 0, false],
    ['huge-stanza', 64, true],
    ['huge-stanza', 65, false],
    ['silent', 1, false],
    ['silent', null, true],
  ] as const)('bounds %s=%s: %s', (id, value, allowed) => {
    expect(allowsFaultValue({ id, value })).toBe(allowed);
    expect(practiceFaultsSchema.safeParse([{ id, value }]).success).toBe(allowed);
  });
});

describe('faulty answers', () => {
  it('come from somebody else first', async () => {
    const [first, second] = await answers(PING, 2, 'foreign-answer');
    expect(first).toBe(PONG.replace(`'localhost'`, `'mallory@elsewhere.example/x'`));
    expect(second).toBe(PONG);
  });

  it('come without a sender', async () => {
    expect(await answers(PING, 1, 'no-from')).toEqual([PONG.replace(` from='localhost'`, '')]);
  });

  it('come twice', async () => {
    expect(await answers(PING, 2, 'duplicate-answers')).toEqual([PONG, PONG]);
  });

  it('come after one that nobody asked for', async () => {
    expect(await answers(PING, 2, 'unsolicited-result')).toEqual([
      PONG.replace(`'p'`, `'p-unasked'`),
      PONG,
    ]);
  });

  it('come without a reason', async () => {
    const [error] = await answers(UNKNOWN, 1, 'error-without-reason');
    expect(error).toContain(`type='error'><q xmlns='urn:unknown'/></iq>`);
  });

  it.each<[PracticeFaultId, RegExp]>([
    [
      'text-first',
      /<error [^>]*><text [^>]*>[^<]+<\/text><feature-not-implemented [^>]*\/><\/error>/,
    ],
    ['payload-first', /<q [^>]*\/><error .*<\/error><\/iq>$/],
    ['payload-last', /<\/error><q [^>]*\/><\/iq>$/],
    ['legacy-error', /<error code='501'>feature not implemented<\/error>/],
    ['error-by', /<error by='proxy.example' code='501' type='cancel'>/],
  ])('have the shape of %s', async (id, shape) => {
    const [error] = await answers(UNKNOWN, 1, id);
    expect(error).toMatch(shape);
  });

  it('leave results alone that are about errors', async () => {
    const ids: PracticeFaultId[] = ['error-without-reason', 'text-first', 'legacy-error'];
    expect(await answers(PING, 1, ...ids)).toEqual([PONG]);
  });

  it('come late', async () => {
    const [connection, server] = await online(fault('slow-answers', 50));
    const sentAt = performance.now();
    connection.send(PING);
    expect(await connection.next(ANSWER_MS)).toBe(PONG);
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(45);
    server.setFaults([fault('late-answers', 600_000)]);
    connection.send(PING);
    await server.stop();
    expect(await connection.next(ANSWER_MS)).toBeNull();
  });

  it('stay away', async () => {
    const [connection, server] = await online(fault('silent'));
    connection.send(PING);
    connection.send(`<message to='alice@localhost/r'><body>still delivered</body></message>`);
    expect(await connection.next(ANSWER_MS)).toContain('still delivered');
    server.setFaults([]);
    connection.send(PING);
    expect(await connection.next(ANSWER_MS)).toBe(PONG);
  });
});

describe('faulty streams', () => {
  it('close without a word', async () => {
    const [connection] = await online(fault('close-without-error'));
    connection.send(PING);
    expect(await connection.next(ANSWER_MS)).toBeNull();
    expect(connection.isClosed()).toBe(true);
  });

  it.each<[PracticeFaultId, string]>([
    ['comment', '<!-- a comment -->'],
    ['processing-instruction', '<?practice fault?>'],
    ['doctype', '<!DOCTYPE lolz'],
    ['not-well-formed', "<message xmlns='jabber:client'><body></message>"],
    ['deep-tree', '<a>'.repeat(10_000)],
    ['huge-stanza', 'x'.repeat(1024)],
  ])('carry %s', async (id, text) => {
    const received = await rawText(id, (all) => all.includes(`id='p'`));
    expect(received).toContain(text);
  });

  it.each<[PracticeFaultId, (chunk: Buffer) => boolean]>([
    ['split-utf8', (chunk) => !chunk.toString().includes('\u{1F680}')],
    ['single-bytes', (chunk) => chunk.length < 40],
  ])('arrive in pieces with %s', async (id, isPiece) => {
    const chunks: Buffer[] = [];
    const payload = `<q xmlns='urn:unknown'>\u{1F680}</q>`;
    await rawText(id, (all) => all.includes('</iq>'), chunks, payload);
    expect(chunks.every(isPiece)).toBe(true);
    expect(Buffer.concat(chunks).toString()).toContain('\u{1F680}');
  });
});

describe('stream errors on request', () => {
  it.each<[PracticeFaultId, string]>([
    ['host-unknown', 'host-unknown'],
    ['unsupported-version', 'unsupported-version'],
    ['invalid-namespace', 'invalid-namespace'],
  ])('come in the place of features with %s', async (id, condition) => {
    const server = await startPractice({ faults: [fault(id)] });
    const connection = await connectTcp(server.tcpPort);
    connection.send(HEADER);
    await connection.next(ANSWER_MS);
    expect(await connection.next(ANSWER_MS)).toContain(`<stream:error><${condition} `);
  });

  it.each<[PracticeFaultId, string]>([
    ['sasl2-violation', 'SASL2 violation'],
    ['encryption-required', 'Use of STARTTLS required'],
    ['connection-timeout', '<connection-timeout '],
  ])('come in the place of the login with %s', async (id, text) => {
    const server = await startPractice({ faults: [fault(id)] });
    const connection = await connectTcp(server.tcpPort);
    connection.send(HEADER);
    await connection.next(ANSWER_MS);
    await connection.next(ANSWER_MS);
    connection.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AA==</auth>`);
    expect(await connection.next(ANSWER_MS)).toContain(text);
  });

  it.each<[PracticeFaultId, string]>([
    ['xml-not-well-formed', 'expected &gt;'],
    ['element-too-big', 'element too big'],
    ['unexpected-header', '<policy-violation '],
    ['invalid-from', '<invalid-from '],
    ['conflict-replaced', 'Replaced by new connection'],
    ['conflict-removed', 'User removed'],
    ['system-shutdown', '<system-shutdown '],
    ['unacked-stanzas', 'too many unacked stanzas'],
    ['handled-count-too-high', '<undefined-condition '],
    ['invalid-h', 'Invalid h attribute'],
  ])('come in the place of an answer with %s', async (id, text) => {
    const [error, end] = await answers(PING, 2, id);
    expect(error).toContain(text);
    expect(end).toBe('</stream:stream>');
  });
});

/** Pings over a socket of its own and takes all text as it comes. */
async function rawText(
  id: PracticeFaultId,
  done: (all: string) => boolean,
  chunks: Buffer[] = [],
  payload = `<ping xmlns='urn:xmpp:ping'/>`,
): Promise<string> {
  const server = await startPractice({ backwardsCompatibleSession: false });
  const socket = connect(server.tcpPort, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let received = '';
  let look = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    received += chunk.toString('latin1');
    look();
  });
  const until = (reached: (all: string) => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (reached(received)) resolve();
      };
      look();
    });
  const says = (text: string, end: string): Promise<void> => {
    received = '';
    socket.write(text);
    return until((all) => all.includes(end));
  };
  const plain = Buffer.from('\0alice\0alicepw').toString('base64');
  await says(HEADER, '</stream:features>');
  await says(
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`,
    '<success',
  );
  await says(HEADER, '</stream:features>');
  await says(
    `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`,
    '</iq>',
  );
  server.setFaults([{ id, value: id === 'huge-stanza' ? 1 : null }]);
  chunks.length = 0;
  received = '';
  socket.write(`<iq type='get' id='p' to='localhost'>${payload}</iq>`);
  await until(done);
  return received;
}
