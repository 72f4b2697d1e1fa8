/**
 * Where stanzas go once their sender is known.
 * RFC 6120 "XMPP: Core", 2011-03, §10; MongooseIM's bounces and texts: facts 1.5, 2.1, recordings 27, 47, 191.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { formatJid, type Jid, parseJid } from '#shared/xmpp/jid.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import { deliverMessage } from './messages.ts';
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
}

export interface RouterOptions {
  /** May still be filled after the router is made. */
  readonly hosts: ReadonlyMap<string, PracticeHost>;
  readonly sessions: SessionRegistry;
  /** Services beside those of the hosts. */
  readonly components: readonly PracticeComponent[];
  /** Told when a service threw; its IQ then stays unanswered, as in MongooseIM (facts 2.1). */
  readonly onCrash: (error: unknown) => void;
}

/** Creates the router. */
export function createRouter(options: RouterOptions): StanzaRouter {
  const { hosts, sessions } = options;
  const queues = createComponentQueues(options.onCrash);

  function findComponent(domain: string): PracticeComponent | undefined {
    const own = [...hosts.values()].flatMap((host) => host.components);
    return [...own, ...options.components].find(({ jid }) => jid === domain);
  }

  function reply(answer: XmlElement | null): void {
    if (answer !== null) sessions.find(answer.attrs['to'] ?? '')?.deliver(answer);
  }

  /** A component is a process of its own: the sender's stream does not wait for it. */
  async function answerIq(iq: XmlElement): Promise<XmlElement | null> {
    const to = parseJid(iq.attrs['to'] ?? '');
    if (to === null) return bounce(iq, 'jid-malformed');
    const host = hosts.get(to.domain);
    if (host !== undefined) return answerLocalIq(host, sessions, to, iq);
    const component = findComponent(to.domain);
    if (component !== undefined) return queues.ask(component, iq);
    return isRequest(iq) ? bounce(iq, 'service-unavailable') : null;
  }

  async function routeMessage(message: XmlElement): Promise<void> {
    const to = parseJid(message.attrs['to'] ?? '');
    if (to === null) return reply(bounce(message, 'jid-malformed'));
    const host = hosts.get(to.domain);
    if (host !== undefined && to.local !== '') {
      return reply(await deliverMessage(host, sessions, to, message));
    }
    // Messages to the domain itself and to services are swallowed; elsewhere nothing can take them.
    const taken = host !== undefined || findComponent(to.domain) !== undefined;
    if (!taken && message.attrs['type'] !== 'error') reply(bounce(message, 'service-unavailable'));
  }

  return {
    async route(stanza) {
      if (stanza.name === 'message') return routeMessage(stanza);
      if (stanza.name === 'presence') {
        sessions.find(stanza.attrs['to'] ?? '')?.deliver(stanza);
        return;
      }
      const answered = answerIq(stanza).then(reply);
      if (findComponent(parseJid(stanza.attrs['to'] ?? '')?.domain ?? '') === undefined) {
        await answered;
      }
    },
    async requestIq(iq, timeoutMs) {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), timeoutMs);
      });
      try {
        return await Promise.race([answerIq(iq), timeout]);
      } finally {
        clearTimeout(timer);
      }
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

/** Each component handles one IQ after another, as its process does: facts 2.6, notes. */
function createComponentQueues(onCrash: (error: unknown) => void) {
  const tails = new Map<string, Promise<unknown>>();
  return {
    ask(component: PracticeComponent, iq: XmlElement): Promise<XmlElement | null> {
      const before = tails.get(component.jid) ?? Promise.resolve();
      const answered = before
        .then(() => component.handleIq(iq))
        .catch((error: unknown) => {
          onCrash(error);
          return null;
        });
      tails.set(component.jid, answered);
      return answered;
    },
  };
}
