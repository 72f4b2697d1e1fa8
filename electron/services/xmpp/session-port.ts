/** What runs, request handlers and the command line need of sessions. */
import type { RequestInput } from '#shared/contract/channels.ts';
import type { ExchangeOutcome, ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { Result } from '#shared/contract/result.ts';
import type { AwayMode } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';

/** Marks entries and exchanges with the run step they belong to. */
export interface SendContext {
  readonly timeoutMs: number;
  /** Send although a request with the same id still waits. */
  readonly allowDuplicateId?: boolean | undefined;
  /** Send although it is not well-formed: the user was told that the server will end the stream. */
  readonly evenBroken?: boolean | undefined;
  readonly runId?: string;
  readonly stepId?: string;
}

/** A stanza that was written to the socket. */
export interface SentStanza {
  /** Seq of its wire entry. */
  readonly entrySeq: number;
  /** For an IQ get or set. `done` always resolves, with the outcome set. */
  readonly exchange: { readonly id: string; readonly done: Promise<ExchangeSnapshot> } | null;
}

/** An incoming stanza, for whoever waits for one. */
export interface IncomingStanza {
  readonly sessionId: string;
  readonly element: XmlElement;
  readonly entrySeq: number;
  readonly monotonicMs: number;
}

/** A request that has ended, with the stanza as it was sent. */
export interface EndedRequest {
  readonly sessionId: string;
  readonly request: XmlElement;
  readonly outcome: ExchangeOutcome;
}

/** All sessions of this process. */
export interface SessionService {
  list(): readonly SessionSnapshot[];
  find(sessionId: string): SessionSnapshot | undefined;
  /** Resolves once online, or with a problem whose `details` is the {@link SessionFailure}. */
  connect(input: RequestInput<'session.connect'>): Promise<Result<SessionSnapshot>>;
  /** Closes the stream properly (`</stream:stream>`). */
  disconnect(sessionId: string): Promise<Result<null>>;
  /** Resets the connection without closing the stream, as a crashed device does. */
  drop(sessionId: string): Result<null>;
  /** Opens an offline session again with the settings it had; the password is asked of nobody, it is kept in memory while the session is listed. */
  reopen(sessionId: string): Promise<Result<SessionSnapshot>>;
  /**
   * Goes away in the given manner; resolves once the server has taken note where it can. Fails with
   * `not-online`, or `busy` when the session is silent.
   */
  goAway(
    sessionId: string,
    mode: AwayMode,
    context?: SendContext,
  ): Promise<Result<SessionSnapshot>>;
  /**
   * Comes back from wherever {@link SessionService.goAway} went; presence stays at a negative priority.
   * Fails as {@link SessionService.reopen} does where the session had ended, and with `not-online`.
   */
  comeBack(sessionId: string, context?: SendContext): Promise<Result<SessionSnapshot>>;
  /** Measures how far the server's clock is from this one (XEP-0202). Fails with `not-online`, `no-answer`, `not-supported`. */
  measureClock(sessionId: string): Promise<Result<SessionSnapshot>>;
  /**
   * The network is not what it was, as after sleeping: notes it in all sessions that depend on it, and
   * connects those again that wait to. @param text what changed, one sentence
   */
  networkChanged(text: string): void;
  /** Takes an offline session off the list. */
  remove(sessionId: string): Result<null>;
  /** The one door out: checks well-formedness, writes, keeps the library's books. */
  send(sessionId: string, xml: string, context: SendContext): Promise<Result<SentStanza>>;
  /** Passwords of the listed sessions, for the leak check of exports. Never for a host. */
  passwords(): readonly string[];
  exchanges(): readonly ExchangeSnapshot[];
  cancelExchange(exchangeId: string): Result<null>;
  /** Hears incoming stanzas of all sessions; returns the function that ends it. */
  onStanza(listener: (stanza: IncomingStanza) => void): () => void;
  /** Hears how requests end that were sent on purpose; returns the function that ends it. */
  onRequestEnd(listener: (ended: EndedRequest) => void): () => void;
  dispose(): Promise<void>;
}
