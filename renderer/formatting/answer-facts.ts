/** What an answer says besides its condition, and which answers did not count as the answer. */
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import { formatLatency } from '#shared/transcript/latency-text.ts';
import { toVisibleText } from '#shared/xml/visible-text.ts';
import type { StanzaError } from '#shared/xmpp/stanza-error.ts';

export interface AnswerFact {
  readonly term: string;
  readonly value: string;
}

/** An answer that did not end the exchange. */
export interface OddAnswer {
  /** Its entry. */
  readonly seq: number;
  readonly words: string;
}

/** The parts of an error that there are; condition and type stand in its headline. */
export function listErrorFacts(error: StanzaError): readonly AnswerFact[] {
  const applications = error.applicationConditions.map(({ name, ns, feature }) =>
    [name, feature, `(${ns})`].filter(Boolean).join(' '),
  );
  const facts = [
    { term: 'The server says', value: error.text === '' ? '' : `“${error.text}”` },
    { term: 'More precisely', value: applications.join(', ') },
    { term: 'Legacy code', value: error.code === null ? '' : String(error.code) },
    { term: 'Refused by', value: error.by },
  ];
  return facts
    .filter(({ value }) => value !== '')
    .map(({ term, value }) => ({ term, value: toVisibleText(value) }));
}

/** Late answers and those of somebody who was not asked (RFC 6120 §8.1.2.1), in the order they came. */
export function oddAnswers(exchange: ExchangeSnapshot): readonly OddAnswer[] {
  const late = exchange.lateAnswers.map(({ entrySeq, latencyMs }) => ({
    seq: entrySeq,
    words: `An answer came late, after ${formatLatency(latencyMs)}`,
  }));
  const foreign = exchange.foreignAnswers.map(({ entrySeq, from }) => ({
    seq: entrySeq,
    words: `${from === '' ? 'Somebody without address' : toVisibleText(from)} answered without being asked`,
  }));
  return [...late, ...foreign].toSorted((a, b) => a.seq - b.seq);
}
