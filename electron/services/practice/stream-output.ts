/** What a stream says, in the words of its transport: header, features, elements, errors. */
import { randomBytes } from 'node:crypto';
import type { XmlElement } from '#shared/xml/node.ts';
import type { StreamViolation } from './stream-management.ts';
import type { StreamTransport } from './transport.ts';

/** Writes to one connection. */
export interface StreamOutput {
  /** @param bareJid of the client, once it is known */
  header(domain: string, bareJid: string | null): void;
  features(children: readonly XmlElement[]): void;
  element(element: XmlElement): void;
  /** Text as it is, XML or not. */
  raw(text: string): void;
  /** A stream error and the end of the stream; a header goes first when there was none. */
  error(violation: StreamViolation, domain: string): void;
  close(): void;
  /** A new stream begins on the same connection. */
  restart(): void;
}

/** Creates the output of one connection. */
export function createStreamOutput({ framing, write }: StreamTransport): StreamOutput {
  let headerSent = false;

  function header(domain: string, bareJid: string | null): void {
    headerSent = true;
    write(framing.header(domain, randomBytes(8).toString('hex'), bareJid));
  }

  return {
    header,
    features: (children) => write(framing.features(children)),
    element: (element) => write(framing.element(element)),
    raw: write,
    error({ condition, text, detail }, domain) {
      if (!headerSent) header(domain, null);
      if (condition !== null) write(framing.error(condition, text, detail));
      write(framing.close);
    },
    close: () => write(framing.close),
    restart() {
      headerSent = false;
    },
  };
}
