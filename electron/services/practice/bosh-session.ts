/**
 * One BOSH session of the practice server: its requests in their order, the one it holds, and the
 * stream behind them.
 * XEP-0124 1.11.2 "Bidirectional-streams Over Synchronous HTTP (BOSH)", 2020-05-18; XEP-0206 1.4 "XMPP Over BOSH", 2014-04-09.
 * Values and habits are MongooseIM's: facts 8.9, recordings 32 and 37. It answers with the first thing the
 * stream says; what comes after waits for the next request.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { NS_HTTP_BIND, NS_STREAM, NS_XBOSH } from '#shared/xmpp/namespaces.ts';
import { BOSH_FRAMING } from './framing.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { createStream, type PracticeStream } from './stream.ts';
import type { StreamServer } from './stream-server.ts';
import { serializeWire } from './wire-xml.ts';

const REQUESTS = 2;
const INACTIVITY_SECONDS = 30;
const MAX_PAUSE_SECONDS = 120;

/** Answers one HTTP request with a wrapper. */
export type BoshReply = (body: string) => void;

/** A session as the HTTP side sees it. */
export interface BoshSession {
  /** Takes a request of this session, the first one included. */
  request(body: XmlElement, reply: BoshReply): void;
  /** The server stops. */
  stop(): Promise<void>;
}

/** What {@link createBoshSession} needs. */
export interface BoshSessionOptions {
  readonly server: StreamServer;
  readonly policy: ListenerPolicy;
  readonly sid: string;
  readonly domain: string;
  readonly firstRid: number;
  /** Seconds a request may be held. */
  readonly waitSeconds: number;
  onEnded(): void;
}

/** Creates a session; its first request opens the stream. */
export function createBoshSession(options: BoshSessionOptions): BoshSession {
  const { server, policy, sid, domain, waitSeconds } = options;
  const held: { readonly reply: BoshReply; readonly timer?: NodeJS.Timeout }[] = [];
  const early = new Map<number, { readonly body: XmlElement; readonly reply: BoshReply }>();
  let nextRid = options.firstRid;
  let said = '';
  /** The next answer opens a stream. */
  let opening = false;
  let over = false;
  let inactive: NodeJS.Timeout | undefined;

  const stream: PracticeStream = createStream({
    server,
    policy: { ...policy, tlsMode: 'none' },
    transport: {
      framing: BOSH_FRAMING,
      isSecure: () => false,
      write: say,
      end: () => finish(),
      channelBinding: () => null,
      clientCertificate: () => null,
    },
  });

  function say(text: string): void {
    if (text === '') return;
    said += text;
    // The end of the session follows at once, in the same answer.
    if (text.startsWith('<stream:error')) return;
    if (held.length > 0) answerOldest();
    // A new stream begins, and has a header even when it ends before: recording 32.
    if (text.startsWith('<success ')) opening = true;
  }

  function answerOldest(ending: Readonly<Record<string, string>> = {}): void {
    const request = held.shift();
    if (request === undefined) return;
    clearTimeout(request.timer);
    const isHeader = opening && (said.startsWith('<stream:features>') || over);
    const attributes = { sid, ...(isHeader ? sessionAttributes(domain, waitSeconds) : {}) };
    if (isHeader) opening = false;
    request.reply(wrapper({ ...attributes, ...ending }, said));
    said = '';
    if (held.length === 0) watch();
  }

  /** A client that asks nothing any more is gone. */
  function watch(seconds = INACTIVITY_SECONDS): void {
    clearTimeout(inactive);
    if (over) return;
    inactive = setTimeout(() => {
      stream.ended();
      finish();
    }, seconds * 1000);
  }

  function finish(): void {
    if (over) return;
    over = true;
    clearTimeout(inactive);
    const failed = said.includes('<stream:error');
    while (held.length > 1) answerOldest();
    answerOldest(failed ? FAILED : {});
    for (const { reply } of early.values()) reply(termination('item-not-found'));
    options.onEnded();
  }

  function hold(reply: BoshReply): void {
    clearTimeout(inactive);
    const timer = setTimeout(() => answerOldest(), waitSeconds * 1000);
    held.push({ reply, timer });
    if (held.length > 1) answerOldest();
    else if (said !== '') answerOldest();
  }

  function take(body: XmlElement, reply: BoshReply): void {
    nextRid += 1;
    const { type, pause } = body.attrs;
    if (Number(pause ?? 0) > MAX_PAUSE_SECONDS) {
      reply(termination('policy-violation'));
      stream.ended();
      finish();
      return;
    }
    const restarts = body.attrs['xmpp:restart'] === 'true' || nextRid === options.firstRid + 1;
    if (restarts) {
      opening = true;
      const { to = null, from = null } = body.attrs;
      stream.receive({ kind: 'open', to, from, version: '1.0', namespaceRight: true });
    }
    for (const element of childElements(body)) stream.receive({ kind: 'element', element });
    if (type !== 'terminate') {
      hold(reply);
      if (pause !== undefined) watch(Number(pause));
      return;
    }
    held.push({ reply });
    while (held.length > 1) answerOldest();
    stream.receive({ kind: 'close' });
  }

  return {
    request(body, reply) {
      const rid = Number(body.attrs['rid']);
      if (!(rid >= nextRid && rid < nextRid + REQUESTS)) {
        reply(termination('item-not-found'));
        stream.ended();
        finish();
        return;
      }
      early.set(rid, { body, reply });
      for (let due = early.get(nextRid); due !== undefined; due = early.get(nextRid)) {
        early.delete(nextRid);
        take(due.body, due.reply);
      }
    },
    async stop() {
      stream.ended();
      finish();
      await stream.idle();
    },
  };
}

const FAILED = {
  condition: 'remote-stream-error',
  type: 'terminate',
  'xmlns:stream': NS_STREAM,
} as const;

/** What an answer carries that opens a stream. */
function sessionAttributes(from: string, waitSeconds: number): Readonly<Record<string, string>> {
  return {
    accept: 'deflate, gzip',
    from,
    hold: '1',
    inactivity: String(INACTIVITY_SECONDS),
    maxpause: String(MAX_PAUSE_SECONDS),
    requests: String(REQUESTS),
    wait: String(waitSeconds),
    'xmlns:stream': NS_STREAM,
    'xmlns:xmpp': NS_XBOSH,
    'xmpp:restartlogic': 'true',
    'xmpp:version': '1.0',
  };
}

/** The wrapper that ends a session, or says that there is none. */
export function termination(condition: string): string {
  return wrapper({ condition, type: 'terminate' }, '');
}

function wrapper(attributes: Readonly<Record<string, string>>, payload: string): string {
  const empty = serializeWire(createElement('body', NS_HTTP_BIND, attributes), '');
  return payload === '' ? empty : `${empty.replace(/\/>$/, '>')}${payload}</body>`;
}
