/**
 * Requests and their answers for one session. The library matches by id alone, loses the first of two
 * requests with the same id, and stumbles over an error without `<error/>` (library facts 4 to 6).
 * RFC 6120 §8.2.3 "IQ Semantics", 2011-03.
 * Longer than most files: every way in which a request may end changes the same table.
 */
import type { ExchangeOutcome, ExchangeSnapshot } from '#shared/contract/exchange.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { AnswerRelation } from '#shared/transcript/entry.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import type { Jid } from '#shared/xmpp/jid.ts';
import { readStanzaError } from '#shared/xmpp/stanza-error.ts';
import { isRightSender } from './answer-sender.ts';
import type { UnansweredRequest } from './entry-writer.ts';
import { NO_STEP, type StepMark } from './step-mark.ts';
import { describeUnanswered } from './unanswered.ts';

/** Ended exchanges kept, to recognise late answers and to list. */
const MAX_ENDED = 1_000;

/** Late and foreign answers told with one exchange; the transcript has them all. */
const MAX_ASIDE = 100;

/** What {@link createExchangeTable} needs. */
export interface ExchangeTableOptions {
  readonly sessionId: string;
  nextId(): string;
  onChange(snapshot: ExchangeSnapshot): void;
  /** A request that was written ended without an answer; told before the exchange shows it. */
  onUnanswered(request: UnansweredRequest): void;
}

/** A request about to be written. */
export interface OpenExchange {
  readonly id: string;
  /** Always resolves, with the outcome set. */
  readonly done: Promise<ExchangeSnapshot>;
  /** The request was written. @param atMs the moment, on the session's monotonic clock */
  written(entrySeq: number, atMs: number): void;
  /** The request could not be written: it never was an exchange. */
  abandon(): void;
}

/** How an incoming answer relates to the requests. */
export interface AnswerMatch {
  readonly relation: AnswerRelation;
  readonly replyTo: number | null;
  readonly latencyMs: number | null;
  /** The run step of the request. */
  readonly mark: StepMark;
  /** To be called once the answer has its number. */
  settle(entrySeq: number): void;
}

/** The requests of one session and their ends. */
export interface ExchangeTable {
  /**
   * Opens an exchange. Fails with `duplicate-id` while a request with that id waits, unless that is
   * allowed: then the request that was sent first gets the first answer.
   */
  begin(request: {
    stanzaId: string;
    to: string;
    timeoutMs: number;
    mark: StepMark;
    allowDuplicateId?: boolean;
  }): Result<OpenExchange>;
  /** Whether a request with this id waits for its answer. */
  isWaiting(stanzaId: string): boolean;
  /** Remembers a request that the stream negotiation wrote: linked in the transcript, not listed. */
  observe(request: { stanzaId: string; to: string; entrySeq: number; atMs: number }): void;
  /** Looks up an IQ result or error. @param own full JID of the session, or null before binding */
  match(answer: XmlElement, atMs: number, own: Jid | null): AnswerMatch;
  cancel(exchangeId: string): Result<null>;
  /** The session has ended: nothing can be answered any more. */
  disconnect(reason: string): void;
  list(): readonly ExchangeSnapshot[];
  pendingCount(): number;
}

interface Entry {
  snapshot: ExchangeSnapshot;
  readonly listed: boolean;
  readonly mark: StepMark;
  sentAtMs: number;
  timer: NodeJS.Timeout | undefined;
  finish(snapshot: ExchangeSnapshot): void;
}

