/**
 * Tokens in the place of passwords, as mod_auth_token gives them out and X-OAUTH takes them: an access
 * token for one hour, and a refresh token for 25 days that also brings a new access token.
 * MongooseIM's own protocol: facts 8.6.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { formatBareJid, parseJid, toBareJid } from '#shared/xmpp/jid.ts';
import type { PracticeIqModule } from './ports.ts';
import { resultReply } from './stanza-reply.ts';

const NS_TOKEN_AUTH = 'erlang-solutions.com:xmpp:token-auth:0';
const HOUR_S = 3_600;
const VALID_S = { access: HOUR_S, refresh: 25 * 24 * HOUR_S } as const;
/** Seconds between the year 0 and 1970: tokens count as Erlang's calendar does. */
const GREGORIAN_EPOCH_S = 62_167_219_200;
const SEPARATOR = '\0';

type TokenKind = keyof typeof VALID_S;

/** Whom a token lets in; a refresh token is answered with a new access token. */
export interface TokenLogin {
  readonly user: string;
  readonly accessToken: string | null;
}

/** The tokens of one host. */
export interface AuthTokens {
  issue(kind: TokenKind, bareJid: string): string;
  /** @returns null for a token that was tampered with, has expired or is another host's */
  check(token: string): TokenLogin | null;
}

/**
 * Creates the tokens of one host, with a signing key of its own.
 * @param domain whose accounts the tokens are for
 */
export function createAuthTokens(domain: string, now: () => Date): AuthTokens {
  const key = randomBytes(48);
  const seconds = (): number => Math.floor(now().getTime() / 1000) + GREGORIAN_EPOCH_S;
  const sign = (body: string): string => createHmac('sha384', key).update(body).digest('hex');

  function issue(kind: TokenKind, bareJid: string): string {
    // The sequence number of a refresh token: nothing revokes tokens here, so it is always the first.
    const sequence = kind === 'refresh' ? ['1'] : [];
    const body = [kind, bareJid, String(seconds() + VALID_S[kind]), ...sequence].join(SEPARATOR);
    return [body, sign(body)].join(SEPARATOR);
  }

  return {
    issue,
    check(token) {
      const end = token.lastIndexOf(SEPARATOR);
      const body = token.slice(0, Math.max(0, end));
      const signature = Buffer.from(token.slice(end + 1));
      const expected = Buffer.from(sign(body));
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
        return null;
      const [kind, owner = '', expiry] = body.split(SEPARATOR);
      const jid = parseJid(owner);
      if (jid?.domain !== domain || Number(expiry) <= seconds()) return null;
      const accessToken = kind === 'refresh' ? issue('access', formatBareJid(jid)) : null;
      return { user: jid.local, accessToken };
    },
  };
}

/** Answers the account's question for its tokens. */
export function createTokenModule(tokens: AuthTokens): PracticeIqModule {
  return {
    namespaces: [NS_TOKEN_AUTH],
    levels: ['account'],
    async handleIq(iq) {
      const owner = toBareJid(iq.attrs['from'] ?? '');
      const token = (kind: TokenKind): XmlElement => {
        const text = Buffer.from(tokens.issue(kind, owner)).toString('base64');
        return createElement(`${kind}_token`, NS_TOKEN_AUTH, {}, [text]);
      };
      const items = [token('access'), token('refresh')];
      return resultReply(iq, createElement('items', NS_TOKEN_AUTH, {}, items));
    },
  };
}
