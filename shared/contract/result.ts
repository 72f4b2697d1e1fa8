/**
 * What every call across the contract answers. A thrown error never crosses the boundary between a
 * service and its host (it would lose its fields over Electron's IPC), so failures are data.
 */

/** A failure in the user's terms: what happened, why, and what to do, in that order. */
export interface Problem {
  /** Stable machine-readable word, e.g. `auth-failed`, `bad-input`, `not-found`. */
  readonly code: string;
  /** One sentence: what happened. */
  readonly what: string;
  /** One sentence: why, as far as it is known. */
  readonly why?: string;
  /** One sentence: what the user can do now. */
  readonly next?: string;
  /** Where in the input, e.g. `jid` or `line 3, column 12`. */
  readonly place?: string;
  /** Plain data for a host that can show more (a certificate, a list of field problems). */
  readonly details?: unknown;
}

/** A value, or why there is none. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Problem };

/** Wraps a value as success. */
export function ok<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** Wraps a problem as failure. */
export function fail(error: Problem): { readonly ok: false; readonly error: Problem } {
  return { ok: false, error };
}
