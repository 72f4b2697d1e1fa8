/** The nodes of one PubSub service. All users share one space of names, first come, first served. */
import type { XmlNode } from '#shared/xml/node.ts';
import type { NodeOptions } from './node-options.ts';

/** Node types, by the name of the plugin that makes them. */
export type PluginName = 'flat' | 'pep' | 'push';

/** All affiliations a request may name (facts, Part 2.5). */
export const AFFILIATIONS = [
  'owner',
  'publisher',
  'publish-only',
  'member',
  'outcast',
  'none',
] as const;
/** One of {@link AFFILIATIONS}. */
export type Affiliation = (typeof AFFILIATIONS)[number];

/** A stored item. */
export interface PubsubItem {
  readonly id: string;
  /** Bare JID of whoever published it first. */
  readonly creator: string;
  readonly payload: readonly XmlNode[];
}

/** One node with everything that belongs to it. */
export interface PubsubNode {
  readonly name: string;
  readonly type: PluginName;
  options: NodeOptions;
  /**
   * Bare JIDs. Kept beside the affiliations, as MongooseIM does: who is demoted to anything but `none`
   * stays in this list and may still change affiliations (facts, Part 3.7).
   */
  owners: readonly string[];
  /** Bare JID to affiliation; `none` has no entry. */
  readonly affiliations: Map<string, Affiliation>;
  /** Oldest first. */
  readonly items: Map<string, PubsubItem>;
  /** JID as subscribed to its subscription. */
  readonly subscriptions: Map<string, { readonly subid: string; readonly state: string }>;
}

/** Where nodes are looked up by name. */
export interface NodeRegistry {
  find(name: string): PubsubNode | undefined;
  /** In order of creation. */
  all(): readonly PubsubNode[];
  /** @returns false when the name is taken */
  create(node: Pick<PubsubNode, 'name' | 'type' | 'options'>, ownerBareJid: string): boolean;
  delete(name: string): void;
}

/** Creates an empty registry. */
export function createNodeRegistry(): NodeRegistry {
  const nodes = new Map<string, PubsubNode>();
  return {
    find: (name) => nodes.get(name),
    all: () => [...nodes.values()],
    create({ name, type, options }, owner) {
      if (nodes.has(name)) return false;
      nodes.set(name, {
        name,
        type,
        options,
        owners: [owner],
        affiliations: new Map([[owner, 'owner']]),
        items: new Map(),
        subscriptions: new Map(),
      });
      return true;
    },
    delete: (name) => void nodes.delete(name),
  };
}

/** The affiliation of a bare JID with a node. */
export function affiliationOf(node: PubsubNode, bareJid: string): Affiliation {
  return node.affiliations.get(bareJid) ?? 'none';
}
