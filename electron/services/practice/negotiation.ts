/**
 * What may happen between the first features and authentication: STARTTLS, SASL, the registration form.
 * RFC 6120 "XMPP: Core", 2011-03, §5 and §6; MongooseIM's order of checks: facts 8.3, 8.4, 8.6.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { firstChild, ownText } from '#shared/xml/query.ts';
import { NS_REGISTER, NS_SASL, NS_TLS } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { createSaslExchange, type SaslOutcome } from './sasl.ts';
import type { SaslMeans } from './sasl-means.ts';
import { registrationForm } from './small-modules.ts';
import { withAttributes } from './stanza-attributes.ts';
import { errorElement, errorText, resultReply, routingError } from './stanza-reply.ts';

/** After this many failed logins the connection closes without a word: recording 10. */
const AUTH_ATTEMPTS = 4;

/** What a stream does next. */
export type NegotiationStep =
  | { readonly kind: 'answer'; readonly elements: readonly XmlElement[] }
  | { readonly kind: 'start-tls'; readonly answer: XmlElement }
  | { readonly kind: 'authenticated'; readonly answer: XmlElement; readonly user: string }
  /** The connection ends after the answer, without a stream error. */
  | { readonly kind: 'close'; readonly answer: XmlElement }
  | { readonly kind: 'stream-error'; readonly condition: string; readonly text?: string };

/** One stream's negotiation. */
export interface Negotiation {
  handle(element: XmlElement): Promise<NegotiationStep>;
}

/** What {@link createNegotiation} needs. */
export interface NegotiationOptions {
  readonly host: PracticeHost;
  readonly policy: ListenerPolicy;
  readonly secure: boolean;
  readonly means: SaslMeans;
  /** False on transports that know no STARTTLS. */
  readonly canStartTls: boolean;
}

/** A map, not an object: the names looked up come from the network. */
const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['starttls', NS_TLS],
  ['auth', NS_SASL],
  ['response', NS_SASL],
  ['abort', NS_SASL],
]);

/** Begins a negotiation. */
export function createNegotiation(options: NegotiationOptions): Negotiation {
  const { host, policy, secure } = options;
  const sasl = createSaslExchange(options.means);
  let attempts = AUTH_ATTEMPTS;

  function startTls(element: XmlElement): NegotiationStep {
    if (policy.tlsMode === 'none' || !options.canStartTls) {
      return { kind: 'close', answer: createElement('failure', NS_TLS) };
    }
    const proceed = createElement('proceed', NS_TLS);
    if (!secure) return { kind: 'start-tls', answer: proceed };
    // Over TLS it first agrees and then complains: facts 8.3.
    const complaint = errorElement('bad-request', [errorText('bad_config')]);
    return { kind: 'answer', elements: [proceed, routingError(element, complaint)] };
  }

  async function authenticate(element: XmlElement): Promise<NegotiationStep> {
    if (policy.tlsMode === 'starttls_required' && !secure) {
      const text = 'Use of STARTTLS required';
      return { kind: 'stream-error', condition: 'encryption-required', text };
    }
    const outcome = await takeSasl(element);
    const answer = saslElement(outcome);
    if (outcome.kind === 'success') return { kind: 'authenticated', answer, user: outcome.user };
    if (outcome.kind === 'failure') attempts -= 1;
    return attempts === 0 ? { kind: 'close', answer } : { kind: 'answer', elements: [answer] };
  }

  async function takeSasl(element: XmlElement): Promise<SaslOutcome> {
    if (element.name === 'abort') return sasl.abort();
    const message = decodePayload(element);
    if (element.name === 'response') return sasl.proceed(message);
    return sasl.start(element.attrs['mechanism'] ?? '', message);
  }

  /** Of all stanzas only the question for the registration form is answered: recording 24. */
  function answerStanza(stanza: XmlElement): NegotiationStep {
    const asksForForm =
      stanza.name === 'iq' &&
      stanza.attrs['type'] === 'get' &&
      firstChild(stanza)?.ns === NS_REGISTER &&
      host.modules.has('register');
    if (!asksForForm) return { kind: 'answer', elements: [] };
    const addressed = withAttributes(stanza, { from: host.domain, to: host.domain });
    return { kind: 'answer', elements: [resultReply(addressed, registrationForm())] };
  }

  return {
    async handle(element) {
      const expected = NAMESPACES.get(element.name);
      if (expected === undefined) return answerStanza(element);
      if (element.ns !== expected) return { kind: 'stream-error', condition: 'invalid-namespace' };
      return element.name === 'starttls' ? startTls(element) : authenticate(element);
    },
  };
}

function saslElement(outcome: SaslOutcome): XmlElement {
  if (outcome.kind === 'failure') {
    return createElement('failure', NS_SASL, {}, [createElement(outcome.condition, NS_SASL)]);
  }
  const { kind, message } = outcome;
  return createElement(kind, NS_SASL, {}, message === null ? [] : [encodePayload(message)]);
}

function encodePayload(message: string): string {
  return Buffer.from(message).toString('base64');
}

function decodePayload(element: XmlElement): string {
  return Buffer.from(ownText(element), 'base64').toString('utf8');
}
