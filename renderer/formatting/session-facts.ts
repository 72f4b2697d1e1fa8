/** What a session's connection is worth, in a few words. */
import type {
  ConnectStep,
  SessionFacts,
  SessionSnapshot,
  SessionState,
} from '#shared/contract/session.ts';

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

/** The ladder of connecting as the user sees it. */
export const LADDER: readonly { readonly state: SessionState; readonly title: string }[] = [
  { state: 'connecting', title: 'Reach the server' },
  { state: 'secured', title: 'Encrypt' },
  { state: 'authenticated', title: 'Log in' },
  { state: 'bound', title: 'Bind a resource' },
  { state: 'online', title: 'Online' },
];

/** The rung of the ladder on which a step of connecting stands, counted from 0. */
export function rungOfStep(step: ConnectStep): number {
  switch (step) {
    case 'address':
    case 'resolve':
    case 'connect':
      return 0;
    case 'tls':
    case 'stream':
      return 1;
    case 'authenticate':
      return 2;
    case 'bind':
      return 3;
    case 'session':
    case 'management':
    case 'online':
      return 4;
    default:
      return step satisfies never;
  }
}

/** How many rungs a state has behind it. */
export function rungsDone(state: SessionState): number {
  switch (state) {
    case 'connecting':
    case 'offline':
    case 'closing':
      return 0;
    case 'secured':
      return 2;
    case 'authenticated':
      return 3;
    case 'bound':
      return 4;
    case 'online':
      return 5;
    default:
      return state satisfies never;
  }
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
