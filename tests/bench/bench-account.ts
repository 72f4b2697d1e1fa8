/** The one account of the bench server; both ends of a measurement know it. */
export const BENCH_DOMAIN = 'localhost';
export const BENCH_USER = 'bench';
export const BENCH_PASSWORD = 'bench-password';
export const BENCH_JID = `${BENCH_USER}@${BENCH_DOMAIN}`;

/** What asks the server to begin: initial presence, which no client of the bench sends by itself. */
export const BEGIN = '<presence/>';
