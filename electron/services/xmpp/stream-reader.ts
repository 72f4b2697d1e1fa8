/**
 * From the pieces that the tap cuts to what they mean: parsed, sorted, and judged by what XMPP allows.
 * RFC 6120 §4 "XML Streams", §11.1 "XML Restrictions", 2011-03; RFC 7395 §3.3 (WebSocket framing), 2014-10.
 */
import type { EntryKind } from '#shared/transcript/entry.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import type { StreamToken } from '#shared/xml/splitter.ts';
import { NS_FRAMING, NS_STREAM } from '#shared/xmpp/namespaces.ts';
import { stanzaKind } from '#shared/xmpp/stanza-summary.ts';
import type { Violation } from './server-failures.ts';
import type { WireDirection } from './wire-tap.ts';

/** Of something too big to keep, this much is kept, in UTF-16 units. */
const KEPT_OF_OVERFLOW = 64 * 1024;

/** Of text that is not XML, this much is told, in UTF-16 units. */
const QUOTED_OF_TEXT = 60;

/** Of bytes that are no text, this many are told: enough for the longest character. */
const SHOWN_OF_BYTES = 4;

/** What a piece does to the stream it is on. */
export type StreamRole = 'open' | 'close' | 'element' | 'other';

/** One piece of a stream, as it goes into the transcript. */
export interface WireItem {
  readonly direction: WireDirection;
  /** Exact text; of something too big only its beginning. */
  readonly text: string;
  /** Bytes that crossed, also of what is not kept. */
  readonly bytes: number;
  readonly role: StreamRole;
  readonly kind: EntryKind;
  /** Null when there is no element or it is not well-formed. */
  readonly element: XmlElement | null;
  /** One line about a piece that is no element; empty otherwise. */
  readonly note: string;
  readonly violation: Violation | null;
}

/** Reads what crosses one connection. */
export interface StreamReader {
  read(direction: WireDirection, token: StreamToken): WireItem;
}

/** Creates the reader of one connection; it remembers the prefixes that each side's header declares. */
export function createStreamReader(): StreamReader {
  const prefixes: Record<WireDirection, Record<string, string>> = {
    in: { stream: NS_STREAM },
    out: { stream: NS_STREAM },
  };

  function readOpening(text: string): Partial<WireItem> {
    const parsed = parseXml(stripDeclaration(text).replace(/>$/, '/>'));
    if (!parsed.ok)
      return { role: 'open', kind: 'stream', violation: malformed(parsed.problem.message) };
    const { element } = parsed;
    const violation: Violation | null =
      element.ns === NS_STREAM
        ? null
        : { condition: 'invalid-namespace', problem: 'It opened a stream that is not XMPP' };
    return { role: 'open', kind: 'stream', element, violation };
  }

  function readElement(direction: WireDirection, text: string): Partial<WireItem> {
    const parsed = parseXml(text, { prefixes: prefixes[direction] });
    if (!parsed.ok)
      return { role: 'element', kind: 'nonza', violation: malformed(parsed.problem.message) };
    const { element } = parsed;
    return { role: roleOf(element), kind: stanzaKind(element), element };
  }

  function readToken(direction: WireDirection, token: StreamToken): Partial<WireItem> {
    switch (token.kind) {
      case 'stream-open':
        prefixes[direction] = { stream: NS_STREAM, ...readPrefixes(token.text) };
        return readOpening(token.text);
      case 'stream-close':
        return { role: 'close', note: 'Stream closed' };
      case 'element':
        return readElement(direction, token.text);
      case 'text':
        return token.text.trim() === ''
          ? { note: 'White space, to keep the connection open' }
          : {
              violation: { condition: 'not-well-formed', problem: notXml(token.text) },
            };
      case 'markup':
        return { violation: { condition: 'restricted-xml', problem: forbiddenMarkup(token.text) } };
      case 'overflow':
        return overflow(token);
      default: {
        const missing: never = token;
        return missing;
      }
    }
  }

  return {
    read: (direction, token) => ({
      direction,
      text: token.text,
      bytes: Buffer.byteLength(token.text),
      role: 'other',
      kind: 'stream',
      element: null,
      note: '',
      violation: null,
      ...readToken(direction, token),
    }),
  };
}

