/**
 * Where stanzas go once their sender is known.
 * RFC 6120 "XMPP: Core", 2011-03, §10; MongooseIM's bounces and texts: facts 1.5, 2.1, recordings 27, 47, 191.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { formatBareJid, formatJid, type Jid, parseJid } from '#shared/xmpp/jid.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import { deliverMessage } from './messages.ts';
import { withDelay } from './offline-store.ts';
import type { PracticeComponent, PracticeRouter } from './ports.ts';
import type { SessionRegistry } from './sessions.ts';
import { errorElement, type ErrorName, errorText, routingError } from './stanza-reply.ts';

/** What a stream hands its stanzas to. */
export interface StanzaRouter extends PracticeRouter {
  /**
   * Routes a stanza whose `from` and `to` are set; replies are delivered to the sender's session.
   * Resolves when the sender's stream may go on with its next stanza.
   */
  route(stanza: XmlElement): Promise<void>;
  /** Delivers messages anew that a session was sent and never acknowledged: facts 5.2. */
  routeAgain(host: PracticeHost, messages: readonly XmlElement[]): Promise<void>;
  /** Gives up waiting for answers to {@link PracticeRouter.requestIq}. */
  dispose(): void;
}

/** What {@link createRouter} needs. */
export interface RouterOptions {
  /** May still be filled after the router is made. */
  readonly hosts: ReadonlyMap<string, PracticeHost>;
  readonly sessions: SessionRegistry;
  readonly now: () => Date;
  /** Told when a service threw. */
  readonly onCrash: (error: unknown) => void;
}

/** Creates the router. */
export function createRouter(options: RouterOptions): StanzaRouter {
  const { hosts, sessions } = options;
  const pending = new Set<() => void>();

  function findComponent(domain: string): PracticeComponent | undefined {
    return [...hosts.values()]
      .flatMap(({ components }) => components)
      .find(({ jid }) => jid === domain);
  }

  function reply(answer: XmlElement | null): void {
    if (answer !== null) sessions.find(answer.attrs['to'] ?? '')?.deliver(answer);
  }

  /** To a full JID, or to the available resources of a bare one. */
  function deliverPresence(presence: XmlElement): void {
    const to = parseJid(presence.attrs['to'] ?? '');
    if (to === null) return;
    const targets =
      to.resource === ''
        ? sessions.ofAccount(formatBareJid(to)).filter((session) => session.presence !== null)
        : [sessions.find(formatJid(to))];
    for (const target of targets) target?.deliver(presence);
  }

  /** A service that crashes answers nothing: facts 2.1. */
  async function ask(component: PracticeComponent, iq: XmlElement): Promise<XmlElement | null> {
    try {
      return await component.handleIq(iq);
    } catch (error) {
      options.onCrash(error);
      return null;
    }
  }

  /** A component is a process of its own: the sender's stream does not wait for it. */
  async function answerIq(iq: XmlElement): Promise<XmlElement | null> {
    const to = parseJid(iq.attrs['to'] ?? '');
    if (to === null) return bounce(iq, 'jid-malformed');
    const host = hosts.get(to.domain);
    if (host !== undefined) return answerLocalIq(host, sessions, to, iq);
    const component = findComponent(to.domain);
    if (component !== undefined) return ask(component, iq);
    return isRequest(iq) ? bounce(iq, 'service-unavailable') : null;
  }

  async function routeMessage(message: XmlElement): Promise<void> {
    const to = parseJid(message.attrs['to'] ?? '');
    if (to === null) return void reply(bounce(message, 'jid-malformed'));
    const host = hosts.get(to.domain);
    if (host !== undefined && to.local !== '') {
      return void reply(await deliverMessage(host, sessions, to, message));
    }
    // Messages to the domain itself and to services are swallowed; elsewhere nothing can take them.
    const taken = host !== undefined || findComponent(to.domain) !== undefined;
    if (!taken && message.attrs['type'] !== 'error') reply(bounce(message, 'service-unavailable'));
  }

  return {
    async route(stanza) {
      if (stanza.name === 'message') return routeMessage(stanza);
      if (stanza.name === 'presence') {
        deliverPresence(stanza);
        return;
      }
      const answered = answerIq(stanza).then(reply);
      if (findComponent(parseJid(stanza.attrs['to'] ?? '')?.domain ?? '') === undefined) {
        await answered;
      }
    },
    async routeAgain(host, messages) {
      for (const message of messages) {
        const to = parseJid(message.attrs['to'] ?? '');
        if (to === null) continue;
        const delayed = withDelay(message, host.domain, options.now(), 'SM Storage');
        reply(await deliverMessage(host, sessions, to, delayed, message));
      }
    },
    async requestIq(iq, timeoutMs) {
      let giveUp = (): void => undefined;
      const timeout = new Promise<null>((resolve) => {
        giveUp = () => resolve(null);
      });
      const timer = setTimeout(giveUp, timeoutMs);
      pending.add(giveUp);
      try {
        return await Promise.race([answerIq(iq), timeout]);
      } finally {
        clearTimeout(timer);
        pending.delete(giveUp);
      }
    },
    dispose() {
      for (const giveUp of [...pending]) giveUp();
    },
  };
}

/** IQs to the domain, to a bare JID or to a connected resource of a local host. */
async function answerLocalIq(
  host: PracticeHost,
  sessions: SessionRegistry,
  to: Jid,
  iq: XmlElement,
): Promise<XmlElement | null> {
  if (to.resource !== '') {
    if (to.local === '') return isRequest(iq) ? bounce(iq, 'item-not-found') : null;
    const session = sessions.find(formatJid(to));
    session?.deliver(iq);
    return session === undefined && isRequest(iq)
      ? bounce(iq, 'service-unavailable', 'Route offline')
      : null;
  }
  const type = iq.attrs['type'];
  if (type === 'result' || type === 'error') return null;
  const [payload, ...others] = childElements(iq);
  const valid = isRequest(iq) && payload !== undefined && others.length === 0;
  if (!valid || payload.ns === '' || payload.ns === NS_CLIENT) return bounce(iq, 'bad-request');
  const level = to.local === '' ? 'domain' : 'account';
  const module = host.iqModules.find(
    ({ namespaces, levels }) =>
      namespaces.includes(payload.ns) && (levels === undefined || levels.includes(level)),
  );
  if (module !== undefined) return module.handleIq(iq);
  return level === 'domain'
    ? bounce(iq, 'feature-not-implemented', 'Local server does not implement this feature')
    : bounce(iq, 'service-unavailable', `Unknown xmlns=${payload.ns} for host=${host.domain}`);
}

function isRequest(iq: XmlElement): boolean {
  return iq.attrs['type'] === 'get' || iq.attrs['type'] === 'set';
}

function bounce(stanza: XmlElement, name: ErrorName, text?: string): XmlElement {
  return routingError(stanza, errorElement(name, text === undefined ? [] : [errorText(text)]));
}
