/**
 * Practice with one click: a server, a gateway it pushes to, and two accounts online, so that the main
 * job can be tried before there is a deployment.
 */
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { PracticeAccount, PracticeSnapshot } from '#shared/contract/practice.ts';
import { DEFAULT_PROFILE_OPTIONS, type SessionSnapshot } from '#shared/contract/session.ts';
import type { ConsoleServices } from './console-services.ts';

/** Loopback: a step that takes longer will not end. */
const CONNECT_TIMEOUT_MS = 10_000;

/** The receiver of the pushes, and the peer that sends the message of a proof. */
const ACCOUNTS_ONLINE = 2;

/**
 * Starts what does not run yet and connects the first two accounts. A session of them that is already
 * online is used again.
 * @returns the receiver's session and the peer's. Fails with the problem of whatever did not start
 */
export async function enterPractice(
  services: Pick<ConsoleServices, 'gateway' | 'practice' | 'sessions'>,
): Promise<Result<readonly SessionSnapshot[]>> {
  const server = await startServers(services);
  if (!server.ok) return server;
  removeStranded(services, server.value);
  const sessions: SessionSnapshot[] = [];
  for (const account of server.value.accounts.slice(0, ACCOUNTS_ONLINE)) {
    const session = await bringOnline(services, server.value, account);
    if (!session.ok) return session;
    sessions.push(session.value);
  }
  return ok(sessions);
}

/** Sessions of a practice server that is gone can never come back: a new one listens elsewhere. */
function removeStranded(
  { sessions }: Pick<ConsoleServices, 'sessions'>,
  { accounts, tcpService }: PracticeSnapshot,
): void {
  const stranded = sessions
    .list()
    .filter(({ state, failure }) => state === 'offline' && failure?.code === 'closed-by-server')
    .filter(({ jid }) => accounts.some((account) => account.jid === jid))
    .filter(({ facts }) => facts.service !== tcpService && isLoopback(facts.service));
  for (const { id } of stranded) sessions.remove(id);
}

function isLoopback(service: string): boolean {
  return service.startsWith('xmpp://127.0.0.1:');
}

async function startServers({
  gateway,
  practice,
}: Pick<ConsoleServices, 'gateway' | 'practice'>): Promise<Result<PracticeSnapshot>> {
  if (!gateway.snapshot().running) {
    const started = await gateway.start(0);
    if (!started.ok) return started;
  }
  const current = practice.snapshot();
  return current.running ? ok(current) : practice.start({ backwardsCompatibleSession: true });
}

async function bringOnline(
  { sessions }: Pick<ConsoleServices, 'sessions'>,
  practice: PracticeSnapshot,
  account: PracticeAccount,
): Promise<Result<SessionSnapshot>> {
  const { tcpService, fingerprint256 } = practice;
  if (tcpService === null || fingerprint256 === null) return fail(NOT_RUNNING);
  const online = sessions
    .list()
    .find(
      ({ jid, state, facts }) =>
        jid === account.jid && state === 'online' && facts.service === tcpService,
    );
  if (online !== undefined) return ok(online);
  return sessions.connect({
    profileId: null,
    name: account.jid.split('@')[0] ?? account.jid,
    jid: account.jid,
    password: account.password,
    service: tcpService,
    trust: { kind: 'pinned', fingerprint256 },
    allowPlaintext: false,
    resource: '',
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    options: DEFAULT_PROFILE_OPTIONS,
  });
}

const NOT_RUNNING = {
  code: 'not-running',
  what: 'The practice server is not running.',
  why: 'It was stopped while its accounts were connecting.',
  next: 'Start practice again.',
};
