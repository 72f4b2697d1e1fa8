/** What this console registered for pushes, since a server never tells. Facts 4.3. */

/**
 * `stored`: enabled, nothing verified. `proven`: a push arrived. `disabled`: by this console. `removed`: the
 * server has probably dropped it without a word.
 */
export type LedgerState = 'stored' | 'proven' | 'disabled' | 'removed';

/** One registration: an account's, at a service, for a node. */
export interface LedgerEntry {
  readonly id: string;
  /** Bare JID. */
  readonly account: string;
  /** Bare JID of the pubsub service or virtual host. */
  readonly service: string;
  readonly node: string;
  /** `apns`, `fcm` or what else was sent; empty without one. */
  readonly pushService: string;
  /** Equal for equal tokens, and no way back to the token; empty without one. */
  readonly deviceAlias: string;
  readonly state: LedgerState;
  /** What brought it into this state, one sentence or two. */
  readonly why: string;
  /** When it was enabled last, ISO 8601. */
  readonly enabledAt: string;
  /** When the state changed last, ISO 8601. */
  readonly changedAt: string;
}
