/**
 * Service discovery of the domain and of accounts.
 * XEP-0030 2.5.0 "Service Discovery", 2024-04-30; XEP-0128 1.0.1 "Service Discovery Extensions".
 * Facts 1.1, 1.2; recordings 40, 41, 43, 46, 49, 170. The service at `pubsub.` answers for itself.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { firstChild } from '#shared/xml/query.ts';
import { parseJid, toBareJid } from '#shared/xmpp/jid.ts';
import {
  NS_COMMANDS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_PUBSUB,
  NS_PUSH_0,
} from '#shared/xmpp/namespaces.ts';
import { ACCOUNT_FEATURES, ALWAYS_ON_DOMAIN, DOMAIN_FEATURES } from './host-modules.ts';
import type { PracticeHost } from './host.ts';
import type { PracticeIqModule } from './ports.ts';
import { nodeFeatures, pubsubFeatures } from './pubsub/features.ts';
import { emptyServerInfo } from './server-info.ts';
import { errorElement, handlerError, resultReply } from './stanza-reply.ts';

/** The discovery module of one host. */
export function createDiscoModule(host: PracticeHost): PracticeIqModule {
  return {
    namespaces: [NS_DISCO_INFO, NS_DISCO_ITEMS],
    async handleIq(iq) {
      const query = firstChild(iq);
      if (query === undefined || iq.attrs['type'] !== 'get') {
        return handlerError(iq, errorElement('not-allowed'));
      }
      const toAccount = (parseJid(iq.attrs['to'] ?? '')?.local ?? '') !== '';
      const children = toAccount ? describeAccount(host, iq, query) : describeDomain(host, query);
      if (children === null) {
        const condition = toAccount ? 'service-unavailable' : 'item-not-found';
        return handlerError(iq, errorElement(condition));
      }
      return resultReply(iq, createElement('query', query.ns, { ...query.attrs }, children));
    },
  };
}

/** Null stands for an unknown node. */
function describeDomain(host: PracticeHost, query: XmlElement): readonly XmlElement[] | null {
  const node = query.attrs['node'] ?? '';
  if (node === NS_COMMANDS && host.modules.has('adhoc')) {
    return query.ns === NS_DISCO_ITEMS ? [] : [identity('automation', 'command-list', 'Commands')];
  }
  if (node !== '') return null;
  if (query.ns === NS_DISCO_ITEMS) return domainItems(host);
  return [
    identity('server', 'im', 'MongooseIM'),
    emptyServerInfo(),
    ...features(domainFeatures(host)),
  ];
}

/** Null where the server answers service-unavailable: strangers, and accounts with nothing to show. */
function describeAccount(
  host: PracticeHost,
  iq: XmlElement,
  query: XmlElement,
): readonly XmlElement[] | null {
  const own = toBareJid(iq.attrs['from'] ?? '') === toBareJid(iq.attrs['to'] ?? '');
  if (!own) return null;
  if (query.ns === NS_DISCO_ITEMS) return [];
  if ((query.attrs['node'] ?? '') !== '') return null;
  const { pubsubPlugins, pepOnly = false } = host.config;
  const pep = pepOnly || pubsubPlugins?.includes('pep') === true;
  const loaded = [...host.modules].flatMap((module) => ACCOUNT_FEATURES[module] ?? []);
  const listed = [...loaded, ...(pep ? nodeFeatures('pep') : [])];
  if (listed.length === 0) return null;
  return [
    identity('account', 'registered'),
    ...(pep ? [identity('pubsub', 'pep')] : []),
    ...features(listed),
  ];
}

function domainItems(host: PracticeHost): readonly XmlElement[] {
  const registered = host.components.map(({ jid }) => jid);
  if (host.modules.has('vcard')) registered.push(`vjud.${host.domain}`);
  return registered.sort().map((jid) => createElement('item', NS_DISCO_ITEMS, { jid }));
}

/** Any namespace with a handler on the domain is a feature: facts 1.1. */
function domainFeatures(host: PracticeHost): readonly string[] {
  const { pubsubPlugins, push } = host.config;
  return [
    ...ALWAYS_ON_DOMAIN,
    ...[...host.modules].flatMap((module) => DOMAIN_FEATURES[module]),
    ...(pubsubPlugins === null ? [] : [NS_PUBSUB, ...pubsubFeatures(pubsubPlugins)]),
    ...(push === null ? [] : [NS_PUSH_0]),
  ];
}

function features(names: readonly string[]): XmlElement[] {
  return [...new Set(names)]
    .sort()
    .map((name) => createElement('feature', NS_DISCO_INFO, { var: name }));
}

function identity(category: string, type: string, name?: string): XmlElement {
  return createElement('identity', NS_DISCO_INFO, { category, type, name });
}
