/** The one account of the bench server; both ends of a measurement know it. */
import type { RequestInput } from '#shared/contract/channels.ts';
import { DEFAULT_PROFILE_OPTIONS } from '#shared/contract/session.ts';

export const BENCH_DOMAIN = 'localhost';
export const BENCH_USER = 'bench';
export const BENCH_PASSWORD = 'bench-password';
export const BENCH_JID = `${BENCH_USER}@${BENCH_DOMAIN}`;

/** What asks the server to begin: initial presence, which no client of the bench sends by itself. */
export const BEGIN = '<presence/>';

/** What brings the account online. */
export function benchAccount({
  service,
  fingerprint256,
}: {
  readonly service: string;
  readonly fingerprint256: string;
}): RequestInput<'session.connect'> {
  return {
    ...{ profileId: null, name: '', jid: BENCH_JID, password: BENCH_PASSWORD, service },
    ...{ trust: { kind: 'pinned', fingerprint256 }, allowPlaintext: false, resource: '' },
    ...{ connectTimeoutMs: 60_000, options: DEFAULT_PROFILE_OPTIONS },
  };
}
