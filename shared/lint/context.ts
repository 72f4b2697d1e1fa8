/** What is known besides the draft itself: about the session that will send it, and about its deployment. */

/** What a JID turned out to be, by disco or by its answers. */
export interface KnownService {
  readonly jid: string;
  readonly kind: 'push-pubsub' | 'pubsub' | 'pep' | 'virtual-host' | 'absent';
}

/** A node that was looked at, made or deleted by this console. */
export interface KnownNode {
  readonly service: string;
  readonly node: string;
  readonly kind: 'push' | 'other' | 'absent';
}

/** Everything is optional: a rule that needs what is not known stays silent. */
export interface LintContext {
  /** Full JID of the session that will send the draft. */
  readonly ownJid?: string;
  readonly services?: readonly KnownService[];
  readonly nodes?: readonly KnownNode[];
  /** Registrations that this console made for the account and that still stand, as far as it knows. */
  readonly registrations?: readonly { readonly service: string; readonly node: string }[];
  /** Priority in the last presence of the session; null when it sent none or went unavailable. */
  readonly ownPriority?: number | null;
  /** Other resources of the account that are online. */
  readonly otherResources?: readonly { readonly jid: string; readonly priority: number }[];
  /** Ids of requests that still wait for an answer on the session's stream. */
  readonly pendingIds?: ReadonlySet<string>;
  /** `6.4.0`, when the server told it. */
  readonly serverVersion?: string;
}
