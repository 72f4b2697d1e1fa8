/** What is worth knowing of a TLS connection once it stands. */
import type { TLSSocket } from 'node:tls';
import type { CertificateFacts } from '#shared/contract/session.ts';

/** What a finished TLS handshake tells. */
export interface TlsFacts {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** Standard name, `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  readonly certificate: CertificateFacts | null;
}

/** Reads the facts of a finished handshake. */
export function readTlsFacts(socket: TLSSocket, certificate: CertificateFacts | null): TlsFacts {
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    certificate,
  };
}
