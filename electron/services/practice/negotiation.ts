/**
 * What may happen between the first features and authentication: STARTTLS, SASL, the registration form.
 * RFC 6120 "XMPP: Core", 2011-03, §5 and §6; MongooseIM's order of checks: facts 8.3, 8.4, 8.6.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { firstChild } from '#shared/xml/query.ts';
import { NS_REGISTER, NS_SASL, NS_SASL_2, NS_TLS } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { decodePayload, encodePayload } from './sasl-payload.ts';
import { createSaslExchange, type SaslOutcome } from './sasl.ts';
import { createSasl2Exchange, type InlineRequests, sasl2Answer, SASL2_VIOLATION } from './sasl2.ts';
import type { SaslMeans } from './sasl-means.ts';
import { registrationForm } from './small-modules.ts';
import { withAttributes } from './stanza-attributes.ts';
import { errorElement, errorText, resultReply, routingError } from './stanza-reply.ts';
import type { StreamViolation } from './stream-management.ts';

/** After this many failed logins the connection closes without a word: recording 10. */
const AUTH_ATTEMPTS = 4;

/** What a stream does next. */
export type NegotiationStep =
  | { readonly kind: 'answer'; readonly elements: readonly XmlElement[] }
  | { readonly kind: 'start-tls'; readonly answer: XmlElement }
  | { readonly kind: 'authenticated'; readonly answer: XmlElement; readonly user: string }
  | ({ readonly kind: 'authenticated-inline' } & InlineLogin)
  /** The connection ends after the answer, without a stream error. */
  | { readonly kind: 'close'; readonly answer: XmlElement | null }
  | { readonly kind: 'stream-error'; readonly violation: StreamViolation };

/** A login over SASL2: no new stream begins. */
export interface InlineLogin {
  readonly user: string;
  /** What the mechanism has to say last; null for nothing. */
  readonly message: string | null;
  readonly requests: InlineRequests;
}

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
  const sasl2 = createSasl2Exchange(sasl);
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
      return streamError({ condition: 'encryption-required', text: 'Use of STARTTLS required' });
    }
    const outcome = await takeSasl(element);
    const answer = saslElement(outcome);
    if (outcome.kind === 'success') return { kind: 'authenticated', answer, user: outcome.user };
    return mayGoOn(outcome) ? { kind: 'answer', elements: [answer] } : { kind: 'close', answer };
  }

  /** Counts failures. */
  function mayGoOn(outcome: SaslOutcome): boolean {
    if (outcome.kind === 'failure') attempts -= 1;
    return attempts > 0;
  }

  async function takeSasl2(element: XmlElement): Promise<NegotiationStep> {
    if (!secure) return streamError(SASL2_VIOLATION);
    const step = await sasl2.handle(element);
    if (step.kind === 'violation') return streamError(step.violation);
    if (step.kind === 'ignored') return { kind: 'answer', elements: [] };
    const { outcome } = step;
    if (outcome.kind === 'success') {
      return { ...outcome, kind: 'authenticated-inline', requests: sasl2.requests() };
    }
    // The last failure is not even told.
    return mayGoOn(outcome)
      ? { kind: 'answer', elements: [sasl2Answer(outcome)] }
      : { kind: 'close', answer: null };
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
      if (element.ns === NS_SASL_2 && host.auth.sasl2 === true) return takeSasl2(element);
      const expected = NAMESPACES.get(element.name);
      if (expected === undefined) return answerStanza(element);
      if (element.ns !== expected) return streamError({ condition: 'invalid-namespace' });
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

function streamError(violation: StreamViolation): NegotiationStep {
  return { kind: 'stream-error', violation };
}
