/** What the tests know of a real server, whichever it is. */

export interface RealServerOptions {
  readonly domain?: string;
  /** Account name to password. */
  readonly accounts?: Readonly<Record<string, string>>;
}

/** A running server; all addresses are on 127.0.0.1. */
export interface RealServer {
  readonly domain: string;
  /** STARTTLS. */
  readonly c2sPort: number;
  readonly directTlsPort: number;
  /** Plain HTTP; the path is {@link RealServer.websocketUrl}'s. */
  readonly websocketPort: number;
  readonly websocketUrl: string;
  /** Plain HTTP. */
  readonly boshUrl: string;
  /** The authority that issued the server's certificate. */
  readonly caPem: string;
  readonly caFile: string;
  /** SHA-256 of the server's certificate, lower-case hex. */
  readonly fingerprint256: string;
  stop(): Promise<void>;
}

export const DEFAULT_ACCOUNTS = { alice: 'alicepw', bob: 'bobpw' } as const;
