/**
 * The SASL mechanisms that the console knows.
 * RFC 5802 and RFC 7677 (SCRAM), RFC 9266 (tls-exporter), RFC 4616 (PLAIN), RFC 4422 appendix A (EXTERNAL),
 * RFC 4505 (ANONYMOUS); X-OAUTH is MongooseIM's own, facts 8.6.
 */

/** Mechanisms in which the password never crosses, strongest first; MongooseIM announces them in this order too. */
export const SCRAM_MECHANISMS: readonly string[] = ['512', '384', '256', '224', '1'].flatMap(
  (size) => [`SCRAM-SHA-${size}-PLUS`, `SCRAM-SHA-${size}`],
);

/** Shows the password to whoever reads the connection. */
export const PLAIN = 'PLAIN';

/** The client certificate of the TLS handshake says who it is. */
export const EXTERNAL = 'EXTERNAL';

/** The server makes up an account. */
export const ANONYMOUS = 'ANONYMOUS';

/** A token of MongooseIM's mod_auth_token instead of a password. */
export const X_OAUTH = 'X-OAUTH';

/** All mechanisms that a user may choose. */
export const SASL_MECHANISMS: readonly string[] = [
  ...SCRAM_MECHANISMS,
  PLAIN,
  EXTERNAL,
  ANONYMOUS,
  X_OAUTH,
];

/** Mechanisms that show the secret itself to whoever reads the connection. */
export const CLEAR_TEXT_MECHANISMS: readonly string[] = [PLAIN, X_OAUTH];

/**
 * Whether a login needs the name of an account: not where a certificate or token names it, or the server does.
 * @param mechanism the one a user insists on; empty when he leaves the choice open
 */
export function needsAccount(mechanism: string): boolean {
  return ![EXTERNAL, ANONYMOUS, X_OAUTH].includes(mechanism);
}

/**
 * Whether a login needs a password, or a token in its place.
 * @param mechanism the one a user insists on; empty when he leaves the choice open
 * @returns false where the server asks for no secret, or a certificate is it
 */
export function needsPassword(mechanism: string): boolean {
  return ![EXTERNAL, ANONYMOUS].includes(mechanism);
}
