/** A raw client of the practice server: sends exact text, hands out exact text, judges nothing. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { createStreamSplitter } from '#shared/xml/splitter.ts';

export interface GoldenConnection {
  send(text: string): void;
  /** The next thing the server sent, or null after `timeoutMs` or when nothing more can come. */
  next(timeoutMs: number): Promise<string | null>;
  /** What has arrived and was not taken. */
  waiting(): readonly string[];
  isClosed(): boolean;
  /** Resolves to whether it is closed, at the latest after `timeoutMs`. */
  closed(timeoutMs: number): Promise<boolean>;
  /** WebSocket close code; null before and on TCP. */
  closeCode(): number | null;
  startTls(certificatePem: string): Promise<void>;
  /** tls-exporter data; empty without TLS. */
  channelBinding(): Buffer;
  /** Cuts the link without closing the stream. */
  drop(): void;
}

/** What both kinds of connection share: a queue of tokens and the end. */
function createInbox() {
  const tokens: string[] = [];
  let ended = false;
  let wake: (() => void) | undefined;

  async function until(done: () => boolean, timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!done()) {
      const left = deadline - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  return {
    push(token: string): void {
      tokens.push(token);
      wake?.();
    },
    end(): void {
      ended = true;
      wake?.();
    },
    async next(timeoutMs: number): Promise<string | null> {
      await until(() => tokens.length > 0 || ended, timeoutMs);
      return tokens.shift() ?? null;
    },
    waiting: (): readonly string[] => tokens,
    isClosed: (): boolean => ended,
    async closed(timeoutMs: number): Promise<boolean> {
      await until(() => ended, timeoutMs);
      return ended;
    },
  };
}

/**
 * Connects over TCP.
 * @param direct speaks TLS from the first byte, trusting this certificate
 */
export async function connectTcp(port: number, direct?: string): Promise<GoldenConnection> {
  const inbox = createInbox();
  const splitter = createStreamSplitter();
  const plain = connect({ port, host: '127.0.0.1' });
  let current: Socket = plain;
  const onData = (bytes: Buffer): void => {
    for (const token of splitter.push(bytes.toString('utf8'))) {
      if (token.kind !== 'text' && token.kind !== 'markup') inbox.push(token.text);
    }
  };
  const watch = (socket: Socket): void => {
    socket.on('data', onData);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => inbox.end());
  };
  async function secure(certificatePem: string): Promise<void> {
    plain.off('data', onData);
    const tls = connectTls({ socket: plain, servername: 'localhost', ca: certificatePem });
    await new Promise<void>((resolve, reject) => {
      tls.once('secureConnect', resolve);
      tls.once('error', reject);
    });
    splitter.reset();
    current = tls;
    watch(tls);
  }
  await new Promise<void>((resolve, reject) => {
    plain.once('connect', resolve);
    plain.once('error', reject);
  });
  watch(plain);
  if (direct !== undefined) await secure(direct);
  return {
    ...inbox,
    send: (text) => void current.write(text),
    closeCode: () => null,
    startTls: secure,
    channelBinding: () =>
      current instanceof TLSSocket
        ? current.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
        : Buffer.alloc(0),
    drop: () => plain.destroy(),
  };
}

/** The outcome of a WebSocket handshake. */
export type WebsocketAttempt =
  | { readonly connection: GoldenConnection; readonly protocol: string }
  | { readonly status: number };

/** Connects over WebSocket. */
export async function connectWebsocket(
  url: string,
  protocols: readonly string[],
): Promise<WebsocketAttempt> {
  const inbox = createInbox();
  const socket = new WebSocket(url, [...protocols]);
  let code: number | null = null;
  socket.on('message', (data: Buffer) => inbox.push(data.toString('utf8')));
  socket.on('close', (closedWith) => {
    code = closedWith;
    inbox.end();
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    socket.once('open', () => resolve(null));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
  if (status !== null) return { status };
  socket.on('error', () => socket.terminate());
  return {
    protocol: socket.protocol,
    connection: {
      ...inbox,
      send: (text) => socket.send(text),
      closeCode: () => code,
      startTls: () => Promise.reject(new Error('There is no STARTTLS on a WebSocket')),
      channelBinding: () => Buffer.alloc(0),
      drop: () => socket.terminate(),
    },
  };
}

/** A BOSH client as raw as the others: each text is one request, each answer a token. */
export function connectBosh(url: string): GoldenConnection {
  const inbox = createInbox();
  const cut = new AbortController();
  return {
    ...inbox,
    send(text) {
      fetch(url, { method: 'POST', body: text, signal: cut.signal }).then(
        async (answer) =>
          inbox.push(answer.status === 200 ? await answer.text() : `HTTP ${answer.status}`),
        () => inbox.end(),
      );
    },
    closeCode: () => null,
    startTls: () => Promise.reject(new Error('There is no STARTTLS on BOSH')),
    channelBinding: () => Buffer.alloc(0),
    drop() {
      cut.abort();
      inbox.end();
    },
  };
}
