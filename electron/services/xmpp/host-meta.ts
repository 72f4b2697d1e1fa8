/**
 * What a domain's web server says about other ways in.
 * XEP-0156 1.4.0 "Discovering Alternative XMPP Connection Methods", 2022-03;
 * RFC 6415 "Web Host Metadata", 2011-10.
 */
import { z } from 'zod';
import { childElements } from '#shared/xml/query.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { parseServiceAddress, type Endpoint, type TransportName } from './address.ts';

const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0';

const TRANSPORTS: Readonly<Record<string, TransportName>> = {
  'urn:xmpp:alt-connections:websocket': 'websocket',
  'urn:xmpp:alt-connections:xbosh': 'bosh',
};

/** More than these many links of a kind are of no use to anybody. */
const MAX_ENDPOINTS = 4;

/** The two forms of the document. */
export const HOST_META_NAMES = ['host-meta', 'host-meta.json'] as const;

/** A name of {@link HOST_META_NAMES}. */
export type HostMetaName = (typeof HOST_META_NAMES)[number];

/** What a document says. */
export interface HostMeta {
  /** Secure ones only: WebSocket, then BOSH. */
  readonly endpoints: readonly Endpoint[];
  /** Addresses that are not taken, because they are not secure or no addresses. */
  readonly refused: readonly string[];
}

interface Link {
  readonly rel: string;
  readonly href: string;
}

/**
 * Reads a document.
 * @returns null when it is not a host-meta document
 */
export function readHostMeta(name: HostMetaName, text: string): HostMeta | null {
  const links = name === 'host-meta' ? readXrdLinks(text) : readJsonLinks(text);
  if (links === null) return null;
  const offered = links.flatMap(({ rel, href }) => {
    const transport = Object.hasOwn(TRANSPORTS, rel) ? TRANSPORTS[rel] : undefined;
    return transport === undefined ? [] : [{ transport, href }];
  });
  const judged = offered.map(({ transport, href }) => {
    const endpoint = parseServiceAddress(href);
    const isSecure = /^(wss|https):/.test(endpoint?.url ?? '');
    return { href, endpoint: isSecure && endpoint?.transport === transport ? endpoint : null };
  });
  const found = judged.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint !== null);
  return {
    endpoints: [...ofKind(found, 'websocket'), ...ofKind(found, 'bosh')],
    refused: judged.filter(({ endpoint }) => endpoint === null).map(({ href }) => href),
  };
}

function ofKind(endpoints: readonly Endpoint[], kind: TransportName): readonly Endpoint[] {
  return endpoints.filter(({ transport }) => transport === kind).slice(0, MAX_ENDPOINTS);
}

function readXrdLinks(text: string): readonly Link[] | null {
  const withoutDeclaration = text.replace(/^\uFEFF?<\?xml[^>]*\?>/, '');
  const parsed = parseXml(withoutDeclaration, { defaultNs: '' });
  if (!parsed.ok || parsed.element.name !== 'XRD') return null;
  return childElements(parsed.element, 'Link', NS_XRD).map(({ attrs }) => ({
    rel: attrs['rel'] ?? '',
    href: attrs['href'] ?? '',
  }));
}

/** A link that is none does not spoil the others. */
const linkSchema = z.object({ rel: z.string(), href: z.string() }).catch({ rel: '', href: '' });
const documentSchema = z.object({ links: z.array(linkSchema) });

function readJsonLinks(text: string): readonly Link[] | null {
  try {
    const parsed = documentSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.links : null;
  } catch {
    return null;
  }
}
