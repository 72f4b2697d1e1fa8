/** Writes what crossed or happened to one session into the transcript, credentials masked. */
import { NO_SUMMARY, type EntryKind, type EntrySummary } from '#shared/transcript/entry.ts';
import { maskCredentials } from '#shared/transcript/mask.ts';
import { summarize } from '#shared/xmpp/stanza-summary.ts';
import type { Clock } from '../platform.ts';
import type { EntryDraft, Recorder } from '../transcript/recorder-port.ts';
import type { AnswerMatch } from './exchanges.ts';
import { NO_STEP, type StepMark } from './step-mark.ts';
import type { WireItem } from './stream-reader.ts';

/** The moment something crossed the wire, on both clocks. */
export interface Moment {
  readonly time: string;
  readonly monotonicMs: number;
}

/** A request that ended without an answer. */
export interface UnansweredRequest {
  /** Seq of its entry. */
  readonly requestSeq: number;
  readonly mark: StepMark;
  readonly relation: 'timeout' | 'cancelled' | 'disconnected';
  /** How it ended, in words. */
  readonly text: string;
}

/** One session's way into the transcript. */
export interface EntryWriter {
  now(): Moment;
  /** @returns the entry's number */
  wire(item: WireItem, at: Moment, mark: StepMark, answer: AnswerMatch | null): number;
  /** An entry for what did not cross the wire. @param condition set when it is a failure */
  local(kind: 'tls' | 'state' | 'note', text: string, condition?: string): number;
  /** An entry that tells how a request ended without an answer. */
  unanswered(request: UnansweredRequest): number;
}

/** Creates the writer of one session. */
export function createEntryWriter(options: {
  readonly sessionId: string;
  readonly sessionName: string;
  readonly recorder: Recorder;
  readonly clock: Clock;
}): EntryWriter {
  const { sessionId, sessionName, recorder, clock } = options;
  const toIsoTime = createTimeWriter();
  const now = (): Moment => ({ time: toIsoTime(clock.now()), monotonicMs: clock.monotonicMs() });
  const identity = { sessionId, sessionName };

  return {
    now,
    wire(item, at, mark, answer) {
      const { text, masked } = maskCredentials(item.text, item.element);
      return recorder.record({
        ...identity,
        ...summaryOf(item),
        ...mark,
        at,
        direction: item.direction,
        kind: item.kind,
        bytes: item.bytes,
        replyTo: answer?.replyTo ?? null,
        latencyMs: answer?.latencyMs ?? null,
        relation: answer?.relation ?? null,
        text: item.note,
        xml: text,
        masked,
      });
    },
    local: (kind, text, condition) => recordLocal(kind, text, { condition: condition ?? null }),
    unanswered: ({ requestSeq, mark, relation, text }) =>
      recordLocal('note', text, { ...mark, relation, replyTo: requestSeq }),
  };

  function recordLocal(kind: EntryKind, text: string, given: Partial<EntryDraft>): number {
    return recorder.record({
      ...identity,
      ...NO_SUMMARY,
      ...NO_STEP,
      at: now(),
      direction: 'local',
      kind,
      bytes: 0,
      replyTo: null,
      latencyMs: null,
      relation: null,
      text,
      xml: '',
      masked: false,
      ...given,
    });
  }
}

/** Writing a time takes as long as splitting a stanza, and in a burst many have the same. */
function createTimeWriter(): (date: Date) => string {
  let lastMs = Number.NaN;
  let last = '';
  return (date) => {
    const ms = date.getTime();
    if (ms !== lastMs) last = date.toISOString();
    lastMs = ms;
    return last;
  };
}

function summaryOf(item: WireItem): EntrySummary {
  if (item.element !== null) return summarize(item.element);
  return { ...NO_SUMMARY, condition: item.violation?.condition ?? null };
}
