/**
 * What crosses the wire of one session: into the transcript, matched with the requests it answers, and
 * out through the one door.
 */
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { SessionFailure } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import type { Jid } from '#shared/xmpp/jid.ts';
import { isStanza } from '#shared/xmpp/stanza-summary.ts';
import type { Clock, IdSource } from '../platform.ts';
import type { Recorder } from '../transcript/recorder-port.ts';
import { createEntryWriter, type EntryWriter, type Moment } from './entry-writer.ts';
import { createExchangeTable, type ExchangeTable, type OpenExchange } from './exchanges.ts';
import { answerIncoming, type ClientFacts } from './incoming.ts';
import { checkBroken, checkOutgoing } from './outgoing.ts';
import type { EndedRequest, IncomingStanza, SendContext, SentStanza } from './session-port.ts';
import { cutOffProblem, noPlaceForBrokenProblem, notOnlineProblem } from './session-problems.ts';
import { NO_STEP, type StepMark } from './step-mark.ts';
import type { WireItem } from './stream-reader.ts';

/** What {@link createTraffic} needs. */
export interface TrafficOptions {
  readonly sessionId: string;
  readonly sessionName: string;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** What this session answers about itself. */
  readonly client: ClientFacts;
  /** What ended the session; null while it is online, and when it was asked to end. */
  failure(): SessionFailure | null;
  onExchange(snapshot: ExchangeSnapshot): void;
  onStanza(stanza: IncomingStanza): void;
  onRequestEnd(ended: EndedRequest): void;
}

/** The line that stanzas go out on. */
export interface OutgoingLine {
  /** One element per WebSocket frame. */
  readonly framed: boolean;
  /** Resolves false when the connection is closed. */
  write(text: string): Promise<boolean>;
  /** Writes text that is not well-formed; null where the transport cannot. */
  readonly writeBroken: ((text: string, problem: string) => Promise<boolean>) | null;
}

/** Text on its way out. */
interface Sending {
  readonly text: string;
  readonly mark: StepMark;
  /** Its entry, once it has crossed. */
  entrySeq: number | null;
  onWritten(seq: number, at: Moment): void;
}

/** What goes in and out on one session. */
export interface Traffic {
  readonly exchanges: ExchangeTable;
  local: EntryWriter['local'];
  /** Takes what crossed. @param own full JID, null before binding @param line null while not online */
  take(item: WireItem, own: Jid | null, line: OutgoingLine | null): void;
  /**
   * Checks and writes text. Fails with `not-well-formed`, `duplicate-id`, `not-online` or `cut-off`; with
   * `not-possible` or `several-stanzas` when it is to go out even though it is broken.
   */
  send(xml: string, context: SendContext, line: OutgoingLine): Promise<Result<SentStanza>>;
  /** Writes stanzas again that were written on an earlier connection; their exchanges are as they were. */
  repeat(texts: readonly string[], line: OutgoingLine): void;
}

