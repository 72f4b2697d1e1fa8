/** One row of the trap table: what the stock library does wrong, and what stands in its place here. */
export interface Trap {
  /** Number in docs/server-facts.md, "Library facts". */
  readonly fact: number;
  readonly title: string;
  /** Runs both against the same kind of server. */
  readonly run: (() => Promise<TrapOutcome>) | NotApplicable;
}

/** What was seen, in words short enough for a table. */
export interface TrapOutcome {
  readonly stock: { readonly saw: string; readonly wrong: boolean };
  readonly ours: { readonly saw: string; readonly right: boolean };
}

/** A fact that is no trap for a user. */
export interface NotApplicable {
  readonly because: string;
}
