/**
 * The choice among the mechanisms that a server offers, and why it fell as it did.
 * RFC 5802 §6 "Channel Binding", 2010-07.
 */
import {
  ANONYMOUS,
  CLEAR_TEXT_MECHANISMS,
  EXTERNAL,
  PLAIN,
  SASL_MECHANISMS,
  SCRAM_MECHANISMS,
} from '#shared/xmpp/sasl-mechanisms.ts';
import { isPlus, TLS_EXPORTER, type SaslOffer } from './offer.ts';

/** What this side can do on this connection, and what its user wants. */
export interface LoginMeans {
  /** The mechanism to use and no other; empty for the strongest. */
  readonly forced: string;
  readonly hasAccount: boolean;
  readonly clientCertificate: boolean;
  /** The connection has TLS, or the user allowed to show the password without it. */
  readonly clearTextAllowed: boolean;
  /** The connection has TLS 1.3, whose exporter binds a login to it. */
  readonly canBind: boolean;
}

/** Why no mechanism can be used. */
export type NoMechanism =
  | 'none-in-common'
  | 'plain-in-clear'
  | 'forced-unknown'
  | 'forced-not-offered'
  | 'forced-without-binding'
  | 'forced-without-certificate';

/** The mechanism to use, with the reason in one sentence; or why there is none. */
export type MechanismChoice =
  | { readonly ok: true; readonly name: string; readonly reason: string }
  | { readonly ok: false; readonly reason: NoMechanism };

/** Chooses the mechanism of a login. */
export function chooseMechanism(offer: SaslOffer, means: LoginMeans): MechanismChoice {
  if (means.forced !== '') return chooseForced(offer, means);
  const offered = preferences(means).filter((name) => offer.mechanisms.includes(name));
  const unusable = unusableBinding(offer, means);
  const usable = offered.filter((name) => unusable === null || !isPlus(name));
  const name = usable.find((candidate) => isAllowed(candidate, means));
  if (name !== undefined) return { ok: true, name, reason: reasonFor(name, offered, unusable) };
  return { ok: false, reason: usable.length > 0 ? 'plain-in-clear' : 'none-in-common' };
}

/** What a user insists on is tried wherever it may work at all. */
function chooseForced({ mechanisms }: SaslOffer, means: LoginMeans): MechanismChoice {
  const refuse = (reason: NoMechanism): MechanismChoice => ({ ok: false, reason });
  const name = means.forced;
  if (!SASL_MECHANISMS.includes(name)) return refuse('forced-unknown');
  if (name === EXTERNAL && !means.clientCertificate) return refuse('forced-without-certificate');
  if (!mechanisms.includes(name)) return refuse('forced-not-offered');
  if (!isAllowed(name, means)) return refuse('plain-in-clear');
  if (isPlus(name) && !means.canBind) return refuse('forced-without-binding');
  return { ok: true, name, reason: 'The account is set to this mechanism.' };
}

/** X-OAUTH is not among them: nothing tells that a password is a token. */
function preferences({ hasAccount, clientCertificate }: LoginMeans): readonly string[] {
  const certificate = clientCertificate ? [EXTERNAL] : [];
  return [...certificate, ...(hasAccount ? [...SCRAM_MECHANISMS, PLAIN] : [ANONYMOUS])];
}

function isAllowed(name: string, { clearTextAllowed }: LoginMeans): boolean {
  return clearTextAllowed || !CLEAR_TEXT_MECHANISMS.includes(name);
}

/**
 * Why -PLUS cannot be used, to follow a "but". A server that offers it without saying which binding it
 * means is left alone: ejabberd 23.01 means `tls-unique`, which TLS 1.3 does not have.
 */
function unusableBinding({ channelBindings }: SaslOffer, { canBind }: LoginMeans): string | null {
  if (!canBind) return 'the connection has no TLS 1.3';
  if (channelBindings === null) return 'the server does not say which channel binding it means';
  return channelBindings.includes(TLS_EXPORTER) ? null : `the server does not take ${TLS_EXPORTER}`;
}

function reasonFor(name: string, offered: readonly string[], unusable: string | null): string {
  if (name === EXTERNAL) return 'The client certificate stands in for a password.';
  if (name === ANONYMOUS) return 'The JID names no account.';
  const [best = name] = offered;
  if (best === name) {
    return name === PLAIN
      ? 'The server offers nothing that hides the password.'
      : 'The strongest that both sides know.';
  }
  const known =
    name === PLAIN
      ? 'Nothing that hides the password can be used'
      : 'The strongest that both sides can use';
  return `${known}; ${best} is offered but ${unusable ?? 'not allowed'}.`;
}
