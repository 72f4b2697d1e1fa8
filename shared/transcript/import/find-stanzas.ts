/**
 * Finds stanzas in a piece of text: Erlang terms, XML, XML in an Erlang binary, and either of them in a
 * quoted value. Every piece that looks like a stanza is found or named as unreadable.
 */
import { isEscaped, readBinary } from './erlang-literal.ts';
import { readTerm } from './erlang-term.ts';
import { findXmlEnd } from './xml-end.ts';
import { writeTermXml } from './xmlel.ts';

/** Offsets in the text that was searched. */
interface Span {
  readonly start: number;
  readonly end: number;
  /** Of what is wrong; where nothing is, of the start. */
  readonly place: number;
}

/** A stanza, stream tag or other element. */
export interface FoundXml extends Span {
  readonly kind: 'found';
  readonly xml: string;
  readonly part: 'element' | 'stream-open' | 'stream-close';
  /** Whether the XML was written from a term; otherwise it is as it stands in the text. */
  readonly fromTerm: boolean;
  /** Whether the text leaves something of it out. */
  readonly cut: boolean;
}

/** Something that looks like a stanza and cannot be read. */
export interface UnreadPart extends Span {
  readonly kind: 'unread';
  readonly why: string;
}

/** @see {@link findStanzas} */
export type StanzaPart = FoundXml | UnreadPart;

/** Top-level elements of a stream: stanzas and nonzas. Other words in angle brackets are no XML of a stream. */
const TOP_LEVEL =
  'iq|message|presence|stream:(?:features|error)|starttls|proceed|auth|challenge|response|success|failure|' +
  'abort|authenticate|continue|handshake|enabled?|resumed?|failed|r|a|active|inactive|open|close';

/** Where something begins that may be, or hold, a stanza. */
const CANDIDATE = new RegExp(
  [
    String.raw`[\w.-]="|"[\w.-]+":\s*"`,
    String.raw`\{\s*'?(?:xmlel|xmlstream(?:start|end|element))'?\s*,`,
    String.raw`#(?:xmlel|xmlstream(?:start|end|element)|iq|message|presence)\{`,
    String.raw`<<(?=\s*["\d])`,
    String.raw`<(?=/?stream:stream\b|(?:${TOP_LEVEL})[\s/>])`,
  ].join('|'),
  'g',
);

/** Where something new begins in text that is cut off. */
const NEXT_START = /\n(?=\{xmlel|#xmlel|<(?:iq|message|presence)\b)/g;
/** No less than that pattern looks ahead, in characters. */
const LOOKAHEAD = 16;

/**
 * Lists what a text holds, in order.
 * @param text a log record, or a whole text without such
 * @param at where to begin, and `limit` where to end
 */
export function* findStanzas(text: string, at = 0, limit = text.length): Generator<StanzaPart> {
  let here = at;
  // Once one part has no end, the others are read no further than to where the next one begins: each would
  // be looked at up to the end of the text.
  let bounded = false;
  const nextStart = createStartFinder(text, limit);
  for (;;) {
    CANDIDATE.lastIndex = here;
    const [opening = ''] = CANDIDATE.exec(text) ?? [];
    const start = CANDIDATE.lastIndex - opening.length;
    if (opening === '' || start >= limit) return;
    if (opening.endsWith('"')) {
      here = yield* searchQuoted(text, CANDIDATE.lastIndex - 1, limit);
      continue;
    }
    const next = nextStart(start);
    let read = readCandidate({ text, start, opening, limit: bounded ? next : limit, nextStart });
    if (!bounded && read.open && next < limit) {
      bounded = true;
      read = readCandidate({ text, start, opening, limit: next, nextStart });
    }
    yield* read.parts;
    here = Math.max(read.end, start + 1);
  }
}

interface CandidateReading {
  readonly parts: Iterable<StanzaPart>;
  readonly end: number;
  /** Whether it goes on to the end of the text, or into the next stanza. */
  readonly open: boolean;
}

interface Candidate {
  readonly text: string;
  readonly start: number;
  readonly limit: number;
}

function readCandidate({
  opening,
  nextStart,
  ...candidate
}: Candidate & {
  readonly opening: string;
  readonly nextStart: StartFinder;
}): CandidateReading {
  if (opening === '<<') return readBinaryXml(candidate);
  return opening === '<' ? readXml(candidate) : readXmlTerm(candidate, nextStart);
}

/** Where the next stanza begins behind an offset. */
type StartFinder = (offset: number) => number;

/** Remembers what it found, which is asked for again and again. */
function createStartFinder(text: string, limit: number): StartFinder {
  let found = -1;
  return (offset) => {
    if (found <= offset) {
      // A record is a small part of its log, which must not be searched to its end for each.
      const rest = text.slice(offset, limit + LOOKAHEAD);
      NEXT_START.lastIndex = 1;
      const next = NEXT_START.exec(rest);
      found = next === null ? limit : Math.min(offset + next.index, limit);
    }
    return found;
  };
}

/** A quoted value of `key="…"` or of JSON; where its quotes are not escaped, what stands in them is read as it is. */
function* searchQuoted(text: string, quote: number, limit: number): Generator<StanzaPart, number> {
  let end = text.indexOf('"', quote + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  const raw = end < 0 ? '' : text.slice(quote + 1, end);
  if (end < 0 || end >= limit || !raw.includes('\\') || !/[\s,\]})]/.test(text[end + 1] ?? ' ')) {
    return quote + 1;
  }
  for (const part of findStanzas(unescapeValue(raw)))
    yield { ...part, start: quote, end: end + 1, place: quote };
  return end + 1;
}

