/** Asks a MongoosePush for its health. It is only read: one GET, no redirects, a short time. */
import type { PushHealth } from '#shared/runs/push-health.ts';

/** Milliseconds the whole check may take; MongoosePush answers from memory. */
const TIMEOUT_MS = 5_000;

/**
 * Asks `GET /healthcheck`.
 * @param url origin of the MongoosePush
 * @param signal aborted when the run is cancelled
 * @see facts 7.1
 */
export async function checkHealth(url: string, signal: AbortSignal): Promise<PushHealth> {
  try {
    const response = await fetch(new URL('/healthcheck', url), {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (response.status === 200) return { kind: 'up', url };
    if (response.status === 503) return { kind: 'no-pools', url };
    return { kind: 'other', url, status: response.status };
  } catch (error) {
    return { kind: 'unreachable', url, reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `no answer within ${TIMEOUT_MS / 1000} s`;
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'nobody listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name is not known';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no way to it';
    default:
      return code === '' ? 'the connection failed' : `the connection failed (${code})`;
  }
}
