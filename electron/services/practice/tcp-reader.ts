/**
 * Bytes of a TCP stream to what the stream understands.
 * RFC 6120 "XMPP: Core", 2011-03, §4 and §11.
 */
import { StringDecoder } from 'node:string_decoder';
import { createStreamSplitter, type StreamToken } from '#shared/xml/splitter.ts';
import { DEFAULT_XML_LIMITS } from '#shared/xml/limits.ts';
import { NS_STREAM } from '#shared/xmpp/namespaces.ts';
import { readLeniently, readStreamTag } from './lenient-xml.ts';
import type { Incoming } from './transport.ts';

/** Reads one connection. */
export interface TcpReader {
  read(bytes: Buffer): Incoming[];
  /** Forgets half-read text, for the stream inside TLS. */
  reset(): void;
}

/** @param maxStanzaChars longest accepted element, in UTF-16 units (`max_stanza_size`) */
export function createTcpReader(maxStanzaChars: number): TcpReader {
  const splitter = createStreamSplitter({ ...DEFAULT_XML_LIMITS, maxLength: maxStanzaChars });
  let decoder = new StringDecoder('utf8');
  let opened = false;

  function toIncoming(token: StreamToken): Incoming | null {
    switch (token.kind) {
      case 'stream-open':
        opened = true;
        return readHeader(token.text);
      case 'stream-close':
        return { kind: 'close' };
      case 'element':
        return readElement(token.text);
      case 'overflow':
        return { kind: 'too-big' };
      case 'text':
        // Text between stanzas is taken for a keep-alive; before the header it is not XML at all.
        return opened || token.text.trim() === '' ? null : { kind: 'broken', text: '' };
      case 'markup':
        return null;
      default:
        return token satisfies never;
    }
  }

  return {
    read(bytes) {
      const tokens = splitter.push(decoder.write(bytes));
      return tokens.map(toIncoming).filter((incoming) => incoming !== null);
    },
    reset() {
      splitter.reset();
      decoder = new StringDecoder('utf8');
      opened = false;
    },
  };
}

function readHeader(text: string): Incoming {
  const tag = readStreamTag(text);
  if (tag === null) return { kind: 'broken', text: '' };
  return {
    kind: 'open',
    to: tag.attrs['to'] ?? null,
    from: tag.attrs['from'] ?? null,
    version: tag.attrs['version'] ?? null,
    namespaceRight: tag.ns === NS_STREAM && tag.name === 'stream',
  };
}

function readElement(text: string): Incoming {
  const outcome = readLeniently(text);
  return outcome.ok
    ? { kind: 'element', element: outcome.element }
    : { kind: 'broken', text: outcome.text };
}
