/** The stock client as it is installed, run beside this console's own session. */
import { client, type StockClient, type StockOptions } from '@xmpp/client';
import { onTestFinished } from 'vitest';
import { logIn, startScriptedServer, type ScriptedPeer } from '#tests/support/scripted-server.ts';
import { createTestSessions, type TestSessions } from '#tests/support/test-sessions.ts';

/** Longest wait of the stock client for one step. */
const TIMEOUT_MS = 3_000;

/** A stock client that reconnects no more and is closed when the test has ended; its errors are kept. */
export interface StockRun {
  readonly xmpp: StockClient;
  readonly errors: readonly Error[];
}

/** Creates a stock client that logs in as alice; over plain TCP with PLAIN, which it refuses by itself. */
export function createStock(options: StockOptions): StockRun {
  const xmpp = client({ domain: 'localhost', timeout: TIMEOUT_MS, ...options });
  const errors: Error[] = [];
  xmpp.on('error', (error: Error) => errors.push(error));
  onTestFinished(async () => {
    xmpp.reconnect.stop();
    await xmpp.disconnect(100).catch(() => undefined);
  });
  return { xmpp, errors };
}

/** Lets it send PLAIN in clear, as the scripted server wants it. */
export const PLAIN_CREDENTIALS: Pick<StockOptions, 'credentials'> = {
  credentials: (authenticate) => authenticate({ username: 'alice', password: 'alicepw' }, 'PLAIN'),
};

/** A scripted server whose peer a test takes over once somebody is online. */
export async function startTakenServer(): Promise<{
  readonly service: string;
  /** The server's end of the next connection that has bound its resource. */
  nextPeer(): Promise<ScriptedPeer>;
}> {
  const waiting: ((peer: ScriptedPeer) => void)[] = [];
  const arrived: ScriptedPeer[] = [];
  const server = await startScriptedServer(async (peer) => {
    await logIn(peer);
    const taker = waiting.shift();
    if (taker === undefined) arrived.push(peer);
    else taker(peer);
  });
  return {
    service: server.service,
    nextPeer: () =>
      new Promise((resolve) => {
        const peer = arrived.shift();
        if (peer === undefined) waiting.push(resolve);
        else resolve(peer);
      }),
  };
}

/** Both clients online on servers of their own that do only what the test tells them to. */
export interface Duel {
  readonly stock: StockRun & { readonly peer: ScriptedPeer };
  readonly ours: {
    readonly sessions: TestSessions;
    readonly sessionId: string;
    readonly peer: ScriptedPeer;
  };
}

/** Brings both online over plain TCP. */
export async function startDuel(): Promise<Duel> {
  const server = await startTakenServer();
  const stock = createStock({ service: server.service, ...PLAIN_CREDENTIALS });
  await stock.xmpp.start();
  const stockPeer = await server.nextPeer();
  const sessions = createTestSessions();
  const session = await sessions.online({ service: server.service, allowPlaintext: true });
  const ourPeer = await server.nextPeer();
  return {
    stock: { ...stock, peer: stockPeer },
    ours: { sessions, sessionId: session.id, peer: ourPeer },
  };
}
