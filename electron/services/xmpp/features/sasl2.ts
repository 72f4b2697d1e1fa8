/**
 * Login by SASL2, with resource binding in the same round trip where the server offers it.
 * XEP-0388 1.0.1 "Extensible SASL Profile", 2024-09; XEP-0386 1.0.1 "Bind 2", 2024-09.
 */
import type { Client } from '@xmpp/client-core';
import type { Middleware } from '@xmpp/middleware';
import type { Element } from '@xmpp/xml';
import xml from '@xmpp/xml';
import { NS_BIND_2, NS_SASL_2, NS_STREAM } from '#shared/xmpp/namespaces.ts';
import type { SaslMechanism } from '../sasl/mechanism.ts';
import { runExchange, type SaslProfile } from './sasl-exchange.ts';

/** Servers make the beginning of the resource from it: `pushscope/…` or `pushscope~…`. */
const RESOURCE_TAG = 'pushscope';

/** How a SASL2 login begins and what it told. */
export interface Sasl2Options {
  readonly mechanism: SaslMechanism;
  /** UUID version 4, which MongooseIM demands (facts 8.7). */
  readonly userAgentId: string;
  /** Ask for a resource too; it cannot be chosen. */
  readonly bind: boolean;
  /** Called as soon as the server has accepted, and proved itself where it has to. @param bound by Bind 2 */
  onSuccess(bound: boolean): void;
}

/** Logs in by SASL2. */
export interface Sasl2Login {
  /**
   * @throws SaslRefusal when the console gives up
   * @see XEP-0388 1.0.1 §2.6.1 (stream features follow the success, on the same stream)
   */
  logIn(entity: Client, options: Sasl2Options): Promise<void>;
}

/** Creates the login; it has to be put in front of the library's own resource binding. */
export function useSasl2(middleware: Middleware): Sasl2Login {
  let boundJid: string | null = null;

  // Servers name classical binding among the features that follow; to bind again would be an error.
  middleware.use(({ entity, stanza }, next) => {
    if (boundJid === null || !stanza.is('features', NS_STREAM)) return next();
    entity._jid(boundJid);
    entity._ready(false);
    return undefined;
  });

  return {
    logIn: (entity, options) =>
      runExchange(entity, profileOf(options), options.mechanism, (success) => {
        const bound = success.getChild('bound', NS_BIND_2) !== undefined;
        options.onSuccess(bound);
        if (bound) boundJid = fullJidOf(success);
      }),
  };
}

/** Whether `<authentication/>` takes a Bind 2 request. */
export function offersBind2(features: Element): boolean {
  const inline = features.getChild('authentication', NS_SASL_2)?.getChild('inline');
  return inline?.getChild('bind', NS_BIND_2) !== undefined;
}

function profileOf({ bind, userAgentId }: Sasl2Options): SaslProfile {
  return {
    ns: NS_SASL_2,
    request: (mechanism, message) =>
      xml(
        'authenticate',
        { xmlns: NS_SASL_2, mechanism },
        xml('initial-response', {}, message.toString('base64')),
        xml('user-agent', { id: userAgentId }, xml('software', {}, 'Pushscope')),
        ...(bind ? [xml('bind', { xmlns: NS_BIND_2 }, xml('tag', {}, RESOURCE_TAG))] : []),
      ),
    successData: (success) => success.getChildText('additional-data') ?? '',
  };
}

function fullJidOf(success: Element): string {
  const jid = success.getChildText('authorization-identifier') ?? '';
  if (!jid.includes('/')) throw new Error('Bind 2 without a resource');
  return jid;
}
