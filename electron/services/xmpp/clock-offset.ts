/**
 * How far the server's clock is from this one: its time against the middle of the round trip.
 * XEP-0202 2.0 "Entity Time", 2009-09-11; XEP-0082 1.1.1 "XMPP Date and Time Profiles", 2021-06.
 */
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { ClockOffset } from '#shared/contract/session.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild, ownText } from '#shared/xml/query.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { NS_CLIENT, NS_TIME } from '#shared/xmpp/namespaces.ts';
import type { Clock } from '../platform.ts';
import type { SendContext, SessionService } from './session-port.ts';

/** What {@link measureClock} needs. */
export interface ClockMeasurement {
  readonly sessions: Pick<SessionService, 'send' | 'onStanza'>;
  readonly sessionId: string;
  readonly domain: string;
  readonly stanzaId: string;
  readonly clock: Clock;
}

/**
 * Asks the server of a session for its time. Fails with `not-online`, `no-answer` or `not-supported`.
 * @see XEP-0202 2.0 §4 "Protocol"
 */
export async function measureClock(
  measurement: ClockMeasurement,
  context: SendContext,
): Promise<Result<ClockOffset>> {
  const { sessions, sessionId, domain, stanzaId, clock } = measurement;
  const answers = new Map<number, Arrival>();
  const stop = sessions.onStanza((stanza) => {
    const { element, entrySeq } = stanza;
    if (stanza.sessionId !== sessionId || element.attrs['id'] !== stanzaId) return;
    const agoMs = clock.monotonicMs() - stanza.monotonicMs;
    answers.set(entrySeq, { element, atMs: clock.now().getTime() - agoMs });
  });
  try {
    const sent = await sessions.send(sessionId, requestText(domain, stanzaId), context);
    if (!sent.ok) return sent;
    const ended = await sent.value.exchange?.done;
    const answer = answers.get(ended?.answerSeq ?? 0);
    if (ended === undefined || answer === undefined) return fail(noAnswerProblem(domain, ended));
    const time = readTime(answer.element);
    if (time === null) return fail(notSupportedProblem(domain, ended));
    return ok(offsetOf(time, answer.atMs, ended.latencyMs ?? 0));
  } finally {
    stop();
  }
}

/** An answer, and when it came by this computer's clock, in milliseconds. */
interface Arrival {
  readonly element: XmlElement;
  readonly atMs: number;
}

/** A time that a server told, and how coarsely. */
interface ToldTime {
  readonly atMs: number;
  /** Length of the unit it was cut off to, in milliseconds. */
  readonly unitMs: number;
}

/**
 * The time in an answer.
 * @returns null for an error, and for what is no UTC time
 */
function readTime(answer: XmlElement): ToldTime | null {
  const time = findChild(answer, 'time', NS_TIME);
  const utc = time === undefined ? undefined : findChild(time, 'utc', NS_TIME);
  const text = utc === undefined ? '' : ownText(utc).trim();
  const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?Z$/.exec(text);
  const atMs = Date.parse(text);
  if (found === null || Number.isNaN(atMs)) return null;
  return { atMs, unitMs: 1_000 / 10 ** (found[1]?.length ?? 0) };
}

/** A time cut off to seconds is half a second too early on average, and no better known than that. */
function offsetOf(
  { atMs, unitMs }: ToldTime,
  arrivedAtMs: number,
  roundTripMs: number,
): ClockOffset {
  const middleMs = arrivedAtMs - roundTripMs / 2;
  return {
    offsetMs: Math.round(atMs + unitMs / 2 - middleMs),
    uncertaintyMs: Math.ceil(roundTripMs / 2 + unitMs / 2),
    measuredAt: new Date(middleMs).toISOString(),
  };
}

function requestText(domain: string, id: string): string {
  const time = createElement('time', NS_TIME);
  return serializeXml(createElement('iq', NS_CLIENT, { type: 'get', id, to: domain }, [time]));
}

function noAnswerProblem(domain: string, ended: ExchangeSnapshot | undefined): Problem {
  const outcome = ended?.outcome;
  return {
    code: 'no-answer',
    what: `The clock of ${domain} was not measured.`,
    why:
      outcome?.kind === 'disconnected'
        ? `The session ended before the answer came: ${outcome.reason}`
        : 'The server did not answer the request for its time.',
    next: 'Try again; if it stays silent, look at the session’s other requests.',
  };
}

function notSupportedProblem(domain: string, { outcome }: ExchangeSnapshot): Problem {
  const refusal =
    outcome?.kind === 'error'
      ? `It refused with ${outcome.error.condition || 'an error without a condition'}`
      : 'Its answer holds no time in UTC';
  return {
    code: 'not-supported',
    what: `The clock of ${domain} was not measured.`,
    why: `${refusal}; it does not support XEP-0202 (entity time).`,
    next: 'Enable mod_time on the server, or compare times of entries with the server’s log by hand.',
  };
}
