/** Brings a session online for a command, or ends the command with exit code 3. */
import type { RequestInput } from '#shared/contract/channels.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  type SessionFailure,
  type SessionSnapshot,
  type TlsTrust,
} from '#shared/contract/session.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import type { ConnectOptions } from './connect-options.ts';
import { describeFailure } from './describe-failure.ts';
import { readPassword } from './password.ts';
import { describeProblem } from './print.ts';
import { CommandError, type Terminal } from './terminal.ts';

type ConnectInput = RequestInput<'session.connect'>;

/** What a command's options say about one account. */
export interface Account {
  readonly jid: string;
  readonly passwordEnv: string | undefined;
  readonly resource: string;
}

/**
 * Connects as the options say.
 * @param account whom to connect; the rest of the options holds for all accounts of a command
 * @throws CommandError with exit code 2 for a missing password or CA file, 3 when no session came online
 */
export async function connectAccount(
  services: ConsoleServices,
  terminal: Terminal,
  options: ConnectOptions,
  account: Account = {
    jid: options.jid,
    passwordEnv: options.passwordEnv,
    resource: options.resource,
  },
): Promise<SessionSnapshot> {
  const trust = readTrust(services, options);
  const password = await readPassword(terminal, account.passwordEnv, account.jid);
  return connect(services, {
    profileId: null,
    name: account.jid,
    jid: account.jid,
    password,
    service: options.service,
    trust,
    allowPlaintext: options.plaintext,
    resource: account.resource,
    connectTimeoutMs: options.timeout,
    options: DEFAULT_PROFILE_OPTIONS,
    omitSessionIq: !options.sessionIq,
  });
}

/** Connects with complete settings. @throws CommandError with exit code 3 */
export async function connect(
  services: ConsoleServices,
  input: ConnectInput,
): Promise<SessionSnapshot> {
  const connected = await services.sessions.connect(input);
  if (connected.ok) return connected.value;
  // The port says so: what ends a connection attempt is in the details.
  const failure = connected.error.details as SessionFailure | undefined;
  const text = failure === undefined ? describeProblem(connected.error) : describeFailure(failure);
  throw new CommandError(3, text);
}

function readTrust(services: ConsoleServices, options: ConnectOptions): TlsTrust {
  if (options.pin !== undefined) return { kind: 'pinned', fingerprint256: options.pin };
  if (options.ca === undefined) return { kind: 'system' };
  const chosen = services.chosenFiles.add(options.ca);
  if (!chosen.ok) throw new CommandError(2, describeProblem(chosen.error));
  return { kind: 'ca-file', caId: chosen.value.id };
}
