/**
 * BOSH for the transcript: the exact text of each HTTP message, cut into the wrapper's start tag, the
 * stanzas inside, and its end tag; a wrapper without payload stays whole. Joined, the pieces are what
 * crossed, and nothing is shown twice.
 * XEP-0124 1.11.2 "Bidirectional-streams Over Synchronous HTTP (BOSH)", 2020-05-18.
 */
import { DEFAULT_XML_LIMITS } from '#shared/xml/limits.ts';
import { createStreamSplitter, type StreamToken } from '#shared/xml/splitter.ts';
import { cutBody, isTermination, readBodyHead } from './bosh-body.ts';
import { createStreamReader, type StreamReader, type WireItem } from './stream-reader.ts';
import type { WireDirection, WireTap } from './wire-tap.ts';

/** Creates the tap of one session; it takes one whole HTTP message at a time. */
export function createBoshTap(): WireTap {
  return {
    take(_direction, text, handle) {
      for (const token of cutMessage(text)) handle(token);
    },
    unfinished: () => '',
  };
}

function cutMessage(text: string): readonly StreamToken[] {
  const parts = cutBody(text);
  if (parts === null) return cutElements(text);
  if (parts.tail === '') return [{ kind: 'element', text }];
  return [
    { kind: 'stream-open', text: parts.head },
    ...cutElements(parts.payload),
    { kind: 'stream-close', text: parts.tail },
  ];
}

/** What is left over at the end is a broken element, for the parser to say so. */
function cutElements(text: string): readonly StreamToken[] {
  const splitter = createStreamSplitter(DEFAULT_XML_LIMITS, 'checked');
  const tokens = splitter.push(text);
  const rest = splitter.rest();
  return rest === '' ? tokens : [...tokens, { kind: 'element', text: rest }];
}

/** Creates the reader of one session. */
export function createBoshReader(): StreamReader {
  const elements = createStreamReader();
  /** The message being read, by direction; null between messages. */
  const inside: Record<WireDirection, { readonly ends: boolean } | null> = { in: null, out: null };

  function readWrapper(text: string): Partial<WireItem> & { readonly ends: boolean } {
    const element = readBodyHead(text);
    if (element === null) return { violation: NOT_BOSH, ends: false };
    return { kind: 'stream', role: 'open', violation: null, element, ends: isTermination(element) };
  }

  function readPart(direction: WireDirection, token: StreamToken): Partial<WireItem> {
    const message = inside[direction];
    if (token.kind === 'stream-open') {
      const { ends, ...item } = readWrapper(token.text);
      inside[direction] = { ends };
      return item;
    }
    if (token.kind === 'stream-close') {
      inside[direction] = null;
      return message?.ends === true
        ? { role: 'close', note: 'Session terminated' }
        : { role: 'other', note: '' };
    }
    if (token.kind !== 'element' || message !== null) return {};
    const { ends, ...item } = readWrapper(token.text);
    return ends ? { ...item, role: 'close' } : item;
  }

  return {
    read: (direction, token) => ({
      ...elements.read(direction, token),
      ...readPart(direction, token),
    }),
  };
}

const NOT_BOSH = {
  condition: 'invalid-namespace',
  problem: 'It answered a BOSH request with something else',
} as const;
