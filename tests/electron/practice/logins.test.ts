/** Ways to log in besides passwords, over real connections. */
import { connect as connectTls } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { PracticeServer } from '#services/practice/practice-server.ts';
import { issueClientCertificate } from '#tests/support/client-certificate.ts';
import { ANSWER_MS, logIn } from '#tests/support/golden-clients.ts';
import { connectTcp, type GoldenConnection } from '#tests/support/golden-connection.ts';
import { startPractice } from '#tests/support/practice-account.ts';

const HEADER =
  `<stream:stream to='localhost' xmlns='jabber:client' ` +
  `xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

async function open(server: PracticeServer): Promise<GoldenConnection> {
  const connection = await connectTcp(server.tcpPort);
  connection.send(HEADER);
  await connection.next(ANSWER_MS);
  await connection.next(ANSWER_MS);
  return connection;
}

function auth(mechanism: string, message: string): string {
  const payload = Buffer.from(message).toString('base64');
  return `<auth xmlns='${SASL}' mechanism='${mechanism}'>${payload}</auth>`;
}

describe('anonymous login', () => {
  it('binds under a random name', async () => {
    const connection = await open(await startPractice({ auth: { anonymous: true } }));
    connection.send(auth('ANONYMOUS', ''));
    expect(await connection.next(ANSWER_MS)).toBe(`<success xmlns='${SASL}'/>`);
    connection.send(HEADER);
    expect(await connection.next(ANSWER_MS)).toMatch(/to='[0-9a-f]{16}@localhost'/);
  });
});

describe('token login', () => {
  it('takes the tokens that a session was given', async () => {
    const server = await startPractice({ auth: { tokens: true } });
    const alice = await logIn({
      ...{ server, conn: 'alice', resource: 'r', presence: null },
      until: 'session',
    });
    alice.send(
      `<iq type='get' id='t'><query xmlns='erlang-solutions.com:xmpp:token-auth:0'/></iq>`,
    );
    const tokens = (await alice.next(ANSWER_MS)) ?? '';
    const refresh = /<refresh_token>([^<]+)</.exec(tokens)?.[1] ?? '';
    const connection = await open(server);
    connection.send(`<auth xmlns='${SASL}' mechanism='X-OAUTH'>${refresh}</auth>`);
    const access = /^<success [^>]*>([^<]+)</.exec((await connection.next(ANSWER_MS)) ?? '')?.[1];
    const again = await open(server);
    again.send(`<auth xmlns='${SASL}' mechanism='X-OAUTH'>${access}</auth>`);
    expect(await again.next(ANSWER_MS)).toBe(`<success xmlns='${SASL}'/>`);
  });
});

describe('login by certificate', () => {
  it('goes by the xmppAddr', async () => {
    const issued = await issueClientCertificate();
    const server = await startPractice({
      auth: { external: true },
      directTlsPort: 0,
      clientCertificates: { caPem: issued.caPem, required: true },
    });
    const client = await secureClient(server, { cert: issued.cert, key: issued.key });
    client.send(HEADER);
    expect(await client.until('</stream:features>')).toContain('<mechanism>EXTERNAL</mechanism>');
    client.send(`<auth xmlns='${SASL}' mechanism='EXTERNAL'>=</auth>`);
    expect(await client.until('/>')).toContain('<success');
    client.send(HEADER);
    expect(await client.until('</stream:features>')).toContain(`to='alice@localhost'`);
  });

  it('is not offered to others', async () => {
    const [issued, strange] = [await issueClientCertificate(), await issueClientCertificate()];
    const server = await startPractice({
      auth: { external: true },
      directTlsPort: 0,
      clientCertificates: { caPem: issued.caPem, required: false },
    });
    for (const shown of [{}, { cert: strange.cert, key: strange.key }]) {
      const client = await secureClient(server, shown);
      client.send(HEADER);
      expect(await client.until('</stream:features>')).not.toContain('EXTERNAL');
    }
  });

  it('is demanded where the listener demands it', async () => {
    const [issued, strange] = [await issueClientCertificate(), await issueClientCertificate()];
    const server = await startPractice({
      directTlsPort: 0,
      clientCertificates: { caPem: issued.caPem, required: true },
    });
    for (const shown of [{}, { cert: strange.cert, key: strange.key }]) {
      await expect(
        secureClient(server, shown).then((client) => client.until('never')),
      ).rejects.toThrow();
    }
  });
});

/** A TLS client that reads text until it holds what it waits for. */
async function secureClient(server: PracticeServer, shown: { cert?: string; key?: string }) {
  const socket = connectTls({
    ...{ host: '127.0.0.1', port: server.directTlsPort ?? 0, servername: 'localhost' },
    ca: server.certificatePem,
    ...shown,
  });
  let received = '';
  let look = (): void => undefined;
  const closed = new Promise<never>((_resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed the connection')));
  });
  closed.catch(() => undefined);
  socket.on('data', (data: Buffer) => {
    received += data.toString();
    look();
  });
  await Promise.race([closed, new Promise((resolve) => socket.once('secureConnect', resolve))]);
  return {
    send: (text: string) => void socket.write(text),
    until: (end: string): Promise<string> =>
      Promise.race([
        closed,
        new Promise<string>((resolve) => {
          look = () => {
            const at = received.indexOf(end);
            if (at < 0) return;
            const text = received.slice(0, at + end.length);
            received = received.slice(at + end.length);
            look = () => undefined;
            resolve(text);
          };
          look();
        }),
      ]),
  };
}
