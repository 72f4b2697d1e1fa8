/**
 * Preparation of user names and passwords before they are hashed or sent.
 * RFC 4013 "SASLprep: Stringprep Profile for User Names and Passwords", 2005-02.
 *
 * Mapping and normalisation are complete. Of the prohibited characters only those are refused that no
 * account can have; unassigned code points are left to the server, which knows its Unicode version.
 */
import { SaslRefusal } from './mechanism.ts';

/** RFC 3454 table C.1.2, mapped to a plain space. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;

/** RFC 3454 table B.1, mapped to nothing. */
const MAPPED_TO_NOTHING =
  /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/g;

/** RFC 3454 tables C.2 (controls), C.3 (private use), C.5 (surrogates). */
const PROHIBITED = /\p{Cc}|\p{Co}|\p{Cs}/u;

/**
 * Prepares a user name or password.
 * @param text what the user typed
 * @param subject what it is, for the message: `password` or `user name`
 * @returns the prepared text
 * @throws SaslRefusal when the text holds a character that SASL does not allow
 * @see RFC 4013 §2 "The SASLprep Profile"
 */
export function saslprep(text: string, subject: 'password' | 'user name'): string {
  const prepared = text.replace(OTHER_SPACES, ' ').replace(MAPPED_TO_NOTHING, '').normalize('NFKC');
  if (PROHIBITED.test(prepared)) {
    throw new SaslRefusal(`The ${subject} contains a character that SASL does not allow.`);
  }
  return prepared;
}
