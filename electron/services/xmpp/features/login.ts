/**
 * Login as a stream feature: the library's SASL exchange with own mechanisms, own choice among them,
 * and the check of the server's proof that the library leaves out.
 * RFC 6120 §6 "SASL Negotiation", 2011-03.
 */
import type { Client } from '@xmpp/client-core';
import sasl from '@xmpp/sasl';
import type { StreamFeatures } from '@xmpp/stream-features';
import type { Element } from '@xmpp/xml';
import { NS_SASL } from '#shared/xmpp/namespaces.ts';
import type { NoteFact } from '../ladder.ts';
import { SaslRefusal, type SaslCredentials } from '../sasl/mechanism.ts';
import { chooseMechanism, createSaslFactory } from '../sasl/sasl-factory.ts';

/** The console does not log in over this connection; nothing secret was sent. */
export class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
  readonly reason: 'none-in-common' | 'plain-in-clear' | 'tls-missing';

  constructor(reason: LoginRefused['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** What logging in needs. */
export interface LoginOptions {
  readonly credentials: SaslCredentials;
  /** Send PLAIN over a connection without TLS. */
  readonly allowPlaintext: boolean;
  /** Never log in without TLS, with any mechanism. */
  readonly tlsRequired: boolean;
  /** Makes a SCRAM nonce. */
  nonce(): string;
  /** What is worth knowing of the login, for the connection ladder. */
  onFact: NoteFact;
  onMechanism(name: string): void;
  /** The server accepted the password and, with SCRAM, proved that it knows it. */
  onAuthenticated(): void;
}

/** Logs in when the server offers mechanisms. */
export function useLogin(streamFeatures: StreamFeatures, options: LoginOptions): void {
  const saslFactory = createSaslFactory(() => options.nonce());

  sasl({ streamFeatures, saslFactory }, async (authenticate, offered, _fast, entity) => {
    const secure = entity.isSecure();
    if (!secure && options.tlsRequired) throw new LoginRefused('tls-missing');
    const choice = chooseMechanism(offered, secure || options.allowPlaintext);
    if (!choice.ok) throw new LoginRefused(choice.reason);
    options.onMechanism(choice.name);
    const proof = await successData(entity, () => authenticate(options.credentials, choice.name));
    saslFactory.current()?.finish(proof);
    options.onAuthenticated();
  });
}

/**
 * Runs the exchange and answers what came with `<success/>`, as byte text.
 * @see RFC 6120 §6.4.6 "SASL Success"
 */
async function successData(entity: Client, exchange: () => Promise<void>): Promise<string> {
  let text = '';
  const listen = (element: Element): void => {
    if (element.is('success', NS_SASL)) text = element.text().trim();
  };
  entity.on('nonza', listen);
  try {
    await exchange();
  } finally {
    entity.off('nonza', listen);
  }
  if (text === '' || text === '=') return '';
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) throw new SaslRefusal('What came with the SASL success is not Base64.');
  return bytes.toString('latin1');
}
