/**
 * `mod_event_pusher` with its push backend: registrations, and a notification for each message to
 * somebody who is offline.
 * XEP-0357 Push Notifications 0.4.1, 2020-02. Departures are MongooseIM's own: facts, Part 4 and 5.
 */
import { randomBytes } from 'node:crypto';
import type { XmlElement } from '#shared/xml/node.ts';
import { firstChild } from '#shared/xml/query.ts';
import { domainOf, toBareJid } from '#shared/xmpp/jid.ts';
import { NS_PUSH_0 } from '#shared/xmpp/namespaces.ts';
import type { PushNotifications } from '../mongoose-push/push-notifications.ts';
import type {
  PracticeHostConfig,
  PracticeIqModule,
  PracticeMessageHook,
  PracticeRoster,
  PracticeRouter,
  PushRegistration,
} from '../ports.ts';
import { errorElement, handlerError, resultReply } from '../stanza-reply.ts';
import { prepareNotification, type PushPayload } from './notification.ts';
import { endsRegistration, publishIq } from './publish-iq.ts';
import { readPushRequest } from './push-request.ts';
import { createRegistrationStore, matches } from './registrations.ts';

/** How long MongooseIM waits for the answer to an IQ of its own. */
const PUBLISH_TIMEOUT_MS = 32_000;

/** What {@link createPushModule} needs. */
export interface PushModuleOptions {
  readonly host: Pick<PracticeHostConfig, 'domain'> & {
    readonly push: NonNullable<PracticeHostConfig['push']>;
  };
  readonly roster: PracticeRoster;
  readonly router: PracticeRouter;
  readonly pushNotifications: PushNotifications;
  /** Ids of publish IQs. */
  readonly nextIqId?: () => string;
}

/** The module as router, sessions and tests see it. */
export interface PushModule extends PracticeIqModule, PracticeMessageHook {
  registrations(bareJid: string): readonly PushRegistration[];
  /**
   * For the plugins enhanced and hints: a message that a session waiting for resume has not
   * acknowledged goes out at once, to what that session enabled last (facts, Part 5.4).
   */
  onUnacknowledged(fullJid: string, message: XmlElement): Promise<void>;
  /** A session is gone and with it what it remembered of its last enable. */
  forgetSession(fullJid: string): void;
  /** Resolves when no publish is under way. */
  idle(): Promise<void>;
}

/**
 * Creates the push module of one host.
 * @param roster who exists and who is offline
 * @param router takes publish IQs that come from the domain
 * @param pushNotifications the PubSub-less path for virtual hosts
 */
export function createPushModule(options: PushModuleOptions): PushModule {
  const { host, roster, router, pushNotifications } = options;
  const nextIqId = options.nextIqId ?? (() => randomBytes(8).toString('hex'));
  const store = createRegistrationStore();
  /** The last registration each session made, which the enhanced plugin pushes to. */
  const remembered = new Map<string, PushRegistration>();
  /** Services that had this very stanza already; it may come by again when a session is given up. */
  const served = new WeakMap<XmlElement, Set<string>>();
  const publishing = new Set<Promise<void>>();

  function remove(userJid: string, pubsubJid: string, node: string | undefined): void {
    store.remove(userJid, pubsubJid, node);
    for (const [session, registration] of [...remembered]) {
      if (toBareJid(session) !== userJid || !matches(registration, pubsubJid, node)) continue;
      remembered.delete(session);
      roster.forgetInitialPriority(session);
    }
  }

  /** The sender counts, not the addressee: an enable sent to somebody else still registers the sender. */
  function change(from: string, request: ReturnType<typeof readPushRequest>): boolean {
    const userJid = toBareJid(from);
    switch (request.kind) {
      case 'bad-request':
        return false;
      case 'disable':
        remove(userJid, request.pubsubJid, request.node);
        return true;
      case 'enable': {
        const { pubsubJid, node } = request;
        const registration = { userJid, pubsubJid, node, options: request.options };
        store.put(registration);
        remembered.set(from, registration);
        roster.forgetInitialPriority(from);
        return true;
      }
      default:
        return request satisfies never;
    }
  }

  async function publishTo(registration: PushRegistration, payload: PushPayload): Promise<void> {
    const { userJid, pubsubJid, node } = registration;
    if (isVirtualHost(pubsubJid, domainOf(userJid))) {
      const outcome = await pushNotifications.push([payload], registration.options);
      if (outcome === 'device-not-registered') remove(userJid, pubsubJid, node);
      return;
    }
    const iq = publishIq(nextIqId(), domainOf(userJid), registration, payload);
    const work = router
      .requestIq(iq, PUBLISH_TIMEOUT_MS)
      .catch(() => null)
      .then((reply) => {
        if (endsRegistration(reply)) remove(userJid, pubsubJid, node);
      })
      .finally(() => publishing.delete(work));
    // Not waited for: MongooseIM hands it to workers, and the sender is not delayed.
    publishing.add(work);
  }

  /** One after another, in the sender's way, where the host is virtual (facts, Part 5.7). */
  async function publishAll(
    message: XmlElement,
    registrations: readonly PushRegistration[],
  ): Promise<void> {
    const payload = prepareNotification(message, host.push.plugin);
    if (payload === null) return;
    const had = served.get(message) ?? new Set<string>();
    served.set(message, had);
    for (const registration of registrations) {
      const key = JSON.stringify([registration.pubsubJid, registration.node, registration.options]);
      if (had.has(key)) continue;
      had.add(key);
      await publishTo(registration, payload);
    }
  }

  function isVirtualHost(pubsubJid: string, recipientDomain: string): boolean {
    return host.push.virtualPubsubHosts.some(
      (template) => template.replaceAll('@HOST@', recipientDomain) === domainOf(pubsubJid),
    );
  }

  return {
    namespaces: [NS_PUSH_0],
    async handleIq(iq) {
      const payload = firstChild(iq);
      if (iq.attrs['type'] !== 'set') return handlerError(iq, errorElement('not-allowed'));
      const request = payload === undefined ? null : readPushRequest(payload);
      const done = request !== null && change(iq.attrs['from'] ?? '', request);
      return done ? resultReply(iq) : handlerError(iq, errorElement('bad-request'));
    },
    async onMessage(recipient, message) {
      if (!roster.accountExists(recipient) || !roster.isOffline(recipient)) return;
      await publishAll(message, store.of(recipient));
    },
    async onUnacknowledged(fullJid, message) {
      const registration = remembered.get(fullJid);
      if (host.push.plugin === 'defaults' || registration === undefined) return;
      await publishAll(message, [registration]);
    },
    forgetSession: (fullJid) => void remembered.delete(fullJid),
    registrations: (bareJid) => store.of(bareJid),
    async idle() {
      while (publishing.size > 0) await Promise.allSettled([...publishing]);
    },
  };
}
