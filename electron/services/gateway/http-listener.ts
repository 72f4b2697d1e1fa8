/**
 * The HTTP side of the gateway: MongoosePush's routes on the loopback address, with bounds on
 * everything a client can make grow or last.
 * RFC 9110 HTTP Semantics, 2022-06.
 * @see facts, Part 7.1
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorAnswer, type PushAnswer } from './push-answer.ts';

/** Bounds on what a client can make grow or last. */
export interface HttpLimits {
  readonly maxBodyBytes: number;
  readonly maxConnections: number;
  /** Milliseconds until the head of a request must be there. */
  readonly headersTimeoutMs: number;
  /** Milliseconds until all of a request must be there. */
  readonly requestTimeoutMs: number;
  /** Milliseconds between checks of the two. */
  readonly checkIntervalMs: number;
}

const DEFAULT_LIMITS: HttpLimits = {
  // Far above the 4 KB that providers take and the 64 KB of a stanza, far below what would hurt.
  maxBodyBytes: 256 * 1024,
  maxConnections: 200,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  checkIntervalMs: 500,
};

/** A request for a notification, with its whole body. */
export interface PushHttpRequest {
  readonly apiVersion: 'v2' | 'v3';
  /** Decoded from the path. */
  readonly deviceId: string;
  /** The path as sent. */
  readonly path: string;
  readonly rawBody: string;
}

/** Decides on the answer; what it throws becomes a 500. */
export type PushHandler = (request: PushHttpRequest) => PushAnswer;

/** `allow` names the method that a 405 asks for instead. */
type HttpAnswer = PushAnswer & { readonly allow?: string };

const NOTIFICATION = /^\/(v2|v3)\/notification\/([^/]+)$/;
const HEALTH = {
  status: 'pass',
  version: 'pushscope',
  description: 'Stand-in for MongoosePush: nothing is passed on to FCM or APNS',
  checks: {},
};

/** Creates a server that is not listening yet. A client that exceeds a limit gets 408, 413 or 431. */
export function createPushServer(handle: PushHandler, limits: HttpLimits = DEFAULT_LIMITS): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
    },
    (request, response) => {
      respond(request, handle, limits.maxBodyBytes).then(
        (answer) => send(response, answer),
        () => send(response, errorAnswer(500, 'Internal Server Error')),
      );
    },
  );
  server.maxConnections = limits.maxConnections;
  return server;
}

/** Rejects when the request ends before its body does, and when the handler throws. */
async function respond(
  request: IncomingMessage,
  handle: PushHandler,
  maxBodyBytes: number,
): Promise<HttpAnswer> {
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  if (path === '/healthcheck') {
    if (request.method !== 'GET') return methodNotAllowed('GET');
    return { status: 200, body: JSON.stringify(HEALTH), delayMs: 0 };
  }
  const [, version, segment = ''] = NOTIFICATION.exec(path) ?? [];
  const deviceId = decodeSegment(segment);
  if (version !== 'v2' && version !== 'v3') return errorAnswer(404, 'Not Found');
  if (request.method !== 'POST') return methodNotAllowed('POST');
  if (deviceId === null) return errorAnswer(400, 'Bad Request');
  // Besides being MongoosePush's rule this keeps web pages out: they cannot send JSON unasked.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return errorAnswer(415, 'Unsupported Media Type');
  }
  const rawBody = await readBody(request, maxBodyBytes);
  if (rawBody === null) return errorAnswer(413, 'Request Entity Too Large');
  return handle({ apiVersion: version, deviceId, path, rawBody });
}

/** @returns null when the body is longer than allowed; the rest of it is not read */
function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else {
        request.pause();
        resolve(null);
      }
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The request ended early')));
  });
}

function methodNotAllowed(allow: string): HttpAnswer {
  return { ...errorAnswer(405, 'Method Not Allowed'), allow };
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  const { status, body, delayMs, allow } = answer;
  const finish = (): void => {
    if (status === 0) {
      response.destroy();
      return;
    }
    const unread = response.req.readableEnded ? {} : { connection: 'close' };
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      ...unread,
      ...(allow === undefined ? {} : { allow }),
    });
    response.end(body);
  };
  if (delayMs === 0) {
    finish();
    return;
  }
  const timer = setTimeout(finish, delayMs);
  response.once('close', () => clearTimeout(timer));
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
