/**
 * The roster as far as subscriptions touch it: who asked whom, told to the asker's own resources.
 * RFC 6121 "XMPP: IM", 2011-03, §2 and §3.1; recording 175. Requests are never granted here: presence
 * of others plays no part in push.
 */
import { randomBytes } from 'node:crypto';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild, firstChild } from '#shared/xml/query.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import type { PracticeIqModule } from './ports.ts';
import type { ConnectedSession, SessionRegistry } from './sessions.ts';
import { errorElement, handlerError, resultReply } from './stanza-reply.ts';

const NS_ROSTER = 'jabber:iq:roster';

/** Roster items by owner and contact. */
export interface RosterStore {
  items(bareJid: string): readonly XmlElement[];
  put(bareJid: string, item: XmlElement): void;
  remove(bareJid: string, contact: string): void;
  /** Requests for a subscription that an account has not answered, oldest first. */
  asked(bareJid: string): readonly XmlElement[];
  ask(bareJid: string, asker: string): void;
}

/** The server keeps the text of a request, and an empty one where there was none: recording 37. */
const NO_STATUS: XmlElement = { ...createElement('status', NS_CLIENT), children: [''] };

/** Creates the rosters of one host, all empty. */
export function createRosterStore(): RosterStore {
  const rosters = new Map<string, Map<string, XmlElement>>();
  const askers = new Map<string, Set<string>>();
  return {
    items: (bareJid) => [...(rosters.get(bareJid)?.values() ?? [])],
    put(bareJid, item) {
      const roster = rosters.get(bareJid) ?? new Map<string, XmlElement>();
      rosters.set(bareJid, roster.set(item.attrs['jid'] ?? '', item));
    },
    remove: (bareJid, contact) => void rosters.get(bareJid)?.delete(contact),
    asked: (bareJid) =>
      [...(askers.get(bareJid) ?? [])].map((from) =>
        createElement('presence', NS_CLIENT, { from, type: 'subscribe' }, [NO_STATUS]),
      ),
    ask(bareJid, asker) {
      askers.set(bareJid, (askers.get(bareJid) ?? new Set()).add(asker));
    },
  };
}

/** Answers roster IQs of the owner. */
export function createRosterModule(
  host: PracticeHost,
  sessions: SessionRegistry,
): PracticeIqModule {
  return {
    namespaces: [NS_ROSTER],
    levels: ['account'],
    async handleIq(iq) {
      const owner = toBareJid(iq.attrs['from'] ?? '');
      if (owner !== toBareJid(iq.attrs['to'] ?? '')) {
        return handlerError(iq, errorElement('not-allowed'));
      }
      if (iq.attrs['type'] === 'get') {
        return resultReply(iq, createElement('query', NS_ROSTER, {}, host.rosters.items(owner)));
      }
      const query = firstChild(iq);
      const item = query === undefined ? undefined : findChild(query, 'item', NS_ROSTER);
      const contact = item?.attrs['jid'];
      if (item === undefined || contact === undefined) {
        return handlerError(iq, errorElement('bad-request'));
      }
      const removed = item.attrs['subscription'] === 'remove';
      const attrs = { ...item.attrs, subscription: removed ? 'remove' : 'none' };
      const stored = createElement('item', NS_ROSTER, attrs, item.children);
      if (removed) host.rosters.remove(owner, contact);
      else host.rosters.put(owner, stored);
      pushItem(sessions, owner, stored);
      return resultReply(iq);
    },
  };
}

/** Whether a presence asks for a subscription. */
export function isSubscription(stanza: XmlElement): boolean {
  return stanza.name === 'presence' && stanza.attrs['type'] === 'subscribe';
}

/** Notes the request in the asker's roster and tells his resources. */
export function handleSubscription(
  host: PracticeHost,
  sessions: SessionRegistry,
  session: ConnectedSession,
  presence: XmlElement,
): void {
  if (!host.modules.has('roster')) return;
  const jid = toBareJid(presence.attrs['to'] ?? '');
  const item = createElement('item', NS_ROSTER, { ask: 'subscribe', jid, subscription: 'none' });
  host.rosters.put(session.bareJid, item);
  if (jid.endsWith(`@${host.domain}`)) host.rosters.ask(jid, session.bareJid);
  pushItem(sessions, session.bareJid, item);
}

function pushItem(sessions: SessionRegistry, owner: string, item: XmlElement): void {
  const query = createElement('query', NS_ROSTER, {}, [item]);
  for (const { fullJid, deliver } of sessions.ofAccount(owner)) {
    const id = `push${randomBytes(8).toString('hex')}`;
    deliver(createElement('iq', NS_CLIENT, { from: owner, id, to: fullJid, type: 'set' }, [query]));
  }
}
