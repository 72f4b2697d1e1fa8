/**
 * Why a connection failed, in plain words: what happened, why, what to do. Errors of sockets, of the
 * library and of this folder come in; nothing of their own text goes out, because it names functions
 * and codes. What the server itself says is in `server-failures.ts`.
 */
import type { ConnectStep, SessionFailure } from '#shared/contract/session.ts';
import { LoginRefused } from './features/login.ts';
import { StartTlsRefused } from './features/starttls.ts';
import { SaslRefusal } from './sasl/mechanism.ts';
import { TlsPortError } from './stream-socket.ts';
import { CertificateRejection } from './tls.ts';
import { NotXmppError } from './websocket-socket.ts';

/** Where a connection stood when it failed. */
export interface FailureContext {
  readonly step: ConnectStep;
  /** Address in use, e.g. `xmpp://127.0.0.1:5222`; the domain while there is none. */
  readonly service: string;
  readonly domain: string;
  /** Milliseconds a step may take. */
  readonly timeoutMs: number;
  /** Login mechanisms the server offered, once known. */
  readonly offeredMechanisms: readonly string[];
}

/** What a failure says, without its place. */
type Wording = Omit<SessionFailure, 'step'>;

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
  if (error instanceof CertificateRejection) return certificateWording(error, context);
  if (error instanceof LoginRefused) return loginWording(error.reason, context);
  if (error instanceof SaslRefusal) return proofWording(error, context);
  if (error instanceof StartTlsRefused) return startTlsWording(context);
  if (error instanceof TlsPortError) return tlsPortWording(context);
  if (error instanceof NotXmppError) return notXmppWording(context, error.message);
  if (!(error instanceof Error)) return internalWording();
  if (error.name === 'TimeoutError') return timeoutWording(context);
  // The library's own words for it; it never gets as far as the choice in `features/login.ts`.
  if (error.name === 'SASLError') return loginWording('none-in-common', context);
  return socketWording(error, context) ?? stepWording(context);
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

function loginWording(reason: LoginRefused['reason'], context: FailureContext): Wording {
  const { service, offeredMechanisms } = context;
  const offered = offeredMechanisms.length === 0 ? 'none' : offeredMechanisms.join(', ');
  switch (reason) {
    case 'plain-in-clear':
      return {
        code: 'plaintext-refused',
        what: `The password was not sent: the connection to ${service} has no TLS.`,
        why: 'The server offers only PLAIN, which shows the password to everybody on the way.',
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
        what: 'The server offers no way to log in that this console knows.',
        why: `It offers: ${offered}. The console knows SCRAM-SHA-1 to SCRAM-SHA-512 and PLAIN.`,
        next: "Enable SCRAM or PLAIN in the server's authentication settings.",
      };
    default: {
      const missing: never = reason;
      return missing;
    }
  }
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

/** What answered is not an XMPP server. @param sign what shows it, as a sentence without full stop */
export function notXmppWording({ service }: FailureContext, sign: string): Wording {
  return {
    code: 'not-xmpp',
    what: `${service} is not an XMPP server.`,
    why: `${sign}.`,
    next: 'Check host, port and path; MongooseIM listens on 5222 for XMPP and on 5280/ws-xmpp or 5285/ws-xmpp for WebSocket.',
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
  online: 'The server did not answer',
};

function timeoutWording({ step, service, timeoutMs }: FailureContext): Wording {
  return {
    code: 'connect-timeout',
    what: `Connecting to ${service} took longer than ${timeoutMs / 1000} s.`,
    why: `${TIMEOUT_STEPS[step]}.`,
    next: 'Check host and port, or allow more time for connecting.',
  };
}

/** System errors by their code; Node gives an AggregateError of several addresses the code of the first. */
function socketWording(error: Error, context: FailureContext): Wording | null {
  const { service, domain, step } = context;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const host = hostOf(service);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL') {
    return {
      code: 'name-not-found',
      what: `The name ${host} could not be resolved.`,
      why: code === 'ENOTFOUND' ? 'DNS knows no address for it.' : 'DNS did not answer.',
      next: `Check the spelling, or give the address of the server for ${domain} yourself.`,
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      code: 'connection-refused',
      what: `${service} refused the connection.`,
      why: 'The host is there, but nothing listens on this port.',
      next: 'Check the port, and that the server runs and listens on this address.',
    };
  }
  if (['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL'].includes(code)) {
    return {
      code: 'unreachable',
      what: `${service} cannot be reached.`,
      why: 'There is no route to the host, or a firewall drops the connection.',
      next: 'Check network, VPN and firewall.',
    };
  }
  if (step === 'tls') return handshakeWording(code, context);
  if (/^Unexpected server response: /.test(error.message)) {
    const status = error.message.replace(/\D+/, '');
    return notXmppWording(context, `It answered the WebSocket request with HTTP ${status}`);
  }
  if (code === 'HPE_INVALID_CONSTANT' || code.startsWith('HPE_')) {
    return notXmppWording(context, 'It does not speak HTTP, which WebSocket begins with');
  }
  if (code.startsWith('WS_ERR_')) return notXmppWording(context, 'It broke the WebSocket protocol');
  return code === 'ECONNRESET' || code === 'EPIPE' ? closedWording(context) : null;
}

function handshakeWording(code: string, { service }: FailureContext): Wording {
  const clear =
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG';
  const wantsCertificate = code.includes('CERTIFICATE_REQUIRED');
  const why = clear
    ? 'It answered in clear text: this port speaks TLS only after STARTTLS, or never.'
    : wantsCertificate
      ? 'The server demands a certificate from the client (in MongooseIM: tls.verify_mode = "peer").'
      : 'The server ended the handshake; it may have no certificate for this domain or no common TLS version.';
  const next = clear
    ? `Use ${service.replace(/^xmpps:/, 'xmpp:').replace(/^wss:/, 'ws:')} instead, or the port for direct TLS.`
    : "Look at the server's TLS settings for this listener.";
  return { code: 'tls-failed', what: `The TLS handshake with ${service} failed.`, why, next };
}

/** The connection ended without a stream error. */
export function closedFailure(context: FailureContext): SessionFailure {
  const wording = context.step === 'tls' ? handshakeWording('', context) : closedWording(context);
  return { ...wording, step: context.step };
}

function closedWording({ step, service }: FailureContext): Wording {
  return {
    code: 'closed-by-server',
    what: `${service} closed the connection.`,
    why: CLOSED_STEPS[step] ?? 'It gave no reason; MongooseIM closes like this when it shuts down.',
    next:
      step === 'stream'
        ? 'Check whether the port expects TLS from the first byte (xmpps:), and the server log.'
        : 'Look at the server log for this time, then connect again.',
  };
}

const CLOSED_STEPS: Readonly<Partial<Record<ConnectStep, string>>> = {
  connect: 'It accepted the connection and closed it at once.',
  stream: 'It closed as soon as the stream was opened, without an XMPP error.',
  authenticate: 'It closed during the login without an XMPP error.',
  bind: 'It closed while a resource was being bound.',
  session: 'It closed while the session was being established.',
};

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

function hostOf(service: string): string {
  return URL.canParse(service) ? new URL(service).hostname : service;
}
