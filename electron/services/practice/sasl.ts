/**
 * One login, whatever carries it: RFC 6120 "XMPP: Core", 2011-03, §6, or XEP-0388 "SASL2".
 * Failure words that RFC 6120 does not know (`no-mechanism`, `bad-protocol`) are MongooseIM's: facts 8.6.
 */
import { randomBytes } from 'node:crypto';
import { parseJid } from '#shared/xmpp/jid.ts';
import type { PracticeAccounts } from './accounts.ts';
import type { TokenLogin } from './auth-tokens.ts';
import { announcedMechanisms, digestOf, type SaslMeans } from './sasl-means.ts';
import { createScramExchange, type ScramExchange } from './scram-exchange.ts';

/** What a message of the client led to. */
export type SaslOutcome =
  | { readonly kind: 'challenge'; readonly message: string }
  /** `message` is what the server has to say last; null for nothing. */
  | { readonly kind: 'success'; readonly user: string; readonly message: string | null }
  | { readonly kind: 'failure'; readonly condition: string };

/** One stream's SASL. */
export interface SaslExchange {
  start(mechanism: string, message: string): Promise<SaslOutcome>;
  /** The client's answer to a challenge. */
  proceed(message: string): SaslOutcome;
  abort(): SaslOutcome;
}

const WRONG_SIGNATURE = `v=${Buffer.from('not the signature').toString('base64')}`;

/** Begins without a mechanism. */
export function createSaslExchange(means: SaslMeans): SaslExchange {
  const { accounts, channelBinding } = means;
  let scram: ScramExchange | null = null;

  async function startScram(mechanism: string, message: string): Promise<SaslOutcome> {
    const digest = digestOf(mechanism);
    if (digest === undefined) return failure('no-mechanism');
    const exchange = createScramExchange({
      digest,
      plus: mechanism.endsWith('-PLUS'),
      channelBinding,
      credential: (user) => accounts.credential(user, digest),
    });
    const first = await exchange.start(message);
    if ('failure' in first) return failure(first.failure);
    scram = exchange;
    return { kind: 'challenge', message: first.challenge };
  }

  return {
    async start(mechanism, message) {
      scram = null;
      if (!announcedMechanisms(means).includes(mechanism)) return failure('no-mechanism');
      switch (mechanism) {
        case 'PLAIN':
          return checkPlain(accounts, message);
        case 'ANONYMOUS':
          return success(randomBytes(8).toString('hex'));
        case 'X-OAUTH':
          return checkToken(means.tokens.check(message));
        case 'EXTERNAL':
          return checkCertificate(means, message);
        default:
          return startScram(mechanism, message);
      }
    },
    proceed(message) {
      const outcome = scram?.finish(message) ?? { failure: 'bad-protocol' as const };
      scram = null;
      if ('failure' in outcome) return failure(outcome.failure);
      return success(outcome.user, means.wrongSignature ? WRONG_SIGNATURE : outcome.serverFinal);
    },
    abort() {
      scram = null;
      return failure('aborted');
    },
  };
}

function checkPlain(accounts: PracticeAccounts, message: string): SaslOutcome {
  const [, login, password, ...rest] = message.split('\0');
  if (login === undefined || !password || rest.length > 0) return failure('bad-protocol');
  // A login typed as user@other authenticates `user` on the stream's own domain: facts 8.6.
  const user = (login.split('@')[0] ?? '').toLowerCase();
  return accounts.passwordMatches(user, password) ? success(user) : failure('not-authorized');
}

function checkToken(login: TokenLogin | null): SaslOutcome {
  return login === null ? failure('not-authorized') : success(login.user, login.accessToken);
}

/**
 * The one `xmppAddr` of the certificate or the one of several that the client asks for, else the common
 * name. To ask for the only address there is counts as a mismatch.
 * @see facts 8.6; XEP-0178 1.2 "Best Practices for Use of SASL EXTERNAL"
 */
function checkCertificate(means: SaslMeans, authzid: string): SaslOutcome {
  const { domain, accounts, clientCertificate } = means;
  const addresses = clientCertificate?.xmppAddresses ?? [];
  const only = addresses.length === 1 ? addresses[0] : undefined;
  const asked = addresses.length > 1 ? addresses.find((each) => each === authzid) : undefined;
  const common = userAt(domain, clientCertificate?.commonName);
  const commonFits = authzid === '' || userAt(domain, authzid) === common;
  const user = userAt(domain, authzid === '' ? only : asked) ?? (commonFits ? common : null);
  if (user === null) return failure('invalid-authzid');
  return accounts.exists(user) ? success(user) : failure('not-authorized');
}

/** A common name may be the user name alone. */
function userAt(domain: string, name: string | null | undefined): string | null {
  const jid = parseJid(name?.includes('@') === false ? `${name}@${domain}` : (name ?? ''));
  return jid?.domain === domain && jid.local !== '' ? jid.local : null;
}

function success(user: string, message: string | null = null): SaslOutcome {
  return { kind: 'success', user, message };
}

function failure(condition: string): SaslOutcome {
  return { kind: 'failure', condition };
}
