/**
 * SASL on one stream: which mechanisms are announced, and the exchange itself.
 * RFC 6120 "XMPP: Core", 2011-03, §6; XEP-0440 0.4.2 "SASL Channel-Binding Type Capability".
 * Failure words that RFC 6120 does not know (`no-mechanism`, `bad-protocol`) are MongooseIM's: facts 8.6.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { ownText } from '#shared/xml/query.ts';
import { NS_SASL, NS_SASL_CB } from '#shared/xmpp/namespaces.ts';
import type { PracticeAccounts } from './accounts.ts';
import { createScramExchange, type ScramExchange } from './scram-exchange.ts';
import { availableDigests, type ScramDigest } from './scram-keys.ts';

/** What a SASL element led to. */
export type SaslStep =
  | { readonly kind: 'challenge'; readonly element: XmlElement }
  | { readonly kind: 'success'; readonly element: XmlElement; readonly user: string }
  | { readonly kind: 'failure'; readonly element: XmlElement };

/** One stream's SASL. */
export interface SaslNegotiation {
  /** Takes `<auth/>`, `<response/>` or `<abort/>`. */
  handle(element: XmlElement): Promise<SaslStep>;
}

const MECHANISM_NAMES: Readonly<Record<ScramDigest, string>> = {
  sha1: 'SCRAM-SHA-1',
  sha224: 'SCRAM-SHA-224',
  sha256: 'SCRAM-SHA-256',
  sha384: 'SCRAM-SHA-384',
  sha512: 'SCRAM-SHA-512',
};

/** Mechanisms in the order MongooseIM announces them. */
export function announcedMechanisms(withChannelBinding: boolean): readonly string[] {
  const scram = availableDigests().flatMap((digest) => {
    const name = MECHANISM_NAMES[digest];
    return withChannelBinding ? [`${name}-PLUS`, name] : [name];
  });
  return [...scram, 'PLAIN'];
}

/** The stream features of SASL. */
export function saslFeatures(withChannelBinding: boolean): readonly XmlElement[] {
  const mechanisms = announcedMechanisms(withChannelBinding).map((name) =>
    createElement('mechanism', NS_SASL, {}, [name]),
  );
  const list = createElement('mechanisms', NS_SASL, {}, mechanisms);
  if (!withChannelBinding) return [list];
  const binding = createElement('channel-binding', NS_SASL_CB, { type: 'tls-exporter' });
  return [createElement('sasl-channel-binding', NS_SASL_CB, {}, [binding]), list];
}

/** @param channelBinding tls-exporter data when the server offers channel binding, else null */
export function createSaslNegotiation(
  accounts: PracticeAccounts,
  channelBinding: Buffer | null,
): SaslNegotiation {
  let scram: ScramExchange | null = null;

  async function begin(element: XmlElement): Promise<SaslStep> {
    scram = null;
    const mechanism = element.attrs['mechanism'] ?? '';
    if (!announcedMechanisms(channelBinding !== null).includes(mechanism))
      return failure('no-mechanism');
    if (mechanism === 'PLAIN') return checkPlain(accounts, decodePayload(element));
    const name = mechanism.replace(/-PLUS$/, '');
    const digest = availableDigests().find((candidate) => MECHANISM_NAMES[candidate] === name);
    if (digest === undefined) return failure('no-mechanism');
    const exchange = createScramExchange({
      digest,
      plus: mechanism.endsWith('-PLUS'),
      channelBinding,
      credential: (user) => accounts.credential(user, digest),
    });
    const first = await exchange.start(decodePayload(element));
    if ('failure' in first) return failure(first.failure);
    scram = exchange;
    return { kind: 'challenge', element: payloadElement('challenge', first.challenge) };
  }

  function proceed(element: XmlElement): SaslStep {
    const outcome = scram?.finish(decodePayload(element)) ?? { failure: 'bad-protocol' as const };
    scram = null;
    if ('failure' in outcome) return failure(outcome.failure);
    const success = payloadElement('success', outcome.serverFinal);
    return { kind: 'success', element: success, user: outcome.user };
  }

  return {
    async handle(element) {
      if (element.name === 'auth') return begin(element);
      if (element.name === 'response') return proceed(element);
      scram = null;
      return failure('aborted');
    },
  };
}

function checkPlain(accounts: PracticeAccounts, message: string): SaslStep {
  const [, login, password, ...rest] = message.split('\0');
  if (login === undefined || !password || rest.length > 0) return failure('bad-protocol');
  // A login typed as user@other authenticates `user` on the stream's own domain: facts 8.6.
  const user = (login.split('@')[0] ?? '').toLowerCase();
  if (!accounts.passwordMatches(user, password)) return failure('not-authorized');
  return { kind: 'success', element: createElement('success', NS_SASL), user };
}

function failure(condition: string): SaslStep {
  const child = createElement(condition, NS_SASL);
  return { kind: 'failure', element: createElement('failure', NS_SASL, {}, [child]) };
}

function payloadElement(name: string, message: string): XmlElement {
  return createElement(name, NS_SASL, {}, [Buffer.from(message).toString('base64')]);
}

function decodePayload(element: XmlElement): string {
  return Buffer.from(ownText(element), 'base64').toString('utf8');
}
