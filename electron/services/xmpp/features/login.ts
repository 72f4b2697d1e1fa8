/**
 * Logging in as a step of the stream's negotiation: which profile, which mechanism, and what of the offer
 * is worth telling. The library's own knows few mechanisms, says nothing of why, and does not look at the
 * server's proof.
 */
import type { Client } from '@xmpp/client-core';
import type { Middleware } from '@xmpp/middleware';
import type { Element } from '@xmpp/xml';
import { NS_STREAM } from '#shared/xmpp/namespaces.ts';
import type { NoteFact } from '../ladder.ts';
import { chooseMechanism, type LoginMeans, type NoMechanism } from '../sasl/choose.ts';
import { createMechanism } from '../sasl/create-mechanism.ts';
import type { SaslCredentials } from '../sasl/mechanism.ts';
import { isPlus, readOffers, type SaslOffer, type SaslOffers } from '../sasl/offer.ts';
import type { OfferMemory } from '../sasl/offer-memory.ts';
import { StreamSocket } from '../stream-socket.ts';
import { noteChoice, noteOffers, noteProof, noteScram } from './login-facts.ts';
import { logInBySasl1 } from './sasl1.ts';
import { offersBind2, useSasl2 } from './sasl2.ts';

/** Why the console does not log in. */
export type LoginRefusalReason = NoMechanism | 'tls-missing';

/** The console does not log in over this connection; nothing secret was sent. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
  readonly reason: LoginRefusalReason;
  /** The mechanism the user insists on; empty when he leaves the choice open. */
  readonly mechanism: string;

  constructor(reason: LoginRefusalReason, mechanism = '') {
    super(reason);
    this.reason = reason;
    this.mechanism = mechanism;
  }
}

/** What a user decides about logging in. */
export interface LoginSettings {
  readonly credentials: SaslCredentials;
  /** Show the password over a connection without TLS, where nothing better is offered. */
  readonly allowPlaintext: boolean;
  /** Mechanism to use and no other; empty for the strongest offered. */
  readonly mechanism: string;
  /** Use SASL2 where it is offered. */
  readonly sasl2: boolean;
  /** Bind within SASL2 where that is offered, to a resource of the server's making. */
  readonly bind2: boolean;
  /** A client certificate is shown in TLS. */
  readonly clientCertificate: boolean;
  /** UUID version 4, the same for all connections of a session. */
  readonly userAgentId: string;
  readonly memory: OfferMemory;
  /** Makes a SCRAM nonce. */
  nonce(): string;
}

/** What logging in needs. */
export interface LoginOptions extends LoginSettings {
  readonly domain: string;
  /** Never log in without TLS, with any mechanism. */
  readonly tlsRequired: boolean;
  /** What is worth knowing of the login, for the connection ladder. */
  onFact: NoteFact;
  /** The server has made its offer; a mechanism is being chosen. */
  onOffered(): void;
  /** @param reason one sentence */
  onMechanism(name: string, reason: string): void;
  /** The server accepted the login and, with SCRAM, proved that it knows the password. */
  onAuthenticated(): void;
}

interface Pick {
  readonly profile: keyof SaslOffers;
  readonly offer: SaslOffer;
  readonly name: string;
  readonly reason: string;
}

/** Logs in when the server offers a way to; to be put in front of resource binding. */
export function useLogin(middleware: Middleware, options: LoginOptions): void {
  const sasl2 = useSasl2(middleware);

  async function logIn(entity: Client, features: Element, offers: SaslOffers): Promise<void> {
    if (!entity.isSecure() && options.tlsRequired) throw new LoginRefused('tls-missing');
    options.onOffered();
    const binding = bindingOf(entity);
    const memoryKey = `${options.credentials.username}@${options.domain} ${binding !== null}`;
    const all = offeredNames(offers);
    noteOffers(options.onFact, offers, options.memory.missing(memoryKey, all));
    const { profile, offer, name, reason } = pick(offers, options, {
      forced: options.mechanism,
      hasAccount: options.credentials.username !== '',
      clientCertificate: options.clientCertificate,
      clearTextAllowed: entity.isSecure() || options.allowPlaintext,
      canBind: binding !== null,
    });
    options.onMechanism(name, reason);
    const bind = profile === 'sasl2' && options.bind2 && offersBind2(features);
    noteChoice(options.onFact, { profile, name, reason, bind, plusOffered: all.some(isPlus) });
    const mechanism = createMechanism(name, {
      ...{ credentials: options.credentials, offer, binding, plusOffered: all.some(isPlus) },
      nonce: options.nonce(),
      onScram: (facts) => noteScram(options.onFact, facts),
    });
    const succeed = (): void => {
      noteProof(options.onFact, mechanism.provesServer);
      options.memory.remember(memoryKey, all);
      options.onAuthenticated();
    };
    if (profile === 'sasl1') return logInBySasl1(entity, mechanism, succeed);
    return sasl2.logIn(entity, {
      ...{ mechanism, bind, userAgentId: options.userAgentId },
      onSuccess(bound) {
        succeed();
        if (bind && !bound) {
          options.onFact('bind', 'Bind 2', 'The server gave no resource this way', 'warning');
        }
      },
    });
  }

  middleware.use(async ({ entity, stanza }, next) => {
    const offers = stanza.is('features', NS_STREAM) ? readOffers(stanza) : NO_OFFERS;
    if (offers.sasl1 === null && offers.sasl2 === null) return next();
    await logIn(entity, stanza, offers);
    return undefined;
  });
}

const NO_OFFERS: SaslOffers = { sasl1: null, sasl2: null };

/** SASL2 first, SASL1 where it has nothing to log in with. */
function pick(offers: SaslOffers, settings: LoginSettings, means: LoginMeans): Pick {
  let refusal: NoMechanism | null = null;
  for (const profile of ['sasl2', 'sasl1'] as const) {
    const offer = offers[profile];
    if (offer === null || (profile === 'sasl2' && !settings.sasl2)) continue;
    const choice = chooseMechanism(offer, means);
    if (choice.ok) return { profile, offer, name: choice.name, reason: choice.reason };
    refusal ??= choice.reason;
  }
  throw new LoginRefused(refusal ?? 'none-in-common', settings.mechanism);
}

function bindingOf({ socket }: Client): Buffer | null {
  return socket instanceof StreamSocket ? socket.channelBinding() : null;
}

function offeredNames({ sasl1, sasl2 }: SaslOffers): readonly string[] {
  return [...new Set([...(sasl1?.mechanisms ?? []), ...(sasl2?.mechanisms ?? [])])];
}
