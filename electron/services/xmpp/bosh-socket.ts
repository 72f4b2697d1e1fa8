/**
 * XMPP over BOSH in the shape that the library expects of a socket. To the library it looks like RFC 7395
 * framing: `<open/>` becomes the session request or a restart, `<close/>` the termination, everything
 * else is the payload of a request. The observer sees the wrappers as they cross.
 * Longer than most files: a session's life is spread over its requests, and all of them share its state.
 * XEP-0124 1.11.2 "Bidirectional-streams Over Synchronous HTTP (BOSH)", 2020-05-18; XEP-0206 1.4 "XMPP Over BOSH", 2014-04-09.
 */
import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { NS_FRAMING, NS_STREAM } from '#shared/xmpp/namespaces.ts';
import {
  creationBody,
  cutBody,
  isTermination,
  payloadBody,
  readBodyHead,
  restartBody,
  terminateBody,
} from './bosh-body.ts';
import { createBoshHttp, type BoshHttp } from './bosh-http.ts';
import { createBoshRequests, readGrant } from './bosh-requests.ts';
import { secureSocket } from './secure-socket.ts';
import type { SocketObserver, SocketOptions } from './stream-socket.ts';
import { openTcp } from './tcp-opener.ts';
import { createUtf8Decoder } from './utf8-decoder.ts';

/** How long the server may hold a request: less than what routers and proxies cut. */
const WAIT_SECONDS = 60;

/** Added to what the server may hold a request, before it counts as lost. */
const ANSWER_MARGIN_MS = 15_000;

/** The largest first id: room for more requests than any session has, below what a server must count to. */
const MAX_FIRST_RID = 2 ** 47;

/** An answer that comes sooner to a request without payload was not held. */
const HELD_AT_LEAST_MS = 500;

/** The wrapper declares the prefix for what is inside; a frame has to do so itself. */
const DECLARED_STREAM = `$& xmlns:stream='${NS_STREAM}'`;

const LIBRARY_OPEN = `<open xmlns='${NS_FRAMING}'/>`;
const LIBRARY_CLOSE = `<close xmlns='${NS_FRAMING}'/>`;

type Done = (error?: Error | null) => void;

/** What the library has written and no request has carried yet. */
type Waiting =
  | { readonly kind: 'payload'; readonly text: string; readonly done: Done }
  | { readonly kind: 'open'; readonly header: XmlElement; readonly done: Done }
  | { readonly kind: 'close'; readonly done: Done };

/** One request on its way. */
interface Posted {
  readonly rid: number;
  readonly text: string;
  readonly done: Done;
  /** Carries nothing; the server may hold it until it has something to say. */
  readonly isPoll?: boolean;
  /** Ends the session. */
  readonly isLast?: boolean;
}

/** The BOSH transport of one connection. */
export class BoshSocket extends EventEmitter {
  secure = false;
  readonly #options: SocketOptions;
  readonly #requests = createBoshRequests(randomInt(1, MAX_FIRST_RID));
  readonly #waiting: Waiting[] = [];
  readonly #opening = new AbortController();
  #http: BoshHttp | null = null;
  /** The first connection, made before the library may write. */
  #ready: Socket | null = null;
  /** All that carry requests: below TLS and, where there is TLS, inside it. */
  readonly #connections = new Map<Socket, Socket>();
  #paused = false;
  #poll: NodeJS.Timeout | undefined;
  /** The library waits for the beginning of a stream. */
  #streamPending = false;
  /** One side has terminated the session: nothing more can be sent. */
  #terminated = false;
  /** The last answer has been read. */
  #over = false;
  /** The library is done with the connection. */
  #ended = false;
  #closed = false;

  constructor(options: SocketOptions) {
    super();
    this.#options = options;
  }

  /** Connects; the first request is written only to a server that is trusted. */
  connect(address: string): void {
    const url = new URL(address);
    this.#http = createBoshHttp({ url, open: () => this.#nextConnection(url) });
    this.#open(url, this.#options.observer).then(
      (socket) => {
        this.#ready = socket;
        if (!this.#closed) this.emit('connect');
      },
      (error: unknown) => this.#break(error),
    );
  }