/** @see https://www.rfc-editor.org/rfc/rfc8259#section-7, of which a log of key-value pairs uses a part */
function unescapeValue(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_whole, code?: string, char = '') => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[String(char)] ?? String(char);
  });
}

function readXmlTerm({ text, start, limit }: Candidate, nextStart: StartFinder): CandidateReading {
  const read = readTerm(text, start, limit);
  if (!read.ok) {
    const open = read.offset > nextStart(start);
    // What stands inside of it is no stanza of its own.
    const end = Math.min(nextStart(read.offset), limit);
    const why = `Erlang term: ${read.message}`;
    return { parts: [{ kind: 'unread', start, end, place: read.offset, why }], end, open };
  }
  const { term, end, cutAt } = read;
  const open = end >= limit && cutAt !== null;
  if (term.kind === 'record' && /^(?:iq|message|presence)$/.test(term.name)) {
    const why = `A #${term.name}{} record of the server was skipped: it is not the stanza that crossed`;
    return { parts: [{ kind: 'unread', start, end, place: start, why }], end, open };
  }
  const written = writeTermXml(term);
  if (!written.ok) {
    return { parts: [{ kind: 'unread', start, end, place: start, why: written.why }], end, open };
  }
  const { xml, kind } = written;
  const found: FoundXml = {
    ...{ kind: 'found', start, end, place: start, xml, part: kind },
    ...{ fromTerm: true, cut: cutAt !== null },
  };
  return { parts: cutAt === null ? [found] : [found, cutPart(start, end, cutAt)], end, open };
}

function readXml({ text, start, limit }: Candidate): CandidateReading {
  const { end: whole, part } = findXmlEnd(text, start, limit);
  const cut = whole === null;
  const end = whole ?? limit;
  const xml = text.slice(start, end).trimEnd();
  const found: FoundXml = {
    kind: 'found',
    start,
    end,
    place: start,
    xml,
    part,
    fromTerm: false,
    cut,
  };
  return { parts: cut ? [found, cutPart(start, end, end)] : [found], end, open: cut };
}

function readBinaryXml({ text, start, limit }: Candidate): CandidateReading {
  const binary = readBinary(text, start, limit);
  if (binary === null) return { parts: [], end: start + 2, open: false };
  const parts = (function* (): Generator<StanzaPart> {
    if (!/^\s*</.test(binary.text)) return;
    for (const part of findStanzas(binary.text))
      yield { ...part, start, end: binary.end, place: start };
  })();
  return { parts, end: binary.end, open: binary.end >= limit && binary.cutAt !== null };
}

function cutPart(start: number, end: number, place: number): UnreadPart {
  const why = 'The text stops inside a stanza; what came before is kept';
  return { kind: 'unread', start, end, place, why };
}
