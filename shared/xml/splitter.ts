/**
 * Cuts a stream of text into what RFC 6120 puts on it: stream tags, top-level elements and the white
 * space between them, each with its exact text.
 *
 * It only finds boundaries: whether an element is well-formed is the parser's question. So a broken
 * element still becomes one entry with its exact text, and both ends of a connection (session tap and
 * practice server) can be strict or lenient as they need.
 */
import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.ts';

/** A piece of a stream. */
export type StreamToken =
  /** `<?xml … ?>` or another processing instruction, comment or DOCTYPE between elements. */
  | { readonly kind: 'markup'; readonly text: string }
  | { readonly kind: 'stream-open'; readonly text: string }
  | { readonly kind: 'stream-close'; readonly text: string }
  | { readonly kind: 'element'; readonly text: string }
  /** Text between elements: white space is a keep-alive, anything else is not XMPP. */
  | { readonly kind: 'text'; readonly text: string }
  /** The limits were exceeded; nothing further will be emitted. `text` is what had arrived of it. */
  | { readonly kind: 'overflow'; readonly text: string; readonly limit: 'length' | 'depth' };

/** Cuts text as it arrives. */
export interface StreamSplitter {
  /** Takes the next text and returns the tokens it completed. */
  push(chunk: string): StreamToken[];
  /** What has arrived of an unfinished token. */
  rest(): string;
  /** Forgets unfinished text, for a new stream after STARTTLS. */
  reset(): void;
}

const [DOUBLE_QUOTE, SINGLE_QUOTE, GREATER] = [0x22, 0x27, 0x3e];
const [OPENING_BRACKET, CLOSING_BRACKET] = [0x5b, 0x5d];

type Markup = 'none' | 'tag' | 'comment' | 'cdata' | 'instruction' | 'doctype';

const MARKUP_END: Readonly<Partial<Record<Markup, string>>> = {
  comment: '-->',
  cdata: ']]>',
  instruction: '?>',
};

/**
 * Creates a splitter for one direction of one connection.
 * @param limits longest and deepest element accepted; beyond it an `overflow` token ends the splitting
 * @param endTags `checked`: an end tag of another name ends the whole element, for the parser to refuse;
 *   waiting for the right one could last for ever. `counted`: whichever end tag comes will do, as in MongooseIM
 *   (recording 20)
 * @see RFC 6120 §4 "XML Streams", RFC 7395 §3.3 (WebSocket framing: no stream tag, elements only)
 */
