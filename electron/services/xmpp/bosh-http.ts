/**
 * The HTTP requests of one BOSH session: posted over connections of its own, each judged before a
 * byte of a session goes through it.
 * RFC 9112 "HTTP/1.1", 2022-06.
 */
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** More than one stanza of the longest kind fits in; what is longer is not read to its end. */
const MAX_ANSWER_BYTES = 48 * 1024 * 1024;

/** The server answered, but not as BOSH does. */
export class BoshHttpError extends Error {
  override readonly name = 'BoshHttpError';
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** An answer that is longer than any the console takes. */
export class BoshAnswerTooLong extends Error {
  override readonly name = 'BoshAnswerTooLong';
}

/** What {@link createBoshHttp} needs. */
export interface BoshHttpOptions {
  readonly url: URL;
  /** Opens one more connection to the server; rejects when it is not trusted. */
  open(): Promise<Socket>;
}

/** Posts to one address. */
export interface BoshHttp {
  /**
   * Posts one message.
   * @param idleMs longest silence before the request is given up
   * @param onWritten the message has left
   * @returns the answer's bytes. Rejects with {@link BoshHttpError}, {@link BoshAnswerTooLong}, what `open`
   *   rejected with, or Node's error
   */
  post(text: string, idleMs: number, onWritten: () => void): Promise<Buffer>;
  /** Cuts all connections. */
  destroy(): void;
}

/** Creates the HTTP side of one session; nothing is connected before the first request. */
export function createBoshHttp({ url, open }: BoshHttpOptions): BoshHttp {
  const agent = new SessionAgent(open);

  return {
    async post(text, idleMs, onWritten) {
      const bytes = Buffer.from(text);
      const posted = request({
        agent,
        method: 'POST',
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          'content-type': 'text/xml; charset=utf-8',
          'content-length': bytes.length,
        },
      });
      posted.once('finish', onWritten);
      posted.setTimeout(idleMs, () => void posted.destroy(silence()));
      const answered = answerTo(posted);
      posted.end(bytes);
      const answer = await answered;
      if (answer.statusCode === 200) return readAll(answer);
      answer.resume();
      throw new BoshHttpError(answer.statusCode ?? 0);
    },
    destroy: () => agent.destroy(),
  };
}

/** Two connections at most: one request waits at the server while another is sent. */
class SessionAgent extends Agent {
  readonly #open: () => Promise<Socket>;

  constructor(open: () => Promise<Socket>) {
    super({ keepAlive: true, maxSockets: 2 });
    this.#open = open;
  }

  override createConnection(_options: unknown, done: unknown): undefined {
    const settle = done as (error: Error | null, socket?: Socket) => void;
    this.#open().then(
      (socket) => settle(null, socket),
      (error: unknown) => settle(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

function answerTo(posted: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    posted.once('response', resolve);
    // Stays after the first: an error behind the answer would otherwise be thrown.
    posted.on('error', reject);
  });
}

async function readAll(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new BoshAnswerTooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function silence(): Error {
  return Object.assign(new Error('The request was not answered'), { code: 'ETIMEDOUT' });
}
