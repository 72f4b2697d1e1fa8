/**
 * The tap of one connection: sees the exact text in both directions, from the first byte, before and
 * after STARTTLS, and cuts it into what becomes wire entries. It sits in the connection's own socket
 * classes, because the library's events miss the stream tags and write elements anew (library facts 11, 16).
 */
import { DEFAULT_XML_LIMITS, type XmlLimits } from '#shared/xml/limits.ts';
import {
  createStreamSplitter,
  type StreamSplitter,
  type StreamToken,
} from '#shared/xml/splitter.ts';

/** Which way bytes crossed. */
export type WireDirection = 'in' | 'out';

/** Hears every byte of one connection. */
export interface WireTap {
  /**
   * Takes text that arrived or is about to be written.
   * @param handle gets each token it completed, in order, before the next is cut
   */
  take(direction: WireDirection, text: string, handle: (token: StreamToken) => void): void;
  /** What has arrived of an unfinished element, when the connection has ended. */
  unfinished(): string;
}

/**
 * Creates the tap.
 * @param limits longest and deepest element accepted from the server
 */
export function createWireTap(limits: XmlLimits = DEFAULT_XML_LIMITS): WireTap {
  const splitters: Record<WireDirection, StreamSplitter> = {
    in: createStreamSplitter(limits, 'checked'),
    out: createStreamSplitter(limits, 'checked'),
  };
  const declarations: Record<WireDirection, string> = { in: '', out: '' };

  /** An XML declaration belongs to the stream header behind it: they make one entry. */
  function join(direction: WireDirection, token: StreamToken): StreamToken | null {
    const waiting = declarations[direction];
    if (token.kind === 'markup' && /^<\?xml\s/.test(token.text) && waiting === '') {
      declarations[direction] = token.text;
      return null;
    }
    if (waiting === '') return token;
    if (token.kind === 'text' && token.text.trim() === '') {
      declarations[direction] += token.text;
      return null;
    }
    declarations[direction] = '';
    return { ...token, text: waiting + token.text };
  }

  return {
    take(direction, text, handle) {
      for (const token of splitters[direction].push(text)) {
        const joined = join(direction, token);
        if (joined !== null) handle(joined);
      }
    },
    unfinished: () => declarations.in + splitters.in.rest(),
  };
}
