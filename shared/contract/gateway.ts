/** The MongoosePush stand-in as hosts and the renderer see it. */

/** One HTTP request that arrived, with the answer given. */
export interface ReceivedPush {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly monotonicMs: number;
  readonly apiVersion: 'v2' | 'v3';
  readonly deviceId: string;
  /** `apns`, `fcm`, or whatever else was sent; null when absent. */
  readonly service: string | null;
  /** `alert`, `silent` (data only), `mixed`, or `invalid`. */
  readonly shape: 'alert' | 'silent' | 'mixed' | 'invalid';
  /** The body as parsed; null when it was not JSON. */
  readonly body: unknown;
  readonly rawBody: string;
  readonly answer: {
    readonly status: number;
    readonly body: string;
    /** Milliseconds it was held back on purpose. */
    readonly delayMs?: number;
  };
}

/** The gateway as it stands. */
export interface GatewaySnapshot {
  readonly running: boolean;
  /** `http://127.0.0.1:PORT` while running. */
  readonly url: string | null;
  readonly received: number;
}
