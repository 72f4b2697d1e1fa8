/** What one listener of mongooseim.toml sets for its streams: `[[listen.c2s]]`, facts 8.2. */
export interface ListenerPolicy {
  readonly tlsMode: 'starttls' | 'starttls_required' | 'tls' | 'none';
  /** With it, nothing is answered between bind and the session IQ: facts 8.5, recording 14. */
  readonly backwardsCompatibleSession: boolean;
  /** Longest stay in one negotiation state, in milliseconds (`state_timeout`). */
  readonly stateTimeoutMs: number;
  /** Longest accepted element, in UTF-16 units (`max_stanza_size`). */
  readonly maxStanzaSize: number;
  /** How long a dropped stream-management session stays resumable, in milliseconds. */
  readonly resumeTimeoutMs: number;
}