  write(text: string, done: Done = ignore): void {
    if (this.#closed || this.#terminated) return void done(new Error('The connection is closed'));
    this.#waiting.push(readWritten(text, done));
    this.#send();
  }

  /** Ends the session, unless that has been done, and then the connections. */
  end(): void {
    this.#ended = true;
    if (this.#over || this.#requests.grant() === null)
      return void setImmediate(this.#finish, false);
    if (this.#terminated || this.#waiting.some(({ kind }) => kind === 'close')) return;
    this.#waiting.push({ kind: 'close', done: ignore });
    this.#send();
  }

  /** Cuts the connections without a word; the server keeps the session until its patience ends. */
  destroy(): void {
    this.#finish(true);
  }

  /** Cuts the connections with TCP resets, as those of a crashed device are. */
  reset(): void {
    // TLS has no handle that could be reset: what carries it has.
    for (const raw of this.#connections.keys()) raw.resetAndDestroy();
    this.destroy();
  }

  /** Reads and asks nothing any more; the connections stay open. */
  pause(): void {
    this.#paused = true;
    clearTimeout(this.#poll);
    for (const socket of this.#connections.values()) socket.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    for (const socket of this.#connections.values()) socket.resume();
    this.#keepAsking(0);
  }

  async #open(url: URL, observer: SocketObserver): Promise<Socket> {
    const { network, policy } = this.#options;
    const { signal } = this.#opening;
    const overTls = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port) || (overTls ? 443 : 80);
    const raw = await openTcp({ host, port }, { network, note: observer.onFact, signal });
    raw.setNoDelay(true);
    raw.on('error', ignore);
    if (!overTls) return this.#keep(raw, raw);
    const stop = (): void => void raw.destroy();
    signal.addEventListener('abort', stop);
    try {
      const { socket, facts } = await secureSocket(raw, { policy, observer, otherName: host });
      socket.on('error', ignore);
      this.secure = true;
      observer.onSecured(facts);
      return this.#keep(raw, socket);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #keep(raw: Socket, socket: Socket): Socket {
    this.#connections.set(raw, socket);
    socket.once('close', () => this.#connections.delete(raw));
    return socket;
  }

  /** Later connections are judged like the first; the ladder is about the first. */
  async #nextConnection(url: URL): Promise<Socket> {
    const ready = this.#ready;
    this.#ready = null;
    if (ready !== null) return ready;
    const { observer } = this.#options;
    const quiet = { ...observer, onHandshake: ignore, onFact: ignore, onSecured: ignore };
    return this.#open(url, quiet);
  }

  #send(): void {
    clearTimeout(this.#poll);
    while (!this.#closed && !this.#terminated && this.#requests.mayOpen()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (next.kind === 'payload') this.#sendPayload(next);
      else if (next.kind === 'open') this.#sendOpen(next.header, next.done);
      else this.#sendClose(next.done);
    }
  }

  /** Everything that waits goes in one request, as far as a stream begins or ends. */
  #sendPayload(first: Extract<Waiting, { kind: 'payload' }>): void {
    const batch = [first];
    for (let next = this.#waiting[0]; next?.kind === 'payload'; next = this.#waiting[0]) {
      batch.push(next);
      this.#waiting.shift();
    }
    const identity = this.#requests.open();
    const text = payloadBody(identity, batch.map((piece) => piece.text).join(''));
    const done: Done = (error) => batch.forEach((piece) => piece.done(error));
    this.#post({ rid: identity.rid, text, done });
  }

  #sendOpen({ attrs }: XmlElement, done: Done): void {
    const { to = '', from, 'xml:lang': lang = 'en' } = attrs;
    const identity = this.#requests.open();
    const { rid } = identity;
    this.#streamPending = true;
    const text =
      this.#requests.grant() === null
        ? creationBody({ rid, waitSeconds: WAIT_SECONDS, to, from, lang })
        : restartBody(identity, to, lang);
    this.#post({ rid, text, done });
  }

  #sendClose(done: Done): void {
    this.#terminated = true;
    const identity = this.#requests.open();
    this.#post({ rid: identity.rid, text: terminateBody(identity), done, isLast: true });
  }

  /** A request that the server may hold: what it has to say next comes as its answer. */
  #sendPoll(): void {
    const identity = this.#requests.open();
    this.#post({ rid: identity.rid, text: payloadBody(identity, ''), done: ignore, isPoll: true });
  }

  #post(posted: Posted): void {
    const sentMs = performance.now();
    const waitSeconds = this.#requests.grant()?.waitSeconds ?? WAIT_SECONDS;
    this.#options.observer.onOutgoing(posted.text);
    this.#http
      ?.post(posted.text, waitSeconds * 1000 + ANSWER_MARGIN_MS, () => posted.done(null))
      .then(
        (bytes) => this.#answered(posted, bytes, performance.now() - sentMs),
        (error: unknown) => {
          posted.done(error instanceof Error ? error : new Error(String(error)));
          this.#break(error);
        },
      );
  }

  #answered(posted: Posted, bytes: Buffer, tookMs: number): void {
    posted.done(null);
    let isEmpty = true;
    for (const answer of this.#requests.answered(posted.rid, bytes)) {
      if (!this.#read(answer)) isEmpty = false;
    }
    if (posted.isLast === true) this.#conclude();
    this.#send();
    // A server that holds nothing is not asked without pause.
    const wasHeld = posted.isPoll !== true || !isEmpty || tookMs >= HELD_AT_LEAST_MS;
    this.#keepAsking(wasHeld ? 0 : (this.#requests.grant()?.pollingSeconds ?? 0) * 1000);
  }

  /** Leaves a request at the server when there is none; what the library answers at once goes first. */
  #keepAsking(pauseMs: number): void {
    const isDone = this.#closed || this.#terminated || this.#paused;
    if (isDone || this.#requests.openCount() > 0) return;
    this.#poll = setTimeout(() => this.#sendPoll(), pauseMs);
  }

  /** @returns whether it holds nothing */
  #read(bytes: Buffer): boolean {
    if (this.#closed) return true;
    const { observer } = this.#options;
    const { text, invalid } = createUtf8Decoder().decode(bytes);
    const undecodable = invalid ?? bytes.subarray(Buffer.byteLength(text));
    if (undecodable.length > 0) {
      observer.onUndecodable(undecodable);
      return false;
    }
    const parts = cutBody(text);
    const head = parts === null ? null : readBodyHead(parts.head);
    const endsHere = head !== null && isTermination(head) && !this.#terminated;
    if (endsHere) this.#terminated = true;
    this.#noteGrant(head);
    const elements: string[] = [];
    observer.onIncoming(text, (part) => {
      if (part !== parts?.head && part !== parts?.tail) elements.push(part);
    });
    // Only now: what the library writes in answer comes after all of this message.
    for (const element of elements) this.#forward(element);
    if (endsHere) this.#conclude();
    return parts?.payload === '';
  }

  #noteGrant(head: XmlElement | null): void {
    if (head === null || this.#requests.grant() !== null) return;
    const grant = readGrant(head, WAIT_SECONDS);
    if (grant === null) return;
    this.#requests.granted(grant);
    const { waitSeconds, requests } = grant;
    const terms = `requests held up to ${waitSeconds} s, ${requests} at once`;
    this.#options.observer.onFact('stream', 'BOSH session', terms);
  }

  /** To the library each element is a frame of its own, and a stream begins with `<open/>`. */
  #forward(element: string): void {
    if (this.#closed) return;
    const opening = this.#streamPending ? LIBRARY_OPEN : '';
    this.#streamPending = false;
    const frame = element.replace(/^<stream:[a-z]+(?![^>]*xmlns:stream)/, DECLARED_STREAM);
    try {
      if (opening !== '') this.emit('data', opening);
      this.emit('data', frame);
    } catch (error) {
      // Whatever the library stumbles over is a failure like any other.
      this.#break(error);
    }
  }

  #conclude(): void {
    this.#over = true;
    if (!this.#closed) this.emit('data', LIBRARY_CLOSE);
    if (this.#ended) this.#finish(false);
  }

  #break(error: unknown): void {
    // The library stops listening when the connection is closed; an error without a listener is thrown.
    if (!this.#closed) this.emit('error', error);
    this.#finish(true);
  }

  readonly #finish = (dirty: boolean): void => {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#poll);
    this.#opening.abort();
    this.#ready?.destroy();
    this.#http?.destroy();
    const error = new Error('The connection is closed');
    for (const { done } of this.#waiting.splice(0)) done(error);
    this.emit('close', dirty);
  };
}

function readWritten(text: string, done: Done): Waiting {
  const parsed = /^<(?:open|close)[\s/]/.test(text) ? parseXml(text) : null;
  if (parsed?.ok === true && parsed.element.ns === NS_FRAMING) {
    const header = parsed.element;
    return header.name === 'open' ? { kind: 'open', header, done } : { kind: 'close', done };
  }
  return { kind: 'payload', text, done };
}

function ignore(): void {
  // Nothing to do: somebody else hears of it, or nobody needs to.
}
