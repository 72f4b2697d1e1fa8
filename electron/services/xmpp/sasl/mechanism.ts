/** What a SASL mechanism is to the exchange that carries it, whichever profile that follows. */

/** Who logs in, and what he proves it with. */
export interface SaslCredentials {
  /** Local part of the JID; empty when a certificate, a token or the server names the account. */
  readonly username: string;
  /** Password, or what stands for it: a JSON Web Token with PLAIN, an access token with X-OAUTH. */
  readonly password: string;
}

/** One login with one mechanism; not used again. All mechanisms here let the client speak first. */
export interface SaslMechanism {
  readonly name: string;
  /** The server has to show that it knows the password too. */
  readonly provesServer: boolean;
  /**
   * The first message; it may have no bytes.
   * @throws SaslRefusal when user name or password cannot be sent
   */
  begin(): Buffer;
  /**
   * The answer to a challenge.
   * @throws SaslRefusal when the challenge is not to be answered
   */
  answer(challenge: Buffer): Promise<Buffer>;
  /**
   * Checks the end of the exchange.
   * @param data what came with the success; no bytes when there was nothing
   * @throws SaslRefusal when the server has not proved that it knows the password
   */
  finish(data: Buffer): void;
}

/** The console itself gave up the login; the message is one sentence for the user. */
export class SaslRefusal extends Error {
  override readonly name = 'SaslRefusal';
}