/** Creates the traffic of one session; it lives as long as the session, over several connections. */
export function createTraffic(options: TrafficOptions): Traffic {
  const { sessionId, ids, onStanza } = options;
  const writer = createEntryWriter(options);
  const exchanges = createExchangeTable({
    sessionId,
    nextId: () => ids.next('x'),
    onChange: options.onExchange,
    onUnanswered: writer.unanswered,
  });
  /** The stanza being written: mostly the tap calls back before `write` returns. */
  let sending: Sending | null = null;
  /** Those for which it does not: over BOSH they wait for a request that may carry them. */
  const waiting = new Set<Sending>();

  function takeOutgoing(item: WireItem): void {
    const at = writer.now();
    const own = sending ?? [...waiting].find((one) => one.text === item.text);
    const seq = writer.wire(item, at, own?.mark ?? NO_STEP, null);
    if (own !== undefined) {
      const broken = item.violation !== null;
      if (!broken && (item.element === null || item.kind === 'stream')) return;
      waiting.delete(own);
      own.entrySeq = seq;
      own.onWritten(seq, at);
      return;
    }
    const request = item.element === null ? null : readRequest(item.element);
    if (request === null) return;
    exchanges.observe({ ...request, entrySeq: seq, atMs: at.monotonicMs });
  }

  function takeIncoming(item: WireItem, own: Jid | null, line: OutgoingLine | null): void {
    const at = writer.now();
    const { element } = item;
    const answer =
      element !== null && isAnswer(element) ? exchanges.match(element, at.monotonicMs, own) : null;
    const seq = writer.wire(item, at, answer?.mark ?? NO_STEP, answer);
    answer?.settle(seq);
    if (element === null || !isStanza(element)) return;
    onStanza({ sessionId, element, entrySeq: seq, monotonicMs: at.monotonicMs });
    const reply =
      line === null ? null : answerIncoming(element, options.client, () => options.clock.now());
    if (line !== null && reply !== null)
      void line.write(serializeXml(reply, line.framed ? '' : undefined));
  }

  async function send(
    xml: string,
    context: SendContext,
    line: OutgoingLine,
  ): Promise<Result<SentStanza>> {
    const checked = checkOutgoing(xml, line.framed);
    if (!checked.ok) return context.evenBroken === true ? sendBroken(xml, context, line) : checked;
    const mark: StepMark = { runId: context.runId ?? null, stepId: context.stepId ?? null };
    const request = readRequest(checked.value.element);
    let exchange: OpenExchange | null = null;
    if (request !== null) {
      const { timeoutMs, allowDuplicateId = false } = context;
      const isSecond = exchanges.isWaiting(request.stanzaId);
      const opened = exchanges.begin({ ...request, mark, timeoutMs, allowDuplicateId });
      if (!opened.ok) return opened;
      if (isSecond) writer.local('note', secondIdText(request.stanzaId));
      exchange = opened.value;
      void exchange.done.then(({ outcome }) => {
        if (outcome === null) return;
        options.onRequestEnd({ sessionId, request: checked.value.element, outcome });
      });
    }
    const current: Sending = {
      text: checked.value.text,
      mark,
      entrySeq: null,
      onWritten: (seq, at) => exchange?.written(seq, at.monotonicMs),
    };
    sending = current;
    const finished = line.write(current.text);
    sending = null;
    if (current.entrySeq === null) waiting.add(current);
    const complete = await finished;
    waiting.delete(current);
    if (current.entrySeq === null) {
      exchange?.abandon();
      return fail(notOnlineProblem(options.failure()));
    }
    // A request that was cut off ends as `disconnected`, with the session; nothing else would tell.
    if (!complete && exchange === null) return fail(cutOffProblem(options.failure()));
    return ok({
      entrySeq: current.entrySeq,
      exchange: exchange === null ? null : { id: exchange.id, done: exchange.done },
    });
  }

  /** What is no XML asks for nothing that could be matched: what comes of it is in the transcript. */
  async function sendBroken(
    text: string,
    context: SendContext,
    line: OutgoingLine,
  ): Promise<Result<SentStanza>> {
    const problem = checkBroken(text);
    if (!problem.ok) return problem;
    if (line.writeBroken === null) return fail(noPlaceForBrokenProblem());
    const mark: StepMark = { runId: context.runId ?? null, stepId: context.stepId ?? null };
    const current: Sending = { text, mark, entrySeq: null, onWritten: () => undefined };
    sending = current;
    const finished = line.writeBroken(text, problem.value);
    sending = null;
    await finished;
    if (current.entrySeq === null) return fail(notOnlineProblem(options.failure()));
    return ok({ entrySeq: current.entrySeq, exchange: null });
  }

  return {
    exchanges,
    local: (...parts) => writer.local(...parts),
    take: (item, own, line) =>
      item.direction === 'out' ? takeOutgoing(item) : takeIncoming(item, own, line),
    send,
    repeat(texts, line) {
      sending = { text: '', mark: NO_STEP, entrySeq: null, onWritten: () => undefined };
      for (const text of texts) void line.write(text);
      sending = null;
    },
  };
}

function secondIdText(stanzaId: string): string {
  return `The id "${stanzaId}" is that of a request that still waits: the first answer counts for the older one.`;
}

/** An IQ get or set with an id; without one no answer could be told from another. */
function readRequest(element: XmlElement): { stanzaId: string; to: string } | null {
  const { id, to, type } = element.attrs;
  if (element.name !== 'iq' || id === undefined || id === '') return null;
  return type === 'get' || type === 'set' ? { stanzaId: id, to: to ?? '' } : null;
}

function isAnswer(element: XmlElement): boolean {
  const { type } = element.attrs;
  return element.name === 'iq' && (type === 'result' || type === 'error');
}
