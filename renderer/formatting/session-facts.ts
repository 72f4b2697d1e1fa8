/** What a session's connection is worth, in a few words. */
import type { SessionFacts, SessionSnapshot } from '#shared/contract/session.ts';

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
