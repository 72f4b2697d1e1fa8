/** Why the console does not log in over a connection that stands, in plain words. */
import type { FailureContext, Wording } from './failure-context.ts';
import type { LoginRefused } from './features/login.ts';

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
