/**
 * Login by the SASL profile that every server has: success restarts the stream.
 * RFC 6120 §6 "SASL Negotiation", 2011-03.
 */
import type { Client } from '@xmpp/client-core';
import xml from '@xmpp/xml';
import { NS_SASL } from '#shared/xmpp/namespaces.ts';
import type { SaslMechanism } from '../sasl/mechanism.ts';
import { runExchange, type SaslProfile } from './sasl-exchange.ts';

const PROFILE: SaslProfile = {
  ns: NS_SASL,
  // An empty element would mean that there is no first message at all (§6.4.2).
  request: (mechanism, message) =>
    xml('auth', { xmlns: NS_SASL, mechanism }, message.toString('base64') || '='),
  successData: (success) => success.text(),
};

/**
 * Logs in and opens the stream anew.
 * @param onSuccess called as soon as the server has accepted, and proved itself where it has to
 * @throws SaslRefusal when the console gives up
 */
export async function logInBySasl1(
  entity: Client,
  mechanism: SaslMechanism,
  onSuccess: () => void,
): Promise<void> {
  await runExchange(entity, PROFILE, mechanism, onSuccess);
  await entity.restart();
}
