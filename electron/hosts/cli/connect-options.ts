/** The options of every command that connects. */
import { Option, type Command } from 'commander';
import { readAccount, readFingerprint, readService, readTimeout } from './arguments.ts';

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
}

/** Adds `--jid` and the connection options to a command. */
export function addConnectOptions(command: Command): Command {
  return command
    .requiredOption('--jid <jid>', 'account to connect as', readAccount)
    .option(
      '--service <url>',
      'xmpp://h:p, xmpps://h:p, ws://… or wss://… (default: found)',
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
    .option('--no-session-iq', 'leave the session IQ out, as many clients do');
}
