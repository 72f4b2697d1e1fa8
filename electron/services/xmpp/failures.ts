/**
 * Why a connection failed, in plain words: what happened, why, what to do. Errors of sockets, of the
 * library and of this folder come in; nothing of their own text goes out, because it names functions
 * and codes. What the server itself says is in `server-failures.ts`.
 */
import type { ConnectStep, SessionFailure } from '#shared/contract/session.ts';
import { boshWording } from './bosh-failures.ts';
import type { FailureContext, Wording } from './failure-context.ts';
import { LoginRefused } from './features/login.ts';
import { loginWording } from './login-failures.ts';
import { StartTlsRefused } from './features/starttls.ts';
import { proxyWording } from './proxy-failures.ts';
import { ProxyFailure } from './proxy-tunnel.ts';
import { SaslRefusal } from './sasl/mechanism.ts';
import { notXmppWording, socketWording } from './socket-failures.ts';
import { TlsPortError } from './stream-socket.ts';
import { CertificateRejection } from './tls.ts';
import { NotXmppError } from './websocket-socket.ts';

/**
 * Turns an error into a failure.
 * @param error whatever a socket, the library or this folder reported
 */
export function toSessionFailure(error: unknown, context: FailureContext): SessionFailure {
  return { ...wordingOf(error, context), step: context.step };
}

/** The step did not end within its time. */
export function timeoutFailure(context: FailureContext): SessionFailure {
  return { ...timeoutWording(context), step: context.step };
}

function wordingOf(error: unknown, context: FailureContext): Wording {
  if (error instanceof ProxyFailure) return proxyWording(error, context);
  if (error instanceof CertificateRejection) return certificateWording(error, context);
  if (error instanceof LoginRefused) return loginWording(error, context);
  if (error instanceof SaslRefusal) return proofWording(error, context);
  if (error instanceof StartTlsRefused) return startTlsWording(context);
  if (error instanceof TlsPortError) return tlsPortWording(context);
  if (error instanceof NotXmppError) return notXmppWording(context, error.message);
  if (!(error instanceof Error)) return internalWording();
  if (error.name === 'TimeoutError') return timeoutWording(context);
  return boshWording(error, context) ?? socketWording(error, context) ?? stepWording(context);
}

function certificateWording(
  error: CertificateRejection,
  { domain, service }: FailureContext,
): Wording {
  return {
    code: 'certificate-untrusted',
    what: `The certificate of ${service} is not trusted for ${domain}.`,
    why: error.certificate.rejectedBecause ?? 'It could not be verified.',
    next: 'Look at the certificate; choose the CA file that issued it, or accept exactly this certificate.',
    certificate: error.certificate,
  };
}

function proofWording(error: SaslRefusal, { domain }: FailureContext): Wording {
  return {
    code: 'auth-failed',
    what: `The login at ${domain} was given up.`,
    why: error.message,
    next: 'Check the password; if it is right, the server answering is not the one that knows it.',
  };
}

function startTlsWording({ service }: FailureContext): Wording {
  return {
    code: 'tls-failed',
    what: `${service} offered STARTTLS and then refused it.`,
    why: 'The server answered with a TLS failure; usually it has no certificate for this domain.',
    next: "Look at the server's TLS settings for this listener.",
  };
}

function tlsPortWording({ service }: FailureContext): Wording {
  return {
    code: 'tls-failed',
    what: `${service} expects TLS from the first byte.`,
    why: 'It answered with a TLS record where an XML stream was opened in clear.',
    next: `Use ${service.replace(/^xmpp:/, 'xmpps:')} instead.`,
  };
}

const TIMEOUT_STEPS: Readonly<Record<ConnectStep, string>> = {
  address: 'The address could not be read in time',
  resolve: 'DNS did not answer',
  connect: 'Nothing answered the connection attempt; a firewall may swallow it',
  tls: 'The TLS handshake did not end; the port may expect clear text',
  stream:
    'The server did not answer the opened stream; the port may expect TLS from the first byte',
  authenticate: 'The server did not finish the login',
  bind: 'The server did not answer the request for a resource',
  session: 'The server did not answer the session request',
  management: 'The server did not answer the request for stream management',
  online: 'The server did not answer',
};

function timeoutWording({ step, service, timeoutMs, proxyUrl }: FailureContext): Wording {
  const why =
    step === 'connect' && proxyUrl !== null
      ? `Nothing came back through the proxy ${proxyUrl}: it is slow or another kind of server`
      : TIMEOUT_STEPS[step];
  return {
    code: 'connect-timeout',
    what: `Connecting to ${service} took longer than ${timeoutMs / 1000} s.`,
    why: `${why}.`,
    next: 'Check host and port, or allow more time for connecting.',
  };
}

/** An error that nothing above knows, by the step at which it came. */
function stepWording({ step, domain }: FailureContext): Wording {
  if (step === 'bind') {
    return {
      code: 'bind-failed',
      what: 'The server gave no resource to this session.',
      why: 'It answered the bind request with an error, or in a form that is not in RFC 6120.',
      next: 'Look at the answer in the transcript; try another resource or none.',
    };
  }
  if (step === 'session') {
    return {
      code: 'session-failed',
      what: 'The server refused the session.',
      why: 'It demands the session IQ and answered it with an error; an access rule may deny this account.',
      next: 'Look at the answer in the transcript and at the access rule of the listener.',
    };
  }
  if (step === 'authenticate') {
    return {
      code: 'auth-failed',
      what: `The login at ${domain} could not be finished.`,
      why: 'What the server sent during the login is not valid SASL.',
      next: 'Look at the login in the transcript and at the server log.',
    };
  }
  return internalWording();
}

function internalWording(): Wording {
  return {
    code: 'internal',
    what: 'The session ended because of an error in this console.',
    why: 'Something happened that it does not handle.',
    next: 'Connect again; if it happens again, report it with the exported transcript.',
  };
}