/** Creates the table of one session. */
export function createExchangeTable(options: ExchangeTableOptions): ExchangeTable {
  const { sessionId, onChange } = options;
  /** Requests by their id, the oldest first. */
  const byStanzaId = new Map<string, Entry[]>();
  const waiting = new Set<Entry>();
  const ended: Entry[] = [];

  function withId(stanzaId: string): readonly Entry[] {
    return byStanzaId.get(stanzaId) ?? [];
  }

  function add(
    { stanzaId, to }: { readonly stanzaId: string; readonly to: string },
    { listed, mark, finish }: Pick<Entry, 'listed' | 'mark' | 'finish'>,
  ): Entry {
    const snapshot: ExchangeSnapshot = {
      id: listed ? options.nextId() : '',
      sessionId,
      stanzaId,
      to,
      requestSeq: 0,
      answerSeq: null,
      latencyMs: null,
      outcome: null,
      foreignAnswers: [],
      lateAnswers: [],
    };
    const entry: Entry = { snapshot, listed, mark, sentAtMs: 0, timer: undefined, finish };
    byStanzaId.set(stanzaId, [...withId(stanzaId), entry]);
    waiting.add(entry);
    return entry;
  }

  function change(entry: Entry, part: Partial<ExchangeSnapshot>): void {
    entry.snapshot = { ...entry.snapshot, ...part };
    if (entry.listed) onChange(entry.snapshot);
  }

  function end(entry: Entry, outcome: ExchangeOutcome, part: Partial<ExchangeSnapshot> = {}): void {
    if (entry.snapshot.outcome !== null) return;
    clearTimeout(entry.timer);
    waiting.delete(entry);
    tellUnanswered(entry, outcome);
    change(entry, { ...part, outcome });
    ended.push(entry);
    if (ended.length > MAX_ENDED) forget(ended.shift());
    entry.finish(entry.snapshot);
  }

  function tellUnanswered({ snapshot, mark }: Entry, outcome: ExchangeOutcome): void {
    const told = describeUnanswered(outcome);
    if (told === null || snapshot.requestSeq === 0) return;
    options.onUnanswered({ requestSeq: snapshot.requestSeq, mark, ...told });
  }

  function forget(entry: Entry | undefined): void {
    if (entry === undefined) return;
    waiting.delete(entry);
    const { stanzaId } = entry.snapshot;
    const rest = withId(stanzaId).filter((other) => other !== entry);
    if (rest.length === 0) byStanzaId.delete(stanzaId);
    else byStanzaId.set(stanzaId, rest);
  }

  function isWaiting(stanzaId: string): boolean {
    return withId(stanzaId).some(isPending);
  }

  /** Somebody who was not asked: noted, and the request goes on waiting. */
  function foreign(entry: Entry, from: string): AnswerMatch {
    const settle = (entrySeq: number): void => {
      const { foreignAnswers } = entry.snapshot;
      if (foreignAnswers.length === MAX_ASIDE) return;
      change(entry, { foreignAnswers: [...foreignAnswers, { entrySeq, from }] });
    };
    const { snapshot, mark } = entry;
    const replyTo = snapshot.requestSeq;
    return { relation: 'wrong-sender', replyTo, latencyMs: null, mark, settle };
  }

  /** Too late, or one more than was asked for: kept with its exchange, whose end stays what it was. */
  function late(entry: Entry, latencyMs: number): AnswerMatch {
    const settle = (entrySeq: number): void => {
      const { lateAnswers } = entry.snapshot;
      if (lateAnswers.length === MAX_ASIDE) return;
      change(entry, { lateAnswers: [...lateAnswers, { entrySeq, latencyMs }] });
    };
    const { snapshot, mark } = entry;
    return { relation: 'late', replyTo: snapshot.requestSeq, latencyMs, mark, settle };
  }

  return {
    isWaiting,

    begin({ stanzaId, to, timeoutMs, mark, allowDuplicateId = false }) {
      if (isWaiting(stanzaId) && !allowDuplicateId) {
        return fail({
          code: 'duplicate-id',
          what: 'The stanza was not sent.',
          why: `A request with the id "${stanzaId}" still waits for its answer, and the answers could not be told apart.`,
          next: 'Give it another id, wait for the answer, or send it all the same.',
          place: 'id',
        });
      }
      let finish: Entry['finish'] = () => undefined;
      const done = new Promise<ExchangeSnapshot>((resolve) => (finish = resolve));
      const entry = add({ stanzaId, to }, { listed: true, mark, finish });
      return ok({
        id: entry.snapshot.id,
        done,
        written(entrySeq, atMs) {
          entry.sentAtMs = atMs;
          entry.timer = setTimeout(
            () => end(entry, { kind: 'timeout', afterMs: timeoutMs }),
            timeoutMs,
          );
          change(entry, { requestSeq: entrySeq });
        },
        abandon: () => forget(entry),
      });
    },

    observe({ stanzaId, to, entrySeq, atMs }) {
      if (isWaiting(stanzaId)) return;
      const finish = (): void => undefined;
      const entry = add({ stanzaId, to }, { listed: false, mark: NO_STEP, finish });
      entry.sentAtMs = atMs;
      entry.snapshot = { ...entry.snapshot, requestSeq: entrySeq };
    },

    match(answer, atMs, own) {
      const entries = withId(answer.attrs['id'] ?? '');
      const from = answer.attrs['from'] ?? '';
      // Before binding only the server can speak, and the session has no address to compare with.
      const asked = entries.filter(
        ({ snapshot }) => own === null || isRightSender(snapshot.to, from, own),
      );
      const pending = asked.find(isPending);
      if (pending !== undefined) {
        const latencyMs = atMs - pending.sentAtMs;
        const { mark, snapshot } = pending;
        const settle = (answerSeq: number): void =>
          end(pending, outcomeOf(answer), { answerSeq, latencyMs });
        return { relation: 'answer', replyTo: snapshot.requestSeq, latencyMs, mark, settle };
      }
      const ended = asked.find(isUnanswered) ?? asked.at(-1);
      if (ended !== undefined) return late(ended, atMs - ended.sentAtMs);
      const other = entries.find(isPending) ?? entries.at(-1);
      return other === undefined ? UNSOLICITED : foreign(other, from);
    },

    cancel(exchangeId) {
      const entry = [...waiting].find(({ snapshot }) => snapshot.id === exchangeId);
      if (entry === undefined) {
        return fail({
          code: 'not-found',
          what: 'There is no such request to cancel.',
          why: 'It has ended already or never was.',
        });
      }
      end(entry, { kind: 'cancelled' });
      return ok(null);
    },

    disconnect(reason) {
      for (const entry of [...waiting]) end(entry, { kind: 'disconnected', reason });
    },

    list: () =>
      [...ended, ...waiting].filter((entry) => entry.listed).map((entry) => entry.snapshot),
    pendingCount: () => [...waiting].filter((entry) => entry.listed).length,
  };
}

const UNSOLICITED: AnswerMatch = {
  relation: 'unsolicited',
  replyTo: null,
  latencyMs: null,
  mark: NO_STEP,
  settle: () => undefined,
};

function isPending({ snapshot }: Entry): boolean {
  return snapshot.outcome === null;
}

/** It ended without an answer, and none has come late. */
function isUnanswered({ snapshot }: Entry): boolean {
  return snapshot.answerSeq === null && snapshot.lateAnswers.length === 0;
}

function outcomeOf(answer: XmlElement): ExchangeOutcome {
  if (answer.attrs['type'] === 'result') return { kind: 'result' };
  const error = readStanzaError(answer);
  return error === null ? { kind: 'error-without-reason' } : { kind: 'error', error };
}
