/**
 * The PubSub service of a practice host: `mod_pubsub_old` of MongooseIM 6.8.0 with the plugins flat,
 * pep and push, as far as push notifications touch it.
 * XEP-0060 "Publish-Subscribe" 1.30.0, 2025-11-11. Departures are MongooseIM's own: facts, Part 2 and 3.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { formatBareJid, formatJid, parseJid } from '#shared/xmpp/jid.ts';
import {
  NS_CLIENT,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_PUBSUB,
  NS_PUBSUB_OWNER,
} from '#shared/xmpp/namespaces.ts';
import type { PushNotifications } from '../mongoose-push/push-notifications.ts';
import type { PracticeComponent, PracticeHostConfig } from '../ports.ts';
import { errorElement, resultReply, routingError } from '../stanza-reply.ts';
import { failure, type PubsubAnswer, SILENCE, success } from './answer.ts';
import { discoInfo, discoItems } from './disco.ts';
import { applyFields, defaultOptions } from './node-options.ts';
import { createNodeRegistry, type NodeRegistry, type PluginName } from './node-registry.ts';
import { isKnownAction, OPERATIONS } from './operations.ts';
import type { PubsubContext, PubsubIds } from './request.ts';
import { NS_VCARD, serviceCard } from './vcard.ts';

/** What {@link createPubsubService} needs. */
export interface PubsubServiceOptions {
  readonly host: Pick<PracticeHostConfig, 'domain' | 'createNodeDenied' | 'nodes'> & {
    readonly pubsubPlugins: readonly PluginName[];
  };
  readonly pushNotifications: PushNotifications;
  readonly ids?: PubsubIds;
}

/** The service as a component of the practice server. */
export interface PubsubService extends PracticeComponent {
  /** The nodes as they are, for tests and for what the desktop shows of the server. */
  readonly nodes: NodeRegistry;
}

/**
 * Creates the service at `pubsub.<domain>`.
 * @param pushNotifications where push nodes hand notifications to
 * @throws RangeError when no plugin is configured: MongooseIM would not start either
 */
export function createPubsubService(options: PubsubServiceOptions): PubsubService {
  const context = createContext(options);
  return {
    jid: context.serviceJid,
    nodes: context.nodes,
    async handleIq(iq) {
      const to = parseJid(iq.attrs['to'] ?? '');
      const type = iq.attrs['type'];
      if (type !== 'get' && type !== 'set') return null;
      if (to?.local !== '' || to.resource !== '') {
        return routingError(iq, errorElement('item-not-found'));
      }
      const [payload, ...others] = childElements(iq);
      // An IQ with no child, with two, or with a child that names no namespace is swallowed.
      if (payload === undefined || others.length > 0) return null;
      if (payload.ns === '' || payload.ns === NS_CLIENT) return null;
      return toStanza(iq, await answer(context, iq, payload));
    },
  };
}

function createContext({ host, pushNotifications, ids }: PubsubServiceOptions): PubsubContext {
  const [first, ...others] = host.pubsubPlugins;
  if (first === undefined) throw new RangeError('mod_pubsub_old needs at least one plugin');
  return {
    serviceJid: `pubsub.${host.domain}`,
    plugins: [first, ...others],
    nodes: seededRegistry(host),
    ids: ids ?? { item: randomUUID, opaque: () => randomBytes(8).toString('hex').toUpperCase() },
    pushNotifications,
    mayCreateNodes: (bareJid) =>
      !host.createNodeDenied.some((account) => `${account}@${host.domain}` === bareJid),
  };
}

/** The nodes that a host has from the beginning. */
function seededRegistry({ domain, nodes = [] }: PubsubServiceOptions['host']): NodeRegistry {
  const registry = createNodeRegistry();
  for (const { name, type, owner, options, affiliations } of nodes) {
    const fields = Object.entries(options).map(
      ([option, value]) => [`pubsub#${option}`, [value]] as const,
    );
    const configured = applyFields(defaultOptions(type), new Map(fields));
    if (configured === null) throw new RangeError(`The node ${name} has an impossible option`);
    registry.create({ name, type, options: configured }, `${owner}@${domain}`);
    for (const [jid, affiliation] of Object.entries(affiliations)) {
      registry.find(name)?.affiliations.set(jid, affiliation);
    }
  }
  return registry;
}

async function answer(
  context: PubsubContext,
  iq: XmlElement,
  payload: XmlElement,
): Promise<PubsubAnswer> {
  const sender = parseJid(iq.attrs['from'] ?? '');
  if (sender === null) return SILENCE;
  const from = { full: formatJid(sender), bare: formatBareJid(sender) };
  const type = iq.attrs['type'] === 'get' ? 'get' : 'set';
  switch (payload.ns) {
    case NS_PUBSUB:
    case NS_PUBSUB_OWNER:
      return perform(context, type, payload, from);
    case NS_DISCO_INFO:
      if (type === 'get') return discoInfo(context, payload);
      break;
    case NS_DISCO_ITEMS:
      if (type === 'get') return discoItems(context, payload, from);
      break;
    case NS_VCARD:
      if (type === 'get') return success(serviceCard());
      break;
    default:
      break;
  }
  return failure('feature-not-implemented');
}

async function perform(
  context: PubsubContext,
  type: 'get' | 'set',
  pubsub: XmlElement,
  from: { readonly full: string; readonly bare: string },
): Promise<PubsubAnswer> {
  const [action, ...others] = childElements(pubsub);
  if (action === undefined) return failure('bad-request');
  // Only the owner's namespace insists on a single action; the other one takes the first.
  if (pubsub.ns === NS_PUBSUB_OWNER && others.length > 0) return failure('bad-request');
  if (!isKnownAction(type, action.name)) return SILENCE;
  const operation = OPERATIONS[pubsub.ns]?.[`${type} ${action.name}`];
  if (operation === undefined) return failure('feature-not-implemented');
  const node = action.attrs['node'] ?? '';
  return operation(context, { from: from.full, fromBare: from.bare, pubsub, action, node });
}

function toStanza(iq: XmlElement, outcome: PubsubAnswer): XmlElement | null {
  switch (outcome.kind) {
    case 'result':
      return resultReply(iq, outcome.payload);
    case 'error':
      return routingError(iq, outcome.error, outcome.instead);
    case 'silence':
      return null;
    default:
      return outcome satisfies never;
  }
}
