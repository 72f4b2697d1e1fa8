/** Traps of connecting and logging in: library facts 1, 2, 8 to 10, 13, 15, 18. */
import { xml } from '@xmpp/client';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';
import { startPractice } from '#tests/support/practice-account.ts';
import { startTlsFront } from '#tests/support/tls-front.ts';
import { createThrowawayCa } from '#tests/support/throwaway-ca.ts';
import { startScriptedServer, STREAM_HEADER } from '#tests/support/scripted-server.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';
import { measureBusyMs } from './busy-time.ts';
import { createStock, PLAIN_CREDENTIALS } from './stock-client.ts';
import type { Trap } from './trap.ts';

const ALICE = { username: 'alice', password: 'alicepw' } as const;
const PING = "<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

const OFFER = `${STREAM_HEADER}<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>`;
const NOT_AUTHORIZED =
  "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>";
const HOST_UNKNOWN = `${STREAM_HEADER}<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`;

/** How the stock client's start ends. */
async function startStock(xmpp: { start(): Promise<unknown> }): Promise<string> {
  return xmpp.start().then(
    () => 'online',
    (error: unknown) => describeError(error),
  );
}

function describeError(error: unknown): string {
  const { name, message, code } = error as Error & { code?: string };
  return `${name}: ${message === '' ? '(no message)' : message}${code === undefined ? '' : ` ${code}`}`;
}

