/** The options of every command that connects. */
import { Option, type Command } from 'commander';
import { STREAM_MANAGEMENT_MODES, type StreamManagementMode } from '#shared/contract/session.ts';
import {
  readBareJid,
  readFingerprint,
  readMechanism,
  readProxy,
  readService,
  readTimeout,
} from './arguments.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/** The connection options as commander hands them over. */
export interface ConnectOptions {
  readonly jid: string;
  /** Empty: found from the JID's domain. */
  readonly service: string;
  readonly passwordEnv?: string;
  readonly ca?: string;
  readonly pin?: string;
  /** Empty for a random one. */
  readonly resource: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly plaintext: boolean;
  /** False for `--no-session-iq`. */
  readonly sessionIq: boolean;
  /** Empty for the strongest offered. */
  readonly mechanism: string;
  /** False for `--no-sasl2`. */
  readonly sasl2: boolean;
  readonly clientCert?: string;
  readonly clientCertPasswordEnv?: string;
  /** Empty for none. */
  readonly proxy: string;
  readonly proxyPasswordEnv?: string;
  readonly streamManagement: StreamManagementMode;
  /** Only of commands that outlive a lost connection. */
  readonly reconnect?: boolean;
  readonly tlsKeyLog?: string;
  /** Print the connection ladder also when all went well. */
  readonly ladder: boolean;
}

/** Adds `--jid` and the connection options to a command. */
export function addConnectOptions(command: Command): Command {
  return command
    .requiredOption('--jid <jid>', 'account to connect as', readBareJid)
    .option(
      '--service <url>',
      'xmpp://h:p, xmpps://h:p, ws(s)://…, http(s)://… for BOSH (default: found)',
      readService,
      '',
    )
    .option('--password-env <name>', 'environment variable that holds the password')
    .option('--ca <file>', 'PEM file of the CA that signed the certificate')
    .addOption(
      new Option('--pin <fingerprint>', 'SHA-256 of the one certificate to accept')
        .argParser(readFingerprint)
        .conflicts('ca'),
    )
    .option('--resource <resource>', 'resource to ask for (default: a random one)', '')
    .option('--timeout <ms>', 'longest wait for each answer', readTimeout, DEFAULT_TIMEOUT_MS)
    .option('--plaintext', 'send the password even over a connection without TLS', false)
    .option('--no-session-iq', 'leave the session IQ out, as many clients do')
    .option('--mechanism <name>', 'SASL mechanism to use and no other', readMechanism, '')
    .option('--no-sasl2', 'log in by SASL and bind even where SASL2 and Bind 2 are offered')
    .option('--client-cert <file>', 'certificate and key to show to the server (PEM or PKCS#12)')
    .option(
      '--client-cert-password-env <name>',
      'environment variable with the passphrase of its key',
    )
    .option('--proxy <url>', 'http://host:port (CONNECT) or socks5://host:port', readProxy, '')
    .option('--proxy-password-env <name>', 'environment variable with the proxy’s password')
    .addOption(
      new Option('--stream-management <mode>', 'count acknowledgements, or also resume')
        .choices(STREAM_MANAGEMENT_MODES)
        .default('off'),
    )
    .option('--tls-key-log <file>', 'write the TLS keys for Wireshark; they decrypt the session')
    .option('--ladder', 'print what each rung of connecting found out, on stderr', false);
}
