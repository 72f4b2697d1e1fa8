/** Makes wire entries of what a log holds: numbered, timed, masked, answers with their requests. */
import { utf8Length } from '../../xml/characters.ts';
import type { XmlElement } from '../../xml/node.ts';
import { parseXml } from '../../xml/parse.ts';
import { stanzaKind, summarize } from '../../xmpp/stanza-summary.ts';
import { NO_SUMMARY, type EntryDirection, type WireEntry } from '../entry.ts';
import { maskCredentials } from '../mask.ts';
import { createAnswerPairing } from './answer-pairing.ts';
import type { LoggedXml } from './read-log.ts';

/** An entry, or why the XML is none. */
export type EntryOutcome =
  | {
      readonly ok: true;
      readonly entry: WireEntry;
      /** Direction or time is not told. */ readonly guessed: boolean;
    }
  | { readonly ok: false; readonly why: string };

/** Makes the entries of one text, in order. */
export interface LogEntries {
  /** The first entry: what the others are. @param label what the text is from */
  note(label: string): WireEntry;
  /** An entry of our own. */
  say(text: string): WireEntry;
  /** Credentials in the entry are replaced. */
  take(logged: LoggedXml): EntryOutcome;
}

/**
 * Starts a transcript.
 * @param now of entries before the first with a time: ISO 8601, UTC, milliseconds
 */
export function createLogEntries(now: string): LogEntries {
  const pairing = createAnswerPairing();
  let seq = 0;
  let time = now;
  let firstMs: number | null = null;
  let monotonicMs = 0;

  function moveTo(told: string | null): void {
    if (told === null) return;
    time = told;
    const ms = Date.parse(told);
    firstMs ??= ms;
    // A log of several nodes may step back; the order of its lines is what is known.
    monotonicMs = Math.max(monotonicMs, ms - firstMs);
  }

  function entryOf(change: Partial<WireEntry>): WireEntry {
    seq += 1;
    return {
      ...NO_SUMMARY,
      ...{ seq, time, monotonicMs, sessionId: '', sessionName: 'log', direction: 'local' },
      ...{ kind: 'note', bytes: 0, replyTo: null, latencyMs: null, relation: null },
      ...{ runId: null, stepId: null, text: '', xml: '', masked: false },
      ...change,
    };
  }

  return {
    note: (label) =>
      entryOf({
        text:
          `Read from text: ${label}. Directions are as the client sees them. XML of Erlang terms is ` +
          'written anew: its quotes are not those that crossed.',
      }),
    say: (text) => entryOf({ text }),
    take(logged) {
      const element = elementOf(logged);
      if (typeof element === 'string' && !logged.cut) return { ok: false, why: element };
      const parsed = typeof element === 'string' ? null : element;
      moveTo(logged.time);
      const direction = logged.direction ?? guessDirection(parsed);
      const origin = logged.cut ? 'cut' : 'pasted';
      const { text: xml, masked } = maskCredentials(logged.xml, parsed, origin);
      // What is hidden stands in no column either.
      const shown = masked ? elementOf({ ...logged, xml }) : parsed;
      const summary = shown === null || typeof shown === 'string' ? NO_SUMMARY : summarize(shown);
      const entry = entryOf({
        ...summary,
        ...(logged.session === ''
          ? {}
          : { sessionId: logged.session, sessionName: logged.session }),
        direction,
        kind: kindOf(logged, parsed),
        bytes: utf8Length(logged.xml),
        text: remark(logged),
        xml,
        masked,
      });
      const guessed = logged.direction === null || logged.time === null;
      return { ok: true, entry: { ...entry, ...pairing.take(entry) }, guessed };
    },
  };
}

/** The parsed element; null for a stream's end tag; or why it is none. */
function elementOf({ xml, part }: LoggedXml): XmlElement | string | null {
  if (part === 'stream-close') return null;
  const parsed = parseXml(part === 'stream-open' ? xml.replace(/\/?>$/, '/>') : xml);
  return parsed.ok ? parsed.element : parsed.problem.message;
}

function kindOf({ part }: LoggedXml, element: XmlElement | null): WireEntry['kind'] {
  if (part !== 'element') return 'stream';
  return element === null ? 'nonza' : stanzaKind(element);
}

function remark({ fromTerm, cut, direction }: LoggedXml): string {
  const remarks = [
    fromTerm ? 'from an Erlang term' : '',
    cut ? 'cut off in the log' : '',
    direction === null ? 'direction guessed' : '',
  ].filter((one) => one !== '');
  return remarks.join(', ');
}

/**
 * Whether a client sent or got a stanza, by who is named in it. Answers, and what a server or service sent, come
 * in; a stanza without sender, or to a server or service, went out.
 */
function guessDirection(element: XmlElement | null): EntryDirection {
  const { from = '', to = '', type = '' } = element?.attrs ?? {};
  if (element?.name === 'iq' && (type === 'result' || type === 'error')) return 'in';
  if (from === '') return to === '' && element?.name === 'message' ? 'in' : 'out';
  if (to === '') return from.includes('@') ? 'out' : 'in';
  return from.includes('@') && !to.includes('@') ? 'out' : 'in';
}
