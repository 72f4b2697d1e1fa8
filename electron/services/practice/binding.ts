/**
 * What may happen between authentication and an open session: binding or resuming, the session IQ.
 * RFC 6120 "XMPP: Core", 2011-03, §7; RFC 3921 "XMPP: IM", 2004-10, §3 for the session IQ; XEP-0198 1.6.3
 * §5. MongooseIM's silences between bind and session: facts 8.5, recordings 14 and 24.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { findChild } from '#shared/xml/query.ts';
import { NS_SESSION, NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import { bindRefusal, bindResult, generateResource, readBindRequest } from './bind.ts';
import { withAttributes } from './stanza-attributes.ts';
import { resultReply } from './stanza-reply.ts';
import { readCount, smFailed } from './stream-management.ts';

/** Requests that are no acceptable bind, all together: facts 8.5. */
const BIND_ATTEMPTS = 5;

/** What a stream does next. */
export type BindingStep =
  | { readonly kind: 'answer'; readonly answer: XmlElement | null }
  /** Bound, and from now on silent until the session IQ. */
  | { readonly kind: 'bound'; readonly answer: XmlElement }
  | { readonly kind: 'online'; readonly answer: XmlElement; readonly fullJid: string }
  | { readonly kind: 'resume'; readonly previousId: string; readonly handled: number }
  | { readonly kind: 'close'; readonly answer: XmlElement };

/** One stream's binding. */
export interface Binding {
  handle(element: XmlElement): BindingStep;
}

/** What {@link createBinding} needs. */
export interface BindingOptions {
  readonly domain: string;
  readonly bareJid: string;
  readonly needsSessionIq: boolean;
  readonly now: () => Date;
}

const SILENCE: BindingStep = { kind: 'answer', answer: null };

/** Begins after the features of an authenticated stream. */
export function createBinding(options: BindingOptions): Binding {
  let attempts = BIND_ATTEMPTS;
  let fullJid: string | null = null;

  function bind(stanza: XmlElement): BindingStep {
    const resource = readBindRequest(stanza);
    if (resource === null) {
      attempts -= 1;
      return { kind: attempts === 0 ? 'close' : 'answer', answer: bindRefusal(stanza) };
    }
    fullJid = `${options.bareJid}/${resource === '' ? generateResource(options.now()) : resource}`;
    const answer = bindResult(stanza, fullJid);
    return options.needsSessionIq ? { kind: 'bound', answer } : { kind: 'online', answer, fullJid };
  }

  function readResumption(nonza: XmlElement): BindingStep {
    if (nonza.name !== 'resume') return { kind: 'answer', answer: smFailed('unexpected-request') };
    const previousId = nonza.attrs['previd'];
    const handled = readCount(nonza);
    if (previousId === undefined || handled === null) {
      return { kind: 'answer', answer: smFailed('bad-request') };
    }
    return { kind: 'resume', previousId, handled };
  }

  function openSession(stanza: XmlElement, jid: string): BindingStep {
    const request = findChild(stanza, 'session', NS_SESSION);
    if (stanza.name !== 'iq' || stanza.attrs['type'] !== 'set' || request === undefined) {
      return SILENCE;
    }
    const addressed = withAttributes(stanza, { from: jid, to: options.domain });
    return { kind: 'online', answer: resultReply(addressed, request), fullJid: jid };
  }

  return {
    handle(element) {
      if (fullJid !== null) return openSession(element, fullJid);
      if (element.ns === NS_SM_3) return readResumption(element);
      return element.name === 'iq' ? bind(element) : SILENCE;
    },
  };
}
