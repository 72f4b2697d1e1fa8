/**
 * Why a login failed, in plain words: what the console did not try, and what the server refused.
 * RFC 6120 §6.5 "SASL Errors", 2011-03.
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import type { SaslFailure } from '#shared/xmpp/sasl-failure.ts';
import { EXTERNAL, X_OAUTH } from '#shared/xmpp/sasl-mechanisms.ts';
import type { FailureContext, Wording } from './failure-context.ts';
import type { LoginRefused } from './features/login.ts';
import { isPlus } from './sasl/offer.ts';

/** The wording of a login that the console did not try. */
export function loginWording(
  { reason, mechanism }: LoginRefused,
  { service, offeredMechanisms }: FailureContext,
): Wording {
  const offered = offeredMechanisms.length === 0 ? 'none' : offeredMechanisms.join(', ');
  switch (reason) {
    case 'plain-in-clear':
      return {
        code: 'plaintext-refused',
        what: `The password was not sent: the connection to ${service} has no TLS.`,
        why: `${mechanism === '' ? 'The server offers only PLAIN, which' : mechanism} shows the password to everybody on the way.`,
        next: 'Switch TLS on at the server, or allow PLAIN without TLS for this account.',
      };
    case 'tls-missing':
      return {
        code: 'tls-not-offered',
        what: `${service} does not offer STARTTLS.`,
        why: 'The connection would be readable on the way, or somebody on the way removed the offer.',
        next: 'Switch TLS on at the server, or allow connections without TLS for this account.',
      };
    case 'none-in-common':
      return {
        code: 'no-mechanism',
        what: 'The server offers no way to log in that this console can use.',
        why: `It offers: ${offered}. The console knows SCRAM-SHA-1 to SCRAM-SHA-512 and PLAIN; EXTERNAL with a client certificate, ANONYMOUS without an account.`,
        next: "Enable SCRAM or PLAIN in the server's authentication settings.",
      };
    case 'forced-unknown':
      return {
        code: 'no-mechanism',
        what: `This console does not know the mechanism ${mechanism}.`,
        why: 'The account is set to use it and no other.',
        next: 'Choose another mechanism for the account, or leave the choice to the console.',
      };
    case 'forced-not-offered':
      return {
        code: 'no-mechanism',
        what: `The server does not offer ${mechanism}.`,
        why: `The account is set to use it and no other. The server offers: ${offered}.`,
        next: 'Choose one that it offers, or leave the choice to the console.',
      };
    case 'forced-without-binding':
      return {
        code: 'no-mechanism',
        what: `${mechanism} cannot be used over this connection.`,
        why: 'It binds the login to TLS 1.3, which this connection does not have; a WebSocket and BOSH never do.',
        next: 'Connect over TCP to a server with TLS 1.3, or choose the mechanism without -PLUS.',
      };
    case 'forced-without-certificate':
      return {
        code: 'no-mechanism',
        what: 'EXTERNAL needs a client certificate.',
        why: 'The account has none to show to the server.',
        next: 'Choose a client certificate for the account, or another mechanism.',
      };
    default: {
      const missing: never = reason;
      return missing;
    }
  }
}

type Advice = Pick<SessionFailure, 'why' | 'next'>;

const SASL_ADVICE: Readonly<Record<string, Advice>> = {
  'account-disabled': {
    why: 'The account is disabled.',
    next: 'Ask the administrator of the server.',
  },
  'credentials-expired': {
    why: 'The password has expired.',
    next: 'Set a new password.',
  },
  'encryption-required': {
    why: 'The server wants TLS before the login.',
    next: 'Use STARTTLS or xmpps:.',
  },
  'temporary-auth-failure': {
    why: 'The server cannot check passwords at the moment.',
    next: 'Try again later; look at the authentication backend.',
  },
};

/** A SASL failure from the server. */
export function saslFailure(failure: SaslFailure, context: FailureContext): SessionFailure {
  const advice = adviceOf(failure.condition, context.mechanism) ?? {
    why: `The server ended the login with "${failure.condition}".`,
    next: 'Look at the login in the transcript and at the authentication settings of the server.',
  };
  return {
    ...advice,
    code: 'auth-failed',
    step: 'authenticate',
    what: `The server ${context.domain} refused the login.`,
    condition: failure.condition,
    text: failure.text,
  };
}

function adviceOf(condition: string, mechanism: string): Advice | undefined {
  return condition === 'not-authorized' ? unauthorized(mechanism) : SASL_ADVICE[condition];
}

/** One word of the server for all that can be wrong; which that is depends on the mechanism. */
function unauthorized(mechanism: string): Advice {
  if (mechanism === EXTERNAL) {
    return {
      why: 'The server does not take the client certificate for an account.',
      next: 'Check what the certificate names, and its authority in the settings of the server.',
    };
  }
  if (mechanism === X_OAUTH) {
    return {
      why: 'The token has expired, was revoked, or is none of this server.',
      next: 'Get a new token.',
    };
  }
  const why = 'The password is wrong or the account does not exist; servers do not say which.';
  const next = 'Check user name and password.';
  if (!isPlus(mechanism)) return { why, next };
  return {
    why: `${why} Or the server sees another TLS connection than this one: a proxy on the way ends TLS, or it means another channel binding.`,
    next: `${next.slice(0, -1)}, and try ${mechanism.replace('-PLUS', '')}.`,
  };
}
