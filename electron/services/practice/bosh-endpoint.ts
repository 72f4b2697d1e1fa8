/**
 * The HTTP side of BOSH: which session a request belongs to, and what is no request at all.
 * XEP-0124 1.11.2 "Bidirectional-streams Over Synchronous HTTP (BOSH)", 2020-05-18; statuses and texts are MongooseIM's: facts 8.9.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { XmlElement } from '#shared/xml/node.ts';
import { NS_HTTP_BIND } from '#shared/xmpp/namespaces.ts';
import { createBoshSession, termination, type BoshSession } from './bosh-session.ts';
import { readLeniently } from './lenient-xml.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import type { StreamServer } from './stream-server.ts';

/** Path of the recorded listener. */
export const BOSH_PATH = '/http-bind';

const DEFAULT_WAIT_SECONDS = 60;
const MAX_REQUEST_BYTES = 1024 * 1024;

const HEADERS = {
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'POST, OPTIONS, GET',
  'access-control-allow-origin': '*',
  'access-control-max-age': '1728000',
};

/** Answers the requests of all BOSH sessions of one listener. */
export interface BoshEndpoint {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends all sessions; resolves when nothing of them runs any more. */
  stop(): Promise<void>;
}

/** Creates the endpoint of one listener. */
export function createBoshEndpoint(server: StreamServer, policy: ListenerPolicy): BoshEndpoint {
  const sessions = new Map<string, BoshSession>();

  function create(body: XmlElement): BoshSession | string {
    const { to = '', hold, rid, wait } = body.attrs;
    if (!server.hosts.has(to.toLowerCase())) return termination('host-unknown');
    if (!(Number(hold) >= 1)) return termination('undefined-condition');
    const sid = randomBytes(20).toString('hex');
    const session = createBoshSession({
      server,
      policy,
      sid,
      domain: to.toLowerCase(),
      firstRid: Number(rid),
      waitSeconds: Number(wait ?? DEFAULT_WAIT_SECONDS),
      onEnded: () => void sessions.delete(sid),
    });
    sessions.set(sid, session);
    return session;
  }

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = readBody(await readText(request));
    if (body === null || !/^\d+$/.test(body.attrs['rid'] ?? '')) {
      response.writeHead(400, HEADERS).end();
      return;
    }
    const reply = (text: string): void => {
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/xml; charset=utf8' }).end(text);
    };
    const { sid } = body.attrs;
    const session = sid === undefined ? create(body) : sessions.get(sid);
    if (session === undefined) reply(termination('item-not-found'));
    else if (typeof session === 'string') reply(session);
    else session.request(body, reply);
  }

  return {
    async handle(request, response) {
      if (request.method === 'POST') return post(request, response);
      if (request.method === 'GET')
        response.writeHead(200, HEADERS).end('MongooseIM bosh endpoint');
      else response.writeHead(request.method === 'OPTIONS' ? 200 : 405, HEADERS).end();
    },
    async stop() {
      await Promise.all([...sessions.values()].map((session) => session.stop()));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_REQUEST_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Null for what is no wrapper. */
function readBody(text: string): XmlElement | null {
  const outcome = readLeniently(text, '');
  const isBody = outcome.ok && outcome.element.name === 'body';
  return isBody && outcome.element.ns === NS_HTTP_BIND ? outcome.element : null;
}
