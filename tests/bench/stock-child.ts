/** The stock library as its documentation shows it, for a measured process. */
import { client } from '@xmpp/client';
import { BENCH_DOMAIN, BENCH_PASSWORD, BENCH_USER } from './bench-account.ts';

/**
 * Creates a stock client. It has no TLS options (library facts 8), so the process that uses it runs with
 * verification off, which only makes it faster.
 */
export function createStockClient(service: string): ReturnType<typeof client> {
  const xmpp = client({
    ...{ service, domain: BENCH_DOMAIN, username: BENCH_USER, password: BENCH_PASSWORD },
    // Its default of two seconds is too short where ten thousand iterations take one.
    timeout: 60_000,
  });
  xmpp.on('error', (error) => {
    throw error;
  });
  return xmpp;
}

/** How a process with the stock client is started. */
export const UNCHECKED_TLS = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' } as const;
