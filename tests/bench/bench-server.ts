/**
 * A server for measurements, in a process of its own: TLS from the first byte, SCRAM-SHA-1 with as many
 * iterations as asked, resource binding; then, at initial presence, stanzas as fast as the socket takes them,
 * or so many a second: `bench-server.ts ITERATIONS STANZAS [PER_SECOND]`. It does as little as possible, so that
 * what is measured is the client.
 * RFC 5802 (SCRAM), 2010-07; RFC 6120, 2011-03.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer, type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { BENCH_DOMAIN, BENCH_JID, BENCH_PASSWORD } from './bench-account.ts';
import { benchStanza } from './bench-stanzas.ts';
import { reportToParent } from './children.ts';

/** What the server tells when it listens. */
export interface BenchServerFacts {
  readonly service: string;
  /** SHA-256 of its certificate, lower-case hex. */
  readonly fingerprint256: string;
}

const BUFFER_BYTES = 64 * 1024;
/** Of a hundred steps a second, each sends its share. */
const STEP_MS = 10;
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const HEADER = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='${BENCH_DOMAIN}' id='bench' version='1.0'>`;

const iterations = Number(process.argv[2]);
const count = Number(process.argv[3]);
const perSecond = Number(process.argv[4] ?? 0);
const buffers = perSecond === 0 ? buildBuffers(count) : [];
const salt = randomBytes(16);
const salted = pbkdf2Sync(BENCH_PASSWORD, salt, iterations, 20, 'sha1');
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha1', key).update(text).digest();
const storedKey = createHash('sha1').update(hmac(salted, 'Client Key')).digest();
const serverKey = hmac(salted, 'Server Key');

const certificate = await generate([{ name: 'commonName', value: BENCH_DOMAIN }], {
  ...{ keyType: 'rsa', keySize: 2048, algorithm: 'sha256' },
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: BENCH_DOMAIN }] }],
});
const server = createServer({ cert: certificate.cert, key: certificate.private }, serve);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const fingerprint = new X509Certificate(certificate.cert).fingerprint256;
  reportToParent({
    service: `xmpps://127.0.0.1:${port}`,
    fingerprint256: fingerprint.replaceAll(':', '').toLowerCase(),
  } satisfies BenchServerFacts);
});

function buildBuffers(count: number): Buffer[] {
  const buffers: Buffer[] = [];
  let text = '';
  for (let index = 0; index < count; index += 1) {
    text += benchStanza(index);
    if (text.length < BUFFER_BYTES && index < count - 1) continue;
    buffers.push(Buffer.from(text));
    text = '';
  }
  return buffers;
}

/** Takes one client from its stream header to the last stanza. */
function serve(socket: TLSSocket): void {
  let received = '';
  let loggedIn = false;
  let clientFirst = '';
  let serverFirst = '';
  const send = (text: string): void => void socket.write(text);
  const payload = (base64: string): string => Buffer.from(base64, 'base64').toString();
  const encoded = (text: string): string => Buffer.from(text).toString('base64');

  const answers: readonly (readonly [RegExp, (match: RegExpExecArray) => void])[] = [
    [
      /<stream:stream[^>]*>/,
      () =>
        send(
          HEADER +
            (loggedIn
              ? `<stream:features><bind xmlns='${NS_BIND}'/></stream:features>`
              : `<stream:features><mechanisms xmlns='${NS_SASL}'><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`),
        ),
    ],
    [
      /<auth[^>]*>([^<]*)<\/auth>/,
      ([, data = '']) => {
        clientFirst = payload(data).replace(/^[nyp][^,]*,[^,]*,/, '');
        const nonce = (/r=([^,]*)/.exec(clientFirst)?.[1] ?? '') + randomBytes(9).toString('hex');
        serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
        send(`<challenge xmlns='${NS_SASL}'>${encoded(serverFirst)}</challenge>`);
      },
    ],
    [
      /<response[^>]*>([^<]*)<\/response>/,
      ([, data = '']) => {
        const [, unproved = '', proof = ''] = /^(.*),p=(.*)$/.exec(payload(data)) ?? [];
        const message = `${clientFirst},${serverFirst},${unproved}`;
        const signature = hmac(storedKey, message);
        const key = Buffer.from(proof, 'base64').map((byte, at) => byte ^ (signature[at] ?? 0));
        if (!createHash('sha1').update(key).digest().equals(storedKey)) {
          send(`<failure xmlns='${NS_SASL}'><not-authorized/></failure>`);
          return;
        }
        loggedIn = true;
        const final = `v=${hmac(serverKey, message).toString('base64')}`;
        send(`<success xmlns='${NS_SASL}'>${encoded(final)}</success>`);
      },
    ],
    [
      /<iq[^>]* id=["']([^"']*)["'][^]*?<\/iq>/,
      ([, id = '']) =>
        send(
          `<iq type='result' id='${id}'><bind xmlns='${NS_BIND}'><jid>${BENCH_JID}/here</jid></bind></iq>`,
        ),
    ],
    [/<presence/, () => void blast(socket)],
    [/<\/stream:stream>/, () => socket.end('</stream:stream>')],
  ];

  socket.on('error', () => socket.destroy());
  socket.on('data', (data: Buffer) => {
    received += data.toString();
    for (;;) {
      const due = answers.find(([pattern]) => pattern.test(received));
      const match = due?.[0].exec(received) ?? null;
      if (due === undefined || match === null) return;
      received = received.slice(match.index + match[0].length);
      due[1](match);
    }
  });
}

/** When the client leaves in between, nobody waits for the rest. */
async function blast(socket: TLSSocket): Promise<void> {
  for await (const buffer of perSecond === 0 ? buffers : pacedBuffers()) {
    if (socket.destroyed) return;
    if (!socket.write(buffer)) await once(socket, 'drain').catch(() => socket.destroy());
  }
}

/** What is due, as soon as it is: a step that came late sends more. */
async function* pacedBuffers(): AsyncGenerator<Buffer> {
  const start = performance.now();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1_000) * perSecond));
    let text = '';
    for (; sent < due; sent += 1) text += benchStanza(sent);
    yield Buffer.from(text);
    await delay(STEP_MS);
  }
}
