/**
 * Decides about each piece that comes in before anybody else sees it: whether the library may parse it,
 * or what it ends the connection with. What the server tells on the way (mechanisms, session IQ, bound
 * JID) is kept here.
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements, findChild, ownText } from '#shared/xml/query.ts';
import {
  NS_BIND,
  NS_BIND_2,
  NS_SASL,
  NS_SASL_2,
  NS_STREAM,
  NS_TLS,
} from '#shared/xmpp/namespaces.ts';
import { readSaslFailure } from '#shared/xmpp/sasl-failure.ts';
import { readStreamError } from '#shared/xmpp/stream-error.ts';
import { isTermination } from './bosh-body.ts';
import { terminationFailure } from './bosh-failures.ts';
import { closingText, streamErrorText } from './closing-text.ts';
import type { FailureContext } from './failure-context.ts';
import { toSessionFailure } from './failures.ts';
import { closedFailure } from './socket-failures.ts';
import { LoginRefused } from './features/login.ts';
import { saslFailure } from './login-failures.ts';
import { readSessionOffer, type SessionOffer } from './features/session-iq.ts';
import { StartTlsRefused } from './features/starttls.ts';
import { streamErrorFailure, violationFailure, type Violation } from './server-failures.ts';
import type { WireItem } from './stream-reader.ts';

/** What becomes of a piece. */
export type GateDecision =
  /** The library may parse it. */
  | { readonly kind: 'pass' }
  /** It is for the transcript and the exchanges only. */
  | { readonly kind: 'keep' }
  /** It ends the connection; `farewell` is what the server still gets to read, if anything. */
  | { readonly kind: 'end'; readonly failure: SessionFailure; readonly farewell: string | null };

/** What {@link createStreamGate} needs. */
export interface StreamGateOptions {
  /** One element per frame, as on WebSocket and BOSH. */
  readonly framed: boolean;
  /** Where the connection stands now, without what only the gate knows. */
  context(): Omit<FailureContext, 'offeredMechanisms'>;
}

/** Decides what of the incoming stream the library may see. */
export interface StreamGate {
  /** @param closing this side has closed its stream */
  decide(item: WireItem, closing: boolean): GateDecision;
  /** The handshake after `<proceed/>` is done. */
  secured(): void;
  /** The context with the mechanisms the server offered. */
  context(): FailureContext;
  sessionOffer(): SessionOffer;
  /** Whether the server's last stream features named a namespace. */
  offers(ns: string): boolean;
  /** Full JID, empty before binding. */
  boundJid(): string;
}

const PASS: GateDecision = { kind: 'pass' };
const KEEP: GateDecision = { kind: 'keep' };

/** Creates the gate of one connection. */
export function createStreamGate(options: StreamGateOptions): StreamGate {
  const { framed } = options;
  let proceeding = false;
  let offer: SessionOffer = 'not-offered';
  let offeredMechanisms: readonly string[] = [];
  let boundJid = '';
  /** Condition under which BOSH ends the session; what is in the same wrapper comes first. */
  let termination: string | null = null;
  let features: readonly string[] = [];

  const context = (): FailureContext => ({ ...options.context(), offeredMechanisms });

  function end(
    failure: SessionFailure,
    farewell: string | null = closingText(framed),
  ): GateDecision {
    return { kind: 'end', failure, farewell };
  }

  function closed(): GateDecision {
    return termination === null
      ? end(closedFailure(context()))
      : end(terminationFailure(termination, context()), null);
  }

  function violate(violation: Violation): GateDecision {
    const speaksXmpp = violation.condition !== 'invalid-namespace';
    const farewell = speaksXmpp ? streamErrorText(violation.condition, framed) : null;
    return end(violationFailure(violation, context()), farewell);
  }

  function decideElement(element: XmlElement, closing: boolean): GateDecision {
    const streamError = readStreamError(element);
    if (streamError !== null) return end(streamErrorFailure(streamError, context()));
    if (element.ns === NS_TLS && element.name === 'failure') {
      return end(toSessionFailure(new StartTlsRefused(), context()));
    }
    const refusal = readSaslFailure(element);
    if (refusal !== null) return end(saslFailure(refusal, context()));
    const { step } = context();
    if (step === 'stream' && !NEGOTIATION.includes(element.ns)) {
      const problem = `It sent <${element.name}/> where stream features belong`;
      return violate({ condition: 'invalid-namespace', problem });
    }
    return step === 'online' || closing ? KEEP : negotiate(element);
  }

  function negotiate(element: XmlElement): GateDecision {
    if (element.ns === NS_TLS && element.name === 'proceed') proceeding = true;
    const bind = findChild(element, 'bind', NS_BIND);
    const jid = bind === undefined ? undefined : findChild(bind, 'jid', NS_BIND);
    if (jid !== undefined) boundJid = ownText(jid);
    if (element.ns === NS_SASL_2 && element.name === 'success') boundJid = boundBySasl2(element);
    const isFeatures = element.ns === NS_STREAM && element.name === 'features';
    return isFeatures ? readFeatures(element) : PASS;
  }

  function readFeatures(element: XmlElement): GateDecision {
    features = childElements(element).map(({ ns }) => ns);
    // Bind 2 opened the session; the features that follow repeat what classical binding would need.
    if (boundJid !== '') return PASS;
    const lists = [
      findChild(element, 'mechanisms', NS_SASL),
      findChild(element, 'authentication', NS_SASL_2),
    ].filter((list) => list !== undefined);
    if (lists.length > 0) offeredMechanisms = mechanismsOf(lists);
    offer = readSessionOffer(element);
    if (context().step === 'bind') {
      const canBind = findChild(element, 'bind', NS_BIND) !== undefined;
      return canBind ? PASS : end(toSessionFailure(new Error('No resource binding'), context()));
    }
    const canGoOn = lists.length > 0 || findChild(element, 'starttls', NS_TLS) !== undefined;
    return canGoOn ? PASS : end(toSessionFailure(new LoginRefused('none-in-common'), context()));
  }

  return {
    context,
    decide(item, closing) {
      if (proceeding) return violate(TEXT_BEFORE_TLS);
      if (item.violation !== null) return violate(item.violation);
      if (item.element !== null && isTermination(item.element)) {
        termination = item.element.attrs['condition'] ?? '';
      }
      if (item.role === 'close') return closing ? PASS : closed();
      if (item.element === null) return KEEP;
      return item.role === 'open' ? PASS : decideElement(item.element, closing);
    },
    secured() {
      proceeding = false;
    },
    sessionOffer: () => offer,
    offers: (ns) => features.includes(ns),
    boundJid: () => boundJid,
  };
}

function mechanismsOf(lists: readonly XmlElement[]): readonly string[] {
  const names = lists.flatMap((list) => childElements(list, 'mechanism').map(ownText));
  return [...new Set(names)];
}

/** The full JID that came with a SASL2 success; empty when that bound no resource. @see XEP-0386 1.0.1 §4 */
function boundBySasl2(success: XmlElement): string {
  const bound = findChild(success, 'bound', NS_BIND_2) !== undefined;
  const jid = findChild(success, 'authorization-identifier', NS_SASL_2);
  return bound && jid !== undefined ? ownText(jid) : '';
}

/** Namespaces of what may come before the login has begun. */
const NEGOTIATION: readonly string[] = [NS_STREAM, NS_TLS, NS_SASL, NS_SASL_2];

/** RFC 6120 §5.4.3.3: nothing may come in clear between `<proceed/>` and the handshake. */
const TEXT_BEFORE_TLS: Violation = {
  condition: 'not-well-formed',
  problem: 'It sent text in clear after agreeing to TLS',
};