export function createStreamSplitter(
  limits: XmlLimits = DEFAULT_XML_LIMITS,
  endTags: 'checked' | 'counted' = 'counted',
): StreamSplitter {
  /** Text of the unfinished token that need not be looked at again; joined only when it is cut. */
  let settled: string[] = [];
  let settledLength = 0;
  let buffer = '';
  let scanned = 0;
  let markup: Markup = 'none';
  /** Where the open markup starts in the buffer; -1 once its start is settled, `markupHead` then has it. */
  let markupStart = 0;
  let markupHead = '';
  let quote = '';
  let bracketDepth = 0;
  /** Names of the open elements, as far as a tag's head holds them. */
  let open: string[] = [];
  let overflowed = false;

  function cut(end: number): string {
    const text = settled.join('') + buffer.slice(0, end);
    settled = [];
    settledLength = 0;
    buffer = buffer.slice(end);
    scanned = 0;
    markup = 'none';
    return text;
  }

  /** Advances to the next `<`; returns false when more text is needed. */
  function findMarkup(tokens: StreamToken[]): boolean {
    const start = buffer.indexOf('<', scanned);
    if (open.length === 0 && start !== 0 && buffer !== '') {
      tokens.push({ kind: 'text', text: cut(start < 0 ? buffer.length : start) });
      return start >= 0;
    }
    if (start < 0) {
      scanned = buffer.length;
      return false;
    }
    const kind = classifyMarkup(buffer, start);
    if (kind === null) {
      scanned = start;
      return false;
    }
    markup = kind;
    markupStart = start;
    quote = '';
    bracketDepth = 0;
    scanned = start + (kind === 'comment' ? 4 : kind === 'cdata' ? 9 : 2);
    return true;
  }

  /** Finds where the open markup ends; returns the offset after it, or -1. */
  function findMarkupEnd(): number {
    const fixed = MARKUP_END[markup];
    if (fixed !== undefined) {
      const end = buffer.indexOf(fixed, scanned);
      if (end < 0) scanned = Math.max(scanned, buffer.length - fixed.length + 1);
      return end < 0 ? -1 : end + fixed.length;
    }
    for (; scanned < buffer.length; scanned += 1) {
      if (quote !== '') {
        const end = buffer.indexOf(quote, scanned);
        if (end < 0) break;
        scanned = end;
        quote = '';
        continue;
      }
      const code = buffer.charCodeAt(scanned);
      if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) quote = buffer.charAt(scanned);
      else if (code === GREATER && bracketDepth === 0) return scanned + 1;
      else if (markup === 'doctype' && code === OPENING_BRACKET) bracketDepth += 1;
      else if (markup === 'doctype' && code === CLOSING_BRACKET) bracketDepth -= 1;
    }
    scanned = buffer.length;
    return -1;
  }

  function finishMarkup(end: number, tokens: StreamToken[]): void {
    scanned = end;
    const kind = markup;
    markup = 'none';
    if (kind !== 'tag') {
      if (open.length === 0) tokens.push({ kind: 'markup', text: cut(end) });
      return;
    }
    const head = headOfMarkup();
    const closing = head[1] === '/';
    const selfClosing = !closing && buffer[end - 2] === '/';
    if (closing && open.length === 0) tokens.push({ kind: 'stream-close', text: cut(end) });
    else if (closing) {
      if (open.pop() !== nameIn(head) && endTags === 'checked') open = [];
      if (open.length === 0) tokens.push({ kind: 'element', text: cut(end) });
    } else if (open.length === 0 && !selfClosing && STREAM_TAG.test(head)) {
      tokens.push({ kind: 'stream-open', text: cut(end) });
    } else if (!selfClosing) open.push(nameIn(head));
    else if (open.length === 0) tokens.push({ kind: 'element', text: cut(end) });
  }

  function headOfMarkup(): string {
    return markupStart < 0 ? markupHead : buffer.slice(markupStart, markupStart + HEAD_LENGTH);
  }

  /**
   * Sets aside what is scanned. Appending to one ever longer string would copy it for every chunk, and
   * a stanza of 10 MB in small packets would block the process for many seconds.
   */
  function settle(): void {
    let keepFrom = scanned;
    if (markup !== 'none') {
      if (markupStart >= 0 && buffer.length - markupStart < HEAD_LENGTH) return;
      markupHead = headOfMarkup();
      // The character before the next one tells an empty tag.
      keepFrom = scanned - 1;
    }
    if (keepFrom <= 0) return;
    settled.push(buffer.slice(0, keepFrom));
    settledLength += keepFrom;
    buffer = buffer.slice(keepFrom);
    scanned -= keepFrom;
    if (markup !== 'none') markupStart = -1;
  }

  /** @param end how far the buffer belongs to the unfinished token; what is behind it may be others */
  function holdsLimits(end: number, tokens: StreamToken[]): boolean {
    const length = settledLength + end;
    const limit =
      open.length > limits.maxDepth ? 'depth' : length > limits.maxLength ? 'length' : null;
    if (limit === null) return true;
    overflowed = true;
    tokens.push({ kind: 'overflow', text: cut(buffer.length), limit });
    return false;
  }

  return {
    push(chunk) {
      const tokens: StreamToken[] = [];
      if (overflowed) return tokens;
      buffer += chunk;
      while (buffer !== '') {
        if (markup === 'none' && !findMarkup(tokens)) break;
        if (markup === 'none') continue;
        const end = findMarkupEnd();
        if (end < 0) break;
        if (!holdsLimits(end, tokens)) return tokens;
        finishMarkup(end, tokens);
        if (!holdsLimits(scanned, tokens)) return tokens;
      }
      if (holdsLimits(buffer.length, tokens)) settle();
      return tokens;
    },
    rest: () => settled.join('') + buffer,
    reset() {
      settled = [];
      settledLength = 0;
      buffer = '';
      scanned = 0;
      markup = 'none';
      open = [];
      overflowed = false;
    },
  };
}

/** A tag's name, cut where the head of an end tag, which is one longer, is cut too. */
function nameIn(head: string): string {
  const start = head[1] === '/' ? 2 : 1;
  const end = head.slice(start).search(/[\s/>]/);
  return head.slice(start, end < 0 ? start + HEAD_LENGTH - 2 : start + end);
}

/** Null while too few characters have arrived to tell. */
function classifyMarkup(text: string, start: number): Exclude<Markup, 'none'> | null {
  const head = text.slice(start, start + 9);
  if (head.length < 2) return null;
  if (head[1] === '?') return 'instruction';
  if (head[1] !== '!') return 'tag';
  if (head.startsWith('<!--')) return 'comment';
  if (head === '<![CDATA[') return 'cdata';
  if ('<!--'.startsWith(head) || '<![CDATA['.startsWith(head)) return null;
  return 'doctype';
}

/** Enough of a tag to tell what it is. */
const HEAD_LENGTH = 64;

const STREAM_TAG = /^<(?:[^\s:/>]+:)?stream[\s>]/;