/**
 * Text that was written on purpose although it is broken: one entry, whatever its pieces. The splitter never
 * sees it, or it would take what is written next for the rest of it.
 * @param problem what is wrong with it, without full stop
 */
export function brokenItem(text: string, problem: string): WireItem {
  return {
    direction: 'out',
    text,
    bytes: Buffer.byteLength(text),
    role: 'other',
    kind: 'nonza',
    element: null,
    note: `Sent broken, as was asked for: ${problem}`,
    violation: { condition: 'not-well-formed', problem },
  };
}

/**
 * Bytes that are not UTF-8: only the first of them are told, since what they are of nobody knows.
 * @see RFC 6120 §11.6 "Character Encoding"
 */
export function undecodableItem(bytes: Buffer): WireItem {
  const shown = bytes.toString('hex', 0, SHOWN_OF_BYTES).replace(/..(?=.)/g, '$& ');
  const problem = `It sent bytes that are not UTF-8, beginning with ${shown}`;
  return {
    direction: 'in',
    text: '',
    bytes: bytes.length,
    role: 'other',
    kind: 'stream',
    element: null,
    note: problem,
    violation: { condition: 'unsupported-encoding', problem },
  };
}

/** What had arrived of an element when the connection ended. */
export function unfinishedItem(text: string): WireItem {
  return {
    direction: 'in',
    text: text.slice(0, KEPT_OF_OVERFLOW),
    bytes: Buffer.byteLength(text),
    role: 'other',
    kind: 'stream',
    element: null,
    note: 'Incomplete: the connection ended here',
    violation: null,
  };
}

function roleOf(element: XmlElement): StreamRole {
  if (element.ns !== NS_FRAMING) return 'element';
  return element.name === 'close' ? 'close' : 'open';
}

function overflow(token: StreamToken & { readonly kind: 'overflow' }): Partial<WireItem> {
  const problem =
    token.limit === 'depth'
      ? 'The elements are nested deeper than any stanza needs'
      : 'The stanza is longer than 10 MiB';
  return {
    text: token.text.slice(0, KEPT_OF_OVERFLOW),
    kind: 'nonza',
    note: `${problem}; the first ${KEPT_OF_OVERFLOW / 1024} KiB are kept`,
    violation: { condition: 'policy-violation', problem },
  };
}

/** The parser's message says what; the stream error has a condition for each group. */
function malformed(message: string): Violation {
  if (/RFC 6120 §11\.1|entity/i.test(message))
    return { condition: 'restricted-xml', problem: message };
  if (/longer than|deeper than|more than \d+ attributes/.test(message)) {
    return { condition: 'policy-violation', problem: message };
  }
  return { condition: 'not-well-formed', problem: message };
}

/** The first words tell most servers: `HTTP/1.1 400`, `SSH-2.0`, `220 … ESMTP`. */
function notXml(text: string): string {
  const [line = ''] = stripDeclaration(text)
    .trim()
    .split(/[\r\n]/, 1);
  const words = line.slice(0, QUOTED_OF_TEXT).replace(/\p{C}/gu, '\uFFFD');
  return `It sent text that is not XML: "${words}"`;
}

function forbiddenMarkup(textOfMarkup: string): string {
  const text = stripDeclaration(textOfMarkup);
  if (text.startsWith('<!--')) return 'It sent a comment, which XMPP does not allow';
  if (text.startsWith('<?')) return 'It sent a processing instruction, which XMPP does not allow';
  return 'It sent a DOCTYPE, which XMPP does not allow';
}

function stripDeclaration(text: string): string {
  return text.replace(/^<\?xml[^>]*\?>\s*/, '');
}

/** Namespace declarations of a stream header; the tree does not keep them. */
function readPrefixes(header: string): Record<string, string> {
  const found = header.matchAll(/\sxmlns:([\w.-]+)\s*=\s*(?:'([^'<]*)'|"([^"<]*)")/g);
  return Object.fromEntries(
    [...found].map((match) => [match[1] ?? '', match[2] ?? match[3] ?? '']),
  );
}
