/**
 * What a server offers for logging in.
 * RFC 6120 §6.3.3 "Mechanism Preferences", 2011-03; XEP-0388 1.0.1 §2.1; XEP-0440 0.4.2
 * "SASL Channel-Binding Type Capability"; XEP-0474 0.4.0 "SASL SCRAM Downgrade Protection".
 */
import { createHash } from 'node:crypto';
import type { Element } from '@xmpp/xml';
import { NS_SASL, NS_SASL_2, NS_SASL_CB } from '#shared/xmpp/namespaces.ts';
import { SASL_MECHANISMS } from '#shared/xmpp/sasl-mechanisms.ts';

/** The channel binding of TLS 1.3 (RFC 9266), the only one known here. */
export const TLS_EXPORTER = 'tls-exporter';

/** The offer of one SASL profile. */
export interface SaslOffer {
  readonly mechanisms: readonly string[];
  /** Channel bindings the server says it accepts; null when it says nothing. */
  readonly channelBindings: readonly string[] | null;
}

/** What one `<stream:features/>` offers, by profile; null where it does not have it. */
export interface SaslOffers {
  readonly sasl1: SaslOffer | null;
  readonly sasl2: SaslOffer | null;
}

/** Reads the offers of stream features. */
export function readOffers(features: Element): SaslOffers {
  const announced = features.getChild('sasl-channel-binding', NS_SASL_CB);
  const channelBindings =
    announced?.getChildren('channel-binding').map(({ attrs }) => attrs['type'] ?? '') ?? null;
  const read = (list: Element | undefined): SaslOffer | null =>
    list === undefined
      ? null
      : {
          mechanisms: list.getChildren('mechanism').map((mechanism) => mechanism.text().trim()),
          channelBindings,
        };
  return {
    sasl1: read(features.getChild('mechanisms', NS_SASL)),
    sasl2: read(features.getChild('authentication', NS_SASL_2)),
  };
}

/** Whether a mechanism name is one with channel binding. */
export function isPlus(name: string): boolean {
  return name.endsWith('-PLUS');
}

/** Mechanisms known here that only one of the two profiles has; FAST's belong to SASL2 alone. */
export function differingMechanisms({ sasl1, sasl2 }: SaslOffers): readonly string[] {
  if (sasl1 === null || sasl2 === null) return [];
  return SASL_MECHANISMS.filter(
    (name) => sasl1.mechanisms.includes(name) !== sasl2.mechanisms.includes(name),
  );
}

/**
 * The text a server vouches for in SCRAM, to be compared with its `h` attribute.
 * @param hash of the SCRAM mechanism, as Node spells it
 * @returns Base64
 * @see XEP-0474 0.4.0 §4.1
 */
export function hashOffer(hash: string, offer: SaslOffer): string {
  const join = (names: readonly string[]): string => [...names].sort().join('\u001e');
  const mechanisms = join(offer.mechanisms);
  const bindings = offer.channelBindings;
  const text = bindings === null ? mechanisms : `${mechanisms}\u001f${join(bindings)}`;
  return createHash(hash).update(text).digest('base64');
}
