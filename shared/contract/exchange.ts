/** Requests and their answers. */
import type { StanzaError } from '../xmpp/stanza-error.ts';

/** How a request ended. Every way of not getting an answer is told apart. */
export type ExchangeOutcome =
  | { readonly kind: 'result' }
  | { readonly kind: 'error'; readonly error: StanzaError }
  /** `<iq type='error'/>` without `<error/>`. */
  | { readonly kind: 'error-without-reason' }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'disconnected'; readonly reason: string }
  | { readonly kind: 'cancelled' };

/** An answer with the right id from somebody who was not asked (RFC 6120 §8.1.2.1); it does not end the exchange. */
export interface ForeignAnswer {
  readonly entrySeq: number;
  /** The `from` it carried; empty when absent. */
  readonly from: string;
}

/** An answer that came after its exchange had ended. */
export interface LateAnswer {
  readonly entrySeq: number;
  /** Milliseconds from writing the request to receiving this answer. */
  readonly latencyMs: number;
}

/** One request with what is known of its end. */
export interface ExchangeSnapshot {
  readonly id: string;
  readonly sessionId: string;
  readonly stanzaId: string;
  /** The `to` of the request; empty when it had none. */
  readonly to: string;
  readonly requestSeq: number;
  readonly answerSeq: number | null;
  /** Milliseconds from writing the request to receiving the answer, null while pending. */
  readonly latencyMs: number | null;
  readonly outcome: ExchangeOutcome | null;
  readonly foreignAnswers: readonly ForeignAnswer[];
  readonly lateAnswers: readonly LateAnswer[];
}