export const CONNECT_TRAPS: readonly Trap[] = [
  {
    fact: 1,
    title: 'SCRAM-SHA-1 is computed on the main thread',
    async run() {
      // Both in clear: only the login is compared. The practice server asks for 10,000 iterations.
      const server = await startPractice({ tlsMode: 'none' });
      const service = `xmpp://127.0.0.1:${server.tcpPort}`;
      const { xmpp } = createStock({ service, ...ALICE });
      const stockMs = await measureBusyMs(() => xmpp.start());
      const sessions = createTestSessions();
      const mechanism = 'SCRAM-SHA-1';
      const options = { ...DEFAULT_PROFILE_OPTIONS, mechanism };
      const oursMs = await measureBusyMs(() =>
        sessions.online({ service, allowPlaintext: true, options }),
      );
      return {
        stock: {
          saw: `main thread busy for ${Math.round(stockMs)} ms`,
          wrong: stockMs > 3 * oursMs,
        },
        ours: { saw: `for ${Math.round(oursMs)} ms`, right: oursMs < stockMs / 3 },
      };
    },
  },
  {
    fact: 2,
    title: 'the session IQ is not sent',
    async run() {
      const server = await startPractice({ tlsMode: 'none', backwardsCompatibleSession: true });
      const service = `xmpp://127.0.0.1:${server.tcpPort}`;
      const { xmpp } = createStock({ service, ...ALICE });
      await xmpp.start();
      const ping = xml(
        'iq',
        { type: 'get', to: 'localhost' },
        xml('ping', { xmlns: 'urn:xmpp:ping' }),
      );
      const saw = await xmpp.iqCaller.request(ping, 400).then(
        () => 'answered',
        (error: unknown) => (error as Error).name,
      );
      const sessions = createTestSessions();
      const session = await sessions.online({ service, allowPlaintext: true });
      const { outcome } = await sessions.ask(session.id, PING);
      return {
        stock: { saw: `online, then ${saw}`, wrong: saw === 'TimeoutError' },
        ours: {
          saw: `session IQ ${session.facts.sessionIq ?? 'unknown'}, then ${outcome?.kind ?? 'nothing'}`,
          right: session.facts.sessionIq === 'sent' && outcome?.kind === 'result',
        },
      };
    },
  },
  {
    fact: 8,
    title: 'TLS takes no CA and no decision about a certificate',
    async run() {
      const server = await startPractice();
      const service = `xmpp://127.0.0.1:${server.tcpPort}`;
      const trusting = { ca: server.certificatePem, rejectUnauthorized: false };
      const { xmpp } = createStock({ service, ...ALICE, ...trusting, tls: trusting });
      const saw = await startStock(xmpp);
      const sessions = createTestSessions({ own: server.certificatePem });
      const session = await sessions.online({ service, trust: { kind: 'ca-file', caId: 'own' } });
      return {
        stock: { saw, wrong: saw.includes('SELF_SIGNED') },
        ours: { saw: `${session.state} by the CA file`, right: session.facts.tls !== null },
      };
    },
  },
  {
    fact: 9,
    title: 'a time-out says neither what nor whom it waited for',
    async run() {
      const { service } = await startScriptedServer(() => new Promise(() => undefined));
      const { xmpp } = createStock({ service, ...PLAIN_CREDENTIALS, timeout: 200 });
      const saw = await startStock(xmpp);
      const failure = await createTestSessions().refused({ service, connectTimeoutMs: 200 });
      const words = `${failure.what} ${failure.why}`;
      return {
        stock: { saw, wrong: saw === 'TimeoutError: (no message)' },
        ours: { saw: words, right: words.includes(service) && words.includes('opened stream') },
      };
    },
  },
  {
    fact: 10,
    title: 'it reconnects for ever after a refused login',
    async run() {
      const logins = { stock: 0, ours: 0 };
      const serverFor = (who: keyof typeof logins) =>
        startScriptedServer(async (peer) => {
          await peer.until(/<stream:stream[^>]*>/);
          peer.send(OFFER);
          await peer.until(/<\/auth>/);
          logins[who] += 1;
          peer.send(NOT_AUTHORIZED);
          peer.end();
        });
      const stockServer = await serverFor('stock');
      const { xmpp } = createStock({ service: stockServer.service, ...PLAIN_CREDENTIALS });
      const delay = xmpp.reconnect.delay;
      // The pause is shortened for the test, nothing else; it does not grow either.
      xmpp.reconnect.delay = 20;
      await startStock(xmpp);
      const ourServer = await serverFor('ours');
      const options = { ...DEFAULT_PROFILE_OPTIONS, reconnect: true };
      const sessions = createTestSessions();
      await sessions.refused({ service: ourServer.service, allowPlaintext: true, options });
      await new Promise((resolve) => setTimeout(resolve, 400));
      xmpp.reconnect.stop();
      return {
        stock: {
          saw: `${logins.stock > 2 ? 'again and again' : logins.stock}, every ${delay} ms`,
          wrong: logins.stock > 2 && delay === 1_000,
        },
        ours: { saw: `${logins.ours} login, then offline`, right: logins.ours === 1 },
      };
    },
  },
  {
    fact: 13,
    title: 'WebSocket takes no CA and tells nothing of the certificate; there is no BOSH',
    async run() {
      const practice = await startPractice({ websocketPort: 0 });
      const ca = await createThrowawayCa();
      const port = await startTlsFront(await ca.issue(['localhost']), practice.websocketPort ?? 0);
      const service = `wss://127.0.0.1:${port}/ws-xmpp`;
      const overWebSocket = createStock({ service, ...ALICE, ca: ca.caPem });
      const saw = await startStock(overWebSocket.xmpp);
      const bosh = `http://127.0.0.1:${practice.websocketPort ?? 0}/http-bind`;
      const overBosh = await startStock(createStock({ service: bosh, ...ALICE }).xmpp);
      const sessions = createTestSessions({ own: ca.caPem });
      const shown = await sessions.refused({ service });
      const trust = { kind: 'ca-file', caId: 'own' } as const;
      const session = await sessions.online({ service, trust });
      const ours = await sessions.online({
        service: bosh,
        jid: 'bob@localhost',
        password: 'bobpw',
        allowPlaintext: true,
      });
      const fingerprint = shown.certificate?.fingerprint256 ?? '';
      return {
        stock: {
          saw: `wss: ${saw}; BOSH: ${overBosh}`,
          wrong:
            !/certificate|SELF_SIGNED|UNABLE/i.test(saw) &&
            overBosh.startsWith('Error: No compatible'),
        },
        ours: {
          saw: `wss: the certificate shown, then ${session.state} by the CA file; BOSH: ${ours.state}`,
          right:
            fingerprint !== '' &&
            session.facts.transport === 'websocket' &&
            ours.facts.transport === 'bosh',
        },
      };
    },
  },
  {
    fact: 15,
    title: 'one stream error is reported twice, and unheard ends the process',
    async run() {
      const { service } = await startScriptedServer(async (peer) => {
        await peer.until(/<stream:stream[^>]*>/);
        peer.send(HOST_UNKNOWN);
        peer.end();
      });
      const { xmpp, errors } = createStock({ service, ...PLAIN_CREDENTIALS });
      const started = await startStock(xmpp);
      const sessions = createTestSessions();
      const failure = await sessions.refused({ service, allowPlaintext: true });
      const reports = sessions.entries.filter(({ condition }) => condition === 'host-unknown');
      return {
        stock: {
          saw: `start: ${started}; error events: ${errors.length}`,
          wrong: started.startsWith('StreamError') && errors.length > 0,
        },
        ours: {
          saw: `one failure: ${failure.code}`,
          right: failure.code === 'host-unknown' && reports.length <= 2,
        },
      };
    },
  },
  {
    fact: 18,
    title: 'PLAIN without TLS is refused in words about an undefined mechanism',
    async run() {
      const { service } = await startScriptedServer(async (peer) => {
        await peer.until(/<stream:stream[^>]*>/);
        peer.send(OFFER);
      });
      const { xmpp } = createStock({ service, ...ALICE });
      const saw = await startStock(xmpp);
      const failure = await createTestSessions().refused({ service });
      return {
        stock: { saw, wrong: saw.includes('Mechanism undefined not found') },
        ours: {
          saw: `${failure.code}: ${failure.what}`,
          right: failure.code === 'plaintext-refused' && failure.next !== '',
        },
      };
    },
  },
];
