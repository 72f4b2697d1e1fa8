/** Brings a session online for a command, or ends the command with exit code 3. */
import type { RequestInput } from '#shared/contract/channels.ts';
import type { ProfileOptions, SessionSnapshot, TlsTrust } from '#shared/contract/session.ts';
import { parseJid } from '#shared/xmpp/jid.ts';
import { needsAccount, needsPassword } from '#shared/xmpp/sasl-mechanisms.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import type { ConnectOptions } from './connect-options.ts';
import { readPassword, readSecret } from './password.ts';
import { describeProblem } from './print.ts';
import { describeLadder, reportConnectFailure } from './report-connecting.ts';
import type { Reporter } from './reporter.ts';
import { CommandError, type Terminal } from './terminal.ts';

type ConnectInput = RequestInput<'session.connect'>;

/** What a command's options say about one account. */
export interface Account {
  readonly jid: string;
  readonly passwordEnv: string | undefined;
  readonly resource: string;
}

/** What connecting speaks through. */
export interface ConnectHost {
  readonly services: ConsoleServices;
  readonly terminal: Terminal;
  readonly reporter: Reporter;
}

/**
 * Connects as the options say. The first Ctrl+C meanwhile ends it.
 * @param account whom to connect; the rest of the options holds for all accounts of a command
 * @throws CommandError with exit code 2 for a missing password or file, 3 when no session came online
 */
export async function connectAccount(
  host: ConnectHost,
  options: ConnectOptions,
  account: Account = {
    jid: options.jid,
    passwordEnv: options.passwordEnv,
    resource: options.resource,
  },
): Promise<SessionSnapshot> {
  const { services, terminal } = host;
  requireName(account.jid, options.mechanism);
  const files = chooseFiles(services, options);
  const password = await passwordOf(terminal, options.mechanism, account);
  const session = await connect(host, {
    profileId: null,
    name: account.jid,
    jid: account.jid,
    password,
    service: options.service,
    trust: files.trust,
    allowPlaintext: options.plaintext,
    resource: account.resource,
    connectTimeoutMs: options.timeout,
    options: { ...profileOptions(options), clientCertificateId: files.clientCertificateId },
    ...files.keyLog,
    ...secretsOf(terminal, options),
    omitSessionIq: !options.sessionIq,
  });
  if (options.ladder) terminal.writeErr(describeLadder(session.ladder));
  return session;
}

async function connect(host: ConnectHost, input: ConnectInput): Promise<SessionSnapshot> {
  const { services, terminal } = host;
  const known = new Set(services.sessions.list().map((session) => session.id));
  const opened = (): SessionSnapshot | undefined =>
    services.sessions.list().find((session) => !known.has(session.id));
  const giveUp = (): void => {
    const session = opened();
    if (session !== undefined) void services.sessions.disconnect(session.id);
  };
  const connecting = services.sessions.connect(input);
  if (terminal.interrupted.aborted) giveUp();
  terminal.interrupted.addEventListener('abort', giveUp);
  const connected = await connecting;
  terminal.interrupted.removeEventListener('abort', giveUp);
  if (connected.ok) return connected.value;
  // What was recorded of it comes first.
  services.events.flush();
  throw reportConnectFailure(host, connected.error, opened()?.ladder ?? []);
}

function requireName(jid: string, mechanism: string): void {
  if (parseJid(jid)?.local !== '' || !needsAccount(mechanism)) return;
  throw new CommandError(
    2,
    `${jid} names no account. Write alice@${jid}, or choose --mechanism ANONYMOUS.`,
  );
}

function passwordOf(terminal: Terminal, mechanism: string, account: Account): Promise<string> {
  const needed = account.passwordEnv !== undefined || needsPassword(mechanism);
  return needed ? readPassword(terminal, account.passwordEnv, account.jid) : Promise.resolve('');
}

function profileOptions(options: ConnectOptions): Omit<ProfileOptions, 'clientCertificateId'> {
  const { mechanism, sasl2, proxy, streamManagement, reconnect = false } = options;
  return { mechanism, sasl2, proxy, streamManagement, reconnect };
}

function secretsOf(terminal: Terminal, options: ConnectOptions) {
  const { clientCertPasswordEnv: certificate, proxyPasswordEnv: proxy } = options;
  return {
    ...(certificate === undefined
      ? {}
      : {
          clientCertificatePassphrase: readSecret(
            terminal,
            certificate,
            'the passphrase of the client certificate',
          ),
        }),
    ...(proxy === undefined
      ? {}
      : { proxyPassword: readSecret(terminal, proxy, 'the password of the proxy') }),
  };
}

interface ChosenFiles {
  readonly trust: TlsTrust;
  readonly clientCertificateId: string | null;
  readonly keyLog: { readonly tlsKeyLogId?: string };
}

function chooseFiles({ chosenFiles }: ConsoleServices, options: ConnectOptions): ChosenFiles {
  return {
    trust: readTrust(chosenFiles, options),
    clientCertificateId:
      options.clientCert === undefined
        ? null
        : idOf(chosenFiles.addClientCertificate(options.clientCert)),
    keyLog:
      options.tlsKeyLog === undefined
        ? {}
        : { tlsKeyLogId: chosenFiles.addKeyLog(options.tlsKeyLog).id },
  };
}

function readTrust(chosenFiles: ConsoleServices['chosenFiles'], options: ConnectOptions): TlsTrust {
  if (options.pin !== undefined) return { kind: 'pinned', fingerprint256: options.pin };
  if (options.ca === undefined) return { kind: 'system' };
  return { kind: 'ca-file', caId: idOf(chosenFiles.add(options.ca)) };
}

function idOf(chosen: ReturnType<ConsoleServices['chosenFiles']['add']>): string {
  if (chosen.ok) return chosen.value.id;
  throw new CommandError(2, describeProblem(chosen.error));
}
