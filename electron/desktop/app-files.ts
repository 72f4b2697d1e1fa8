/** Answers requests for the window's own files, from one folder and nowhere else. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import type { AppOrigin } from './app-origin.ts';

/** What a build of the renderer contains; anything else is not served. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Stands in index.html where the nonce of one load goes. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * Makes the function that answers one request.
 * @param origin any address outside it is 404
 * @param folder absolute path of the built renderer
 * @returns 200 with the file, 405 for anything but GET and HEAD, else 404; never throws
 */
export function createAppFiles(
  origin: AppOrigin,
  folder: string,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = origin.owns(request.url) ? locate(folder, request.url) : null;
    if (file === null) return refuse(404);
    try {
      const body = await readFile(file.path);
      return file.mediaType.startsWith('text/html')
        ? page(body.toString('utf8'), file.mediaType)
        : new Response(new Uint8Array(body), { headers: headers(file.mediaType, null) });
    } catch {
      return refuse(404);
    }
  };
}

function locate(folder: string, address: string): { path: string; mediaType: string } | null {
  const name = decodedPath(address);
  if (name === null) return null;
  const mediaType = MEDIA_TYPES[extname(name)];
  const path = join(folder, name);
  return mediaType === undefined || !isInside(folder, path) ? null : { path, mediaType };
}

function decodedPath(address: string): string | null {
  try {
    return decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
}

/** URL parsing removes `..`, but `%2e%2e%2f` comes back with decoding, and `\` is a separator on Windows. */
function isInside(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== '' && !inside.startsWith('..') && !isAbsolute(inside);
}

/** A page gets a fresh nonce at each load, for the style sheets that its libraries add at run time. */
function page(html: string, mediaType: string): Response {
  const nonce = randomBytes(16).toString('base64');
  return new Response(html.replaceAll(NONCE_PLACEHOLDER, nonce), {
    headers: headers(mediaType, nonce),
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: headers('text/plain', null) });
}

function headers(mediaType: string, nonce: string | null): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-security-policy': contentSecurityPolicy(nonce),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  };
}

/** No network, no inline code, no frames: all that the page learns, it learns over the bridge. */
function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === null ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
