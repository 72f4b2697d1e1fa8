/** One HTTP POST with a hard time limit, as MongooseIM's pool makes it. RFC 9110, RFC 9112, 2022-06. */
import { request } from 'node:http';

/** Answers larger than this are cut; only the status matters. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** What {@link postJson} sends, and where. */
export interface PostRequest {
  /** `http://127.0.0.1:PORT`, no path. */
  readonly origin: string;
  /** Sent as it is, not escaped. */
  readonly path: string;
  readonly body: string;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number;
}

/**
 * Posts JSON.
 * @returns the status, or null when there was no answer: refused, timed out, or a path that cannot be sent
 */
export function postJson({ origin, path, body, timeoutMs }: PostRequest): Promise<number | null> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(origin);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (): void => resolve(null);
    try {
      // No pooled sockets: one that the other side has closed meanwhile would fail a good push.
      const agent = false;
      const outgoing = request({ hostname, port, path, method: 'POST', headers, signal, agent });
      outgoing.on('error', fail);
      outgoing.on('response', (response) => {
        let received = 0;
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
          if (received > MAX_ANSWER_BYTES) response.destroy();
        });
        response.on('error', fail);
        response.on('close', () => resolve(response.statusCode ?? null));
      });
      outgoing.end(body);
    } catch {
      // A device id with blanks or control characters makes a request line that cannot be written.
      fail();
    }
  });
}
