/**
 * Login and binding in one exchange.
 * XEP-0388 1.0.1 "Extensible SASL Profile", 2024-09; XEP-0386 1.0.1 "Bind 2", 2024-09. What mod_sasl2 and
 * mod_bind2 make of them: facts 8.7. There is no FAST.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { childElements, findChild, ownText } from '#shared/xml/query.ts';
import {
  NS_BIND_2,
  NS_CARBONS_2,
  NS_CSI_0,
  NS_SASL,
  NS_SASL_2,
  NS_SM_3,
} from '#shared/xmpp/namespaces.ts';
import { generateResource, isAcceptableResource } from './bind.ts';
import type { PracticeHost } from './host.ts';
import { decodePayload, encodePayload } from './sasl-payload.ts';
import { announcedMechanisms, type AnnouncementMeans } from './sasl-means.ts';
import type { SaslExchange, SaslOutcome } from './sasl.ts';
import type { StreamViolation } from './stream-management.ts';

/** What a client asks for along with the login. */
export interface InlineRequests {
  /** `<bind/>` of Bind 2. */
  readonly bind: XmlElement | null;
  /** `<resume/>` of XEP-0198. */
  readonly resume: XmlElement | null;
}

/** What a SASL2 element led to. */
export type Sasl2Step =
  | { readonly kind: 'outcome'; readonly outcome: SaslOutcome }
  | { readonly kind: 'violation'; readonly violation: StreamViolation }
  | { readonly kind: 'ignored' };

/** SASL2 on one stream. */
export interface Sasl2Exchange {
  handle(element: XmlElement): Promise<Sasl2Step>;
  /** What the last `<authenticate/>` asked for besides. */
  requests(): InlineRequests;
}

/** A SASL2 element without TLS of the server's own, or after authentication. */
export const SASL2_VIOLATION: StreamViolation = {
  condition: 'policy-violation',
  text: 'SASL2 violation',
};

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Carries a login over SASL2. */
export function createSasl2Exchange(sasl: SaslExchange): Sasl2Exchange {
  let requests: InlineRequests = { bind: null, resume: null };

  async function authenticate(element: XmlElement): Promise<Sasl2Step> {
    const agentId = findChild(element, 'user-agent')?.attrs['id'];
    if (agentId !== undefined && !UUID_V4.test(agentId)) {
      return { kind: 'violation', violation: { condition: 'policy-violation' } };
    }
    requests = {
      bind: findChild(element, 'bind', NS_BIND_2) ?? null,
      resume: findChild(element, 'resume', NS_SM_3) ?? null,
    };
    const initial = findChild(element, 'initial-response');
    const message = initial === undefined ? '' : decodePayload(initial);
    const outcome = await sasl.start(element.attrs['mechanism'] ?? '', message);
    return { kind: 'outcome', outcome };
  }

  return {
    requests: () => requests,
    async handle(element) {
      switch (element.name) {
        case 'authenticate':
          return authenticate(element);
        case 'response':
          return { kind: 'outcome', outcome: sasl.proceed(decodePayload(element)) };
        case 'abort':
          return { kind: 'outcome', outcome: sasl.abort() };
        default:
          return { kind: 'ignored' };
      }
    },
  };
}

/** The stream feature: the mechanisms once more, and what can be asked for along with them. */
export function sasl2Feature(host: PracticeHost, means: AnnouncementMeans): XmlElement {
  const managed = host.modules.has('stream_management');
  const bindable = [
    ...(host.modules.has('csi') ? [NS_CSI_0] : []),
    ...(host.modules.has('carboncopy') ? [NS_CARBONS_2] : []),
    ...(managed ? [NS_SM_3] : []),
  ].map((feature) => createElement('feature', NS_BIND_2, { var: feature }));
  const bind = createElement('bind', NS_BIND_2, {}, [
    createElement('inline', NS_BIND_2, {}, bindable),
  ]);
  const inline = [bind, ...(managed ? [createElement('sm', NS_SM_3)] : [])];
  return createElement('authentication', NS_SASL_2, {}, [
    createElement('inline', NS_SASL_2, {}, inline),
    ...announcedMechanisms(means).map((name) => createElement('mechanism', NS_SASL_2, {}, [name])),
  ]);
}

/** `<challenge/>` or `<failure/>`. */
export function sasl2Answer(outcome: Exclude<SaslOutcome, { kind: 'success' }>): XmlElement {
  const child =
    outcome.kind === 'failure'
      ? createElement(outcome.condition, NS_SASL)
      : encodePayload(outcome.message);
  return createElement(outcome.kind, NS_SASL_2, {}, [child]);
}

/**
 * `<success/>`.
 * @param message what the mechanism has to say last; null for nothing
 * @param jid full once a resource is bound
 * @param answers to the inline requests
 */
export function sasl2Success(
  message: string | null,
  jid: string,
  answers: readonly XmlElement[],
): XmlElement {
  const data = message === null ? [] : [encodePayload(message)];
  return createElement('success', NS_SASL_2, {}, [
    ...data.map((text) => createElement('additional-data', NS_SASL_2, {}, [text])),
    createElement('authorization-identifier', NS_SASL_2, {}, [jid]),
    ...answers,
  ]);
}

/** `tag/random`; a tag that cannot be a resource is left out without a word. */
export function bind2Resource(bind: XmlElement, now: Date): string {
  const element = findChild(bind, 'tag');
  const tag = element === undefined ? '' : ownText(element);
  const random = generateResource(now);
  return tag !== '' && isAcceptableResource(tag) ? `${tag}/${random}` : random;
}

/** `<bound/>` with the answers to what was asked for inside `<bind/>`. */
export function bind2Result(answers: readonly XmlElement[]): XmlElement {
  return createElement('bound', NS_BIND_2, {}, answers);
}

/** What a client asks to be switched on with its new resource. */
export function bind2Features(bind: XmlElement): readonly XmlElement[] {
  return childElements(bind).filter(({ name }) => name !== 'tag');
}
