/**
 * Failures below XMPP: names, sockets, TLS handshakes, and ports that speak something else. Node's error
 * codes come in, plain words go out.
 */
import type { ConnectStep, SessionFailure } from '#shared/contract/session.ts';
import type { FailureContext, Wording } from './failure-context.ts';

/** What answered is not an XMPP server. @param sign what shows it, as a sentence without full stop */
export function notXmppWording({ service }: FailureContext, sign: string): Wording {
  return {
    code: 'not-xmpp',
    what: `${service} is not an XMPP server.`,
    why: `${sign}.`,
    next: 'Check host, port and path; MongooseIM listens on 5222 for XMPP and on 5280/ws-xmpp or 5285/ws-xmpp for WebSocket, and beside it on /http-bind for BOSH.',
  };
}

/** System errors by their code; Node gives an AggregateError of several addresses the code of the first. */
export function socketWording(error: Error, context: FailureContext): Wording | null {
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
  if (error.message.startsWith('Unexpected server response: ')) {
    const status = error.message.replace(/\D+/, '');
    return notXmppWording(context, `It answered the WebSocket request with HTTP ${status}`);
  }
  if (code.startsWith('HPE_')) {
    return notXmppWording(context, 'It does not speak HTTP, which WebSocket and BOSH begin with');
  }
  if (code.startsWith('WS_ERR_')) return notXmppWording(context, 'It broke the WebSocket protocol');
  return code === 'ECONNRESET' || code === 'EPIPE' ? closedWording(context) : null;
}

function handshakeWording(code: string, { service }: FailureContext): Wording {
  const clear =
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG';
  const next = clear
    ? `Use ${service.replace(/^xmpps:/, 'xmpp:').replace(/^wss:/, 'ws:')} instead, or the port for direct TLS.`
    : "Check the port, and the server's TLS settings for this listener.";
  return {
    code: 'tls-failed',
    what: `The TLS handshake with ${service} failed.`,
    why: clear ? IN_CLEAR : handshakeReason(code),
    next,
  };
}

const IN_CLEAR = 'It answered in clear text: this port speaks TLS only after STARTTLS, or never.';

function handshakeReason(code: string): string {
  if (code.includes('CERTIFICATE_REQUIRED')) {
    return 'The server demands a certificate from the client (in MongooseIM: tls.verify_mode = "peer").';
  }
  if (code.includes('NO_APPLICATION_PROTOCOL')) {
    return 'The port speaks other protocols in TLS and not XMPP: it refused "xmpp-client" in ALPN.';
  }
  return 'The server ended the handshake; the port may not speak TLS, or it has no certificate for this domain or no common TLS version.';
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
    next: CLOSED_ADVICE[step]?.(service) ?? LOOK_AT_LOG,
  };
}

const LOOK_AT_LOG = 'Look at the server log for this time, then connect again.';

/** A port that expects TLS closes without a word when something else arrives. */
const CLOSED_ADVICE: Readonly<Partial<Record<ConnectStep, (service: string) => string>>> = {
  connect: (service) =>
    service.startsWith('ws:')
      ? 'Check whether the port expects TLS from the first byte (wss:), and the server log.'
      : LOOK_AT_LOG,
  stream: () =>
    'Check whether the port expects TLS from the first byte (xmpps:), and the server log.',
};

const CLOSED_STEPS: Readonly<Partial<Record<ConnectStep, string>>> = {
  connect: 'It accepted the connection and closed it at once.',
  stream: 'It closed as soon as the stream was opened, without an XMPP error.',
  authenticate: 'It closed during the login without an XMPP error.',
  bind: 'It closed while a resource was being bound.',
  session: 'It closed while the session was being established.',
};

function hostOf(service: string): string {
  return URL.canParse(service) ? new URL(service).hostname : service;
}
