/**
 * Prepares what a handshake trusts and shows. Making a context parses every authority, 20 ms for those of
 * an operating system, and reading these takes 80 ms more: so each is done once and kept, and the reading
 * is done in another thread.
 */
import { createHash } from 'node:crypto';
import * as tls from 'node:tls';
import { Worker } from 'node:worker_threads';

/** A certificate to show to the server, with its key, as read from a file. */
export interface ClientKey {
  readonly format: 'pem' | 'pkcs12';
  readonly content: Buffer;
  /** Empty when the key is not encrypted. */
  readonly passphrase: string;
}

/** Who is believed. Neither of them where a certificate is compared with a known one. */
export interface Authorities {
  /** Those of the operating system and of Node. */
  readonly system: boolean;
  /** One or more besides, as text. */
  readonly caPem: string | null;
}

/** Contexts of one process. */
export interface TlsContexts {
  /**
   * @param clientKey checked before
   * @throws what the TLS library says about an authority
   */
  prepare(authorities: Authorities, clientKey: ClientKey | null): Promise<tls.SecureContext>;
}

/** Twenty sessions with a certificate of their own each, and some more. */
const MAX_KEPT = 32;

/**
 * Creates the contexts.
 * @param readSystem PEM texts of the system's authorities
 */
export function createTlsContexts(
  readSystem: () => Promise<readonly string[]> = readSystemAuthorities,
): TlsContexts {
  const kept = new Map<string, tls.SecureContext>();
  let system: Promise<readonly string[]> | undefined;

  return {
    async prepare(authorities, clientKey) {
      const known = authorities.system ? await (system ??= readSystem()) : [];
      const name = digest(authorities, clientKey);
      const context = kept.get(name) ?? createContext(known, authorities.caPem, clientKey);
      kept.delete(name);
      kept.set(name, context);
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return context;
    },
  };
}

function createContext(
  known: readonly string[],
  caPem: string | null,
  clientKey: ClientKey | null,
): tls.SecureContext {
  const ca = caPem === null ? [...known] : [...known, caPem];
  return tls.createSecureContext({
    // Without any, Node takes its own list: harmless where nothing is verified.
    ...(ca.length === 0 ? {} : { ca }),
    ...(clientKey === null ? {} : keyOptions(clientKey)),
  });
}

/** How Node is given a certificate with its key. */
export function keyOptions({ format, content, passphrase }: ClientKey): tls.SecureContextOptions {
  return format === 'pkcs12'
    ? { pfx: content, passphrase }
    : { cert: content, key: content, passphrase };
}

/** A name that tells nothing of the passphrase. */
function digest(authorities: Authorities, clientKey: ClientKey | null): string {
  const hash = createHash('sha256').update(
    JSON.stringify([authorities.system, authorities.caPem, clientKey?.passphrase]),
  );
  return hash.update(clientKey?.content ?? '').digest('base64');
}

/** As text, so that it needs no file of its own in a bundle. */
const READ_AUTHORITIES = `
  const { parentPort } = require('node:worker_threads');
  const { getCACertificates } = require('node:tls');
  const both = [...getCACertificates('default'), ...getCACertificates('system')];
  parentPort.postMessage([...new Set(both)]);
`;

/**
 * Authorities of the operating system on top of Node's own, where the runtime can read them (Node
 * 22.15 and later), else Node's own.
 */
function readSystemAuthorities(): Promise<readonly string[]> {
  if (!('getCACertificates' in tls)) return Promise.resolve(tls.rootCertificates);
  return new Promise((resolve) => {
    const worker = new Worker(READ_AUTHORITIES, { eval: true });
    worker.once('message', (authorities: string[]) => resolve(authorities));
    worker.once('error', () => resolve(tls.rootCertificates));
    worker.once('exit', () => resolve(tls.rootCertificates));
  });
}
