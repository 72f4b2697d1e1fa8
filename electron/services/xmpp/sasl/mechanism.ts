/**
 * What a SASL mechanism is to the library's SASL feature, plus the one call the library lacks:
 * it never looks at what comes with `<success/>`, where SCRAM's server proves itself.
 *
 * The library encodes with `btoa`, which takes one character per byte, so both directions carry
 * bytes as Latin-1 text; {@link toByteText} and {@link fromByteText} convert.
 */

export interface SaslCredentials {
  /** Local part of the JID. */
  readonly username: string;
  readonly password: string;
}

/** A SASL mechanism as the library calls it. */
export interface SaslMechanism {
  readonly name: string;
  /** The client speaks first: its first message travels in `<auth/>`. */
  readonly clientFirst: boolean;
  /** Takes the server's challenge, as byte text. */
  challenge(byteText: string): void;
  /** The next message to the server, as byte text. */
  response(credentials: SaslCredentials): Promise<string>;
  /**
   * Checks the end of the exchange.
   * @param byteText data of `<success/>`; empty when there was none
   * @throws SaslRefusal when the server has not proved that it knows the password
   */
  finish(byteText: string): void;
}

/** The console itself gave up the login; the message is one sentence for the user. */
export class SaslRefusal extends Error {
  override readonly name = 'SaslRefusal';
}

/** Text to its UTF-8 bytes, one character per byte. */
export function toByteText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The reverse of {@link toByteText}. */
export function fromByteText(byteText: string): string {
  return Buffer.from(byteText, 'latin1').toString('utf8');
}
