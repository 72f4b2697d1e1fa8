/** What a session's connection is worth, in a few words. */
import type {
  ClockOffset,
  ManagementFacts,
  SessionFacts,
  SessionSnapshot,
} from '#shared/contract/session.ts';
import { formatLatency } from '#shared/transcript/latency-text.ts';
import { toVisibleText } from '#shared/xml/visible-text.ts';
import { formatCount } from './quantity.ts';
import { formatLocal } from './time.ts';

/** One line of a session's page. */
export interface SessionFact {
  readonly term: string;
  readonly value: string;
  readonly mono?: boolean;
}

export interface SecurityWords {
  /** `TLS 1.3`, `TLS 1.3, certificate pinned`, `not encrypted`; empty before it is known. */
  readonly text: string;
  readonly safe: boolean;
}

/** Reads protocol and trust of a session. */
export function describeSecurity(session: SessionSnapshot): SecurityWords {
  const { tls } = session.facts;
  if (tls === null) {
    const known = ['authenticated', 'bound', 'online'].includes(session.state);
    return { text: known ? 'not encrypted' : '', safe: !known };
  }
  const protocol = tls.protocol.replace(/^TLSv/, 'TLS ');
  const trust = { system: '', 'ca-file': ', own CA', pinned: ', pinned' }[tls.trust];
  return { text: protocol + trust, safe: true };
}

/** `ab:cd:…` in upper case, as browsers show it, from hex without colons. */
export function formatFingerprint(hex: string): string {
  return hex.toUpperCase().replace(/(..)(?=.)/g, '$1:');
}

/** What became of the RFC 3921 session request. */
export function describeSessionIq(state: SessionFacts['sessionIq']): string {
  switch (state) {
    case 'sent':
      return 'demanded by the server, sent';
    case 'demanded':
      return 'demanded by the server, not sent: nothing will answer';
    case 'optional':
      return 'offered as optional, not sent';
    case 'not-offered':
      return 'not offered';
    case null:
      return 'not known yet';
    default:
      return state satisfies never;
  }
}

const TRANSPORTS: Readonly<Record<SessionFacts['transport'], string>> = {
  tcp: 'TCP',
  tls: 'TCP, TLS from the first byte',
  websocket: 'WebSocket',
  bosh: 'BOSH',
};

/** The lines of a session's page. */
export function listSessionFacts(session: SessionSnapshot): readonly SessionFact[] {
  const { tls, mechanism, mechanismReason, service, transport, sessionIq } = session.facts;
  return [
    { term: 'Full JID', value: session.boundJid ?? 'not bound', mono: session.boundJid !== null },
    { term: 'Server', value: service, mono: true },
    { term: 'Transport', value: TRANSPORTS[transport] },
    { term: 'Encryption', value: tls === null ? 'none' : `${tls.protocol}, ${tls.cipher}` },
    { term: 'Login', value: mechanism ?? 'not yet', mono: mechanism !== null },
    ...(mechanismReason === ''
      ? []
      : [{ term: 'Why this login', value: toVisibleText(mechanismReason) }]),
    { term: 'Session IQ', value: describeSessionIq(sessionIq) },
    { term: 'Stream management', value: describeManagement(session.management) },
    { term: 'Since', value: formatLocal(session.changedAt) },
    { term: 'Clock of the server', value: describeClock(session.clockOffset) },
  ];
}

function describeManagement(facts: ManagementFacts | null): string {
  if (facts === null) return 'not in use';
  return [
    `${formatCount(facts.sent)} sent, ${formatCount(facts.acknowledged)} of them acknowledged`,
    `${formatCount(facts.received)} received, ${formatCount(facts.reported)} of them reported`,
    facts.resumable ? 'can be resumed' : 'cannot be resumed',
    ...(facts.resumed ? ['continues an earlier stream'] : []),
  ].join(' · ');
}

/** `1.24 s ahead of this computer, give or take 8 ms`. */
function describeClock(offset: ClockOffset | null): string {
  if (offset === null) return 'not measured';
  const { offsetMs, uncertaintyMs } = offset;
  const doubt = `give or take ${formatLatency(uncertaintyMs)}`;
  if (Math.abs(offsetMs) <= uncertaintyMs) return `the same as this computer's, ${doubt}`;
  const side = offsetMs > 0 ? 'ahead of' : 'behind';
  return `${formatLatency(Math.abs(offsetMs))} ${side} this computer, ${doubt}`;
}
