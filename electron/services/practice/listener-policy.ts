/** What one listener of mongooseim.toml sets for its streams: `[[listen.c2s]]`, facts 8.2. */
export interface ListenerPolicy {
  readonly tlsMode: 'starttls' | 'starttls_required' | 'tls' | 'none';
  /** Certificates of clients (`tls.verify_mode`): who may have issued them; null for not asking. */
  readonly clientCertificates: ClientCertificatePolicy | null;
  /** With it, nothing is answered between bind and the session IQ: facts 8.5, recording 14. */
  readonly backwardsCompatibleSession: boolean;
  /** Longest stay in one negotiation state, in milliseconds (`state_timeout`). */
  readonly stateTimeoutMs: number;
  /** Longest accepted element, in UTF-16 units (`max_stanza_size`). */
  readonly maxStanzaSize: number;
  /** How long a dropped stream-management session stays resumable, in milliseconds. */
  readonly resumeTimeoutMs: number;
}

/** `tls.verify_mode = "peer"`, with or without `disconnect_on_failure`. */
export interface ClientCertificatePolicy {
  readonly caPem: string;
  /** Ends the handshake of a client that shows none, or one of another authority: facts 8.2. */
  readonly required: boolean;
}
