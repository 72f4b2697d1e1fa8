/**
 * `<stream:features/>` before and after authentication, in the recorded order.
 * RFC 6120 "XMPP: Core", 2011-03, §4.3; facts 8.3; recordings 01, 02, 03, 13, 15.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import {
  NS_BIND,
  NS_CAPS,
  NS_CSI_0,
  NS_REGISTER_FEATURE,
  NS_SESSION,
  NS_SM_3,
  NS_TLS,
} from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { saslFeatures, type SaslMeans } from './sasl-means.ts';
import { sasl2Feature } from './sasl2.ts';

/** The recorded server's hashes (XEP-0115, XEP-0390); they cannot be derived from its disco#info alone. */
const CAPS_VER = 'JvmQNClNleKXcO2m3s+/ShX6Bgc=';
const ECAPS2_SHA256 = 'Sw9RHMIYpNgaF9Y2YMj8xrf8cJ2CCvbF7GEqNhmecIs=';
const CAPS_NODE = 'https://www.erlang-solutions.com/products/mongooseim.html';

/**
 * Features of a stream that is not authenticated.
 * @param secure TLS is on
 * @param means what logging in can rely on
 */
export function featuresBeforeAuth(
  host: PracticeHost,
  policy: ListenerPolicy,
  secure: boolean,
  means: SaslMeans,
): readonly XmlElement[] {
  if (policy.tlsMode === 'starttls_required' && !secure) {
    return [createElement('starttls', NS_TLS, {}, [createElement('required', NS_TLS)])];
  }
  const offersTls = policy.tlsMode === 'starttls' && !secure;
  return [
    ...leadingFeatures(host),
    ...(offersTls ? [createElement('starttls', NS_TLS)] : []),
    ...saslFeatures(means),
    ...trailingFeatures(host),
    ...(secure && host.auth.sasl2 === true ? [sasl2Feature(host, means)] : []),
  ];
}

/** Features of an authenticated stream; `<session/>` never says that it is optional. */
export function featuresAfterAuth(
  host: PracticeHost,
  policy: ListenerPolicy,
): readonly XmlElement[] {
  return [
    ...(policy.backwardsCompatibleSession ? [createElement('session', NS_SESSION)] : []),
    createElement('bind', NS_BIND),
    ...leadingFeatures(host),
    ...trailingFeatures(host),
  ];
}

function leadingFeatures({ modules }: PracticeHost): readonly XmlElement[] {
  const hash = createElement('hash', 'urn:xmpp:hashes:2', { algo: 'sha-256' }, [ECAPS2_SHA256]);
  return [
    ...(modules.has('register') ? [createElement('register', NS_REGISTER_FEATURE)] : []),
    ...(modules.has('caps')
      ? [
          createElement('c', NS_CAPS, { hash: 'sha-1', node: CAPS_NODE, ver: CAPS_VER }),
          createElement('c', 'urn:xmpp:caps', {}, [hash]),
        ]
      : []),
  ];
}

function trailingFeatures({ modules }: PracticeHost): readonly XmlElement[] {
  return [
    ...(modules.has('stream_management') ? [createElement('sm', NS_SM_3)] : []),
    ...(modules.has('csi') ? [createElement('csi', NS_CSI_0)] : []),
  ];
}
