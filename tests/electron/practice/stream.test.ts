/** What streams do beyond the recordings: time-outs, limits, senders, wrong namespaces. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  type PracticeServer,
  type PracticeServerOptions,
  startPracticeServer,
} from '#services/practice/practice-server.ts';
import { ANSWER_MS, logIn } from '#tests/support/golden-clients.ts';
import {
  connectTcp,
  connectWebsocket,
  type GoldenConnection,
} from '#tests/support/golden-connection.ts';

const HEADER =
  `<stream:stream to='localhost' xmlns='jabber:client' ` +
  `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function start(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const server = await startPracticeServer(options);
  running.push(server);
  return server;
}

async function open(server: PracticeServer): Promise<GoldenConnection> {
  const connection = await connectTcp(server.tcpPort);
  connection.send(HEADER);
  await connection.next(ANSWER_MS);
  await connection.next(ANSWER_MS);
  return connection;
}

async function online(server: PracticeServer, resource = 'r'): Promise<GoldenConnection> {
  return logIn({ server, conn: 'alice', resource, presence: '<presence/>', until: 'session' });
}

/** The condition of a stream error, with its text. */
async function streamError(connection: GoldenConnection): Promise<string> {
  const text = (await connection.next(ANSWER_MS)) ?? 'nothing';
  const condition = /<stream:error><([a-z-]+)/.exec(text)?.[1] ?? text;
  const words = /<text [^>]*>([^<]*)</.exec(text)?.[1];
  await connection.next(ANSWER_MS);
  expect(await connection.closed(ANSWER_MS)).toBe(true);
  return words === undefined ? condition : `${condition}: ${words}`;
}

describe('stream', () => {
  it('closes a client that never opens a stream', async () => {
    const connection = await connectTcp((await start({ stateTimeoutMs: 50 })).tcpPort);
    expect(await connection.next(ANSWER_MS)).toContain('<stream:stream');
    expect(await streamError(connection)).toBe('connection-timeout');
  });

  it('closes a client that does not log in', async () => {
    const connection = await open(await start({ stateTimeoutMs: 50 }));
    expect(await streamError(connection)).toBe('connection-timeout');
  });

  it('refuses a second header', async () => {
    const connection = await open(await start());
    connection.send(HEADER);
    expect(await streamError(connection)).toBe('policy-violation');
  });

  it('refuses SASL in a wrong namespace', async () => {
    const connection = await open(await start());
    connection.send(`<auth xmlns='urn:wrong' mechanism='PLAIN'>AA==</auth>`);
    expect(await streamError(connection)).toBe('invalid-namespace');
  });

  it('is not fooled by elements named like properties', async () => {
    const connection = await open(await start());
    connection.send(`<constructor/><toString/>`);
    connection.send(`<iq type='get' id='1'><query xmlns='jabber:iq:register'/></iq>`);
    expect(await connection.next(ANSWER_MS)).toContain('<instructions>');
  });

  it('fails STARTTLS where there is none', async () => {
    const connection = await open(await start({ tlsMode: 'none' }));
    connection.send(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`);
    expect(await connection.next(ANSWER_MS)).toBe(
      `<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`,
    );
    expect(await connection.closed(ANSWER_MS)).toBe(true);
  });

  it('drops what was sent along with starttls', async () => {
    const server = await start();
    const connection = await open(server);
    const register = `<iq type='get' id='1'><query xmlns='jabber:iq:register'/></iq>`;
    connection.send(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>${register}`);
    expect(await connection.next(ANSWER_MS)).toContain('<proceed');
    await connection.startTls(server.certificatePem);
    connection.send(HEADER);
    expect(await connection.next(ANSWER_MS)).toContain('<stream:stream');
    expect(await connection.next(ANSWER_MS)).toContain('tls-exporter');
    expect(connection.waiting()).toEqual([]);
  });

  it('closes when the TLS handshake fails', async () => {
    const connection = await open(await start());
    connection.send(`<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`);
    await connection.next(ANSWER_MS);
    connection.send('this is no ClientHello');
    expect(await connection.closed(ANSWER_MS)).toBe(true);
  });

  it('closes a direct-TLS client that says nothing', async () => {
    const server = await start({ directTlsPort: 0, stateTimeoutMs: 50 });
    const connection = await connectTcp(server.directTlsPort ?? 0);
    expect(await connection.closed(ANSWER_MS)).toBe(true);
  });

  it('gives up after five requests that are no bind', async () => {
    const server = await start();
    const connection = await logIn({
      ...{ server, conn: 'alice', resource: '', presence: null },
      until: 'auth',
    });
    for (let count = 0; count < 5; count += 1) {
      connection.send(`<iq type='get' id='${count}'><ping xmlns='urn:xmpp:ping'/></iq>`);
      expect(await connection.next(ANSWER_MS)).toContain('bad-request');
    }
    expect(await connection.closed(ANSWER_MS)).toBe(true);
  });

  it('refuses a stranger’s address as sender', async () => {
    const connection = await online(await start());
    connection.send(`<message from='bob@localhost' to='carol@localhost'/>`);
    expect(await streamError(connection)).toBe('invalid-from');
  });

  it('answers a malformed address', async () => {
    const connection = await online(await start());
    connection.send(`<iq type='get' id='1' to='@@'><ping xmlns='urn:xmpp:ping'/></iq>`);
    expect(await connection.next(ANSWER_MS)).toContain('<jid-malformed');
  });

  it('tells its time', async () => {
    const now = new Date('2026-03-04T05:06:07.890Z');
    const connection = await online(await start({ now: () => now }));
    connection.send(`<iq type='get' id='1' to='localhost'><time xmlns='urn:xmpp:time'/></iq>`);
    expect(await connection.next(ANSWER_MS)).toContain(
      `<time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>2026-03-04T05:06:07Z</utc></time>`,
    );
  });

  it('finishes what arrived before the link broke', async () => {
    const server = await start();
    const bob = await logIn({
      ...{ server, conn: 'bob', resource: 'r', presence: '<presence/>' },
      until: 'session',
    });
    const alice = await online(server);
    alice.send(
      `<message to='bob@localhost' type='chat'><body>last words</body></message></stream:stream>`,
    );
    alice.drop();
    expect(await bob.next(ANSWER_MS)).toContain('last words');
  });

  it('tells an element too big over WebSocket', async () => {
    const server = await start({ maxStanzaSize: 500 });
    const url = `ws://127.0.0.1:${server.websocketPort}/ws-xmpp`;
    const attempt = await connectWebsocket(url, ['xmpp']);
    if (!('connection' in attempt)) throw new Error('not connected');
    const { connection } = attempt;
    connection.send(
      `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>`,
    );
    await connection.next(ANSWER_MS);
    await connection.next(ANSWER_MS);
    connection.send(`<message xmlns='jabber:client'><body>${'x'.repeat(500)}</body></message>`);
    expect(await connection.next(ANSWER_MS)).toContain('element too big');
    expect(await connection.next(ANSWER_MS)).toContain('<close');
    expect(await connection.closed(ANSWER_MS)).toBe(true);
  });
});
