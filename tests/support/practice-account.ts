/** A practice server for commands that run as processes, and the options that reach it. */
import { onTestFinished } from 'vitest';
import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '#services/practice/practice-server.ts';

/** Environment variables with the practice accounts' passwords. */
export const PRACTICE_PASSWORDS = { ALICE: 'alicepw', BOB: 'bobpw', CAROL: 'carolpw' } as const;

/** Starts a practice server for the running test. */
export async function startPractice(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const server = await startPracticeServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** Options that connect one of its accounts over STARTTLS. */
export function practiceAccount(
  server: PracticeServer,
  variable: keyof typeof PRACTICE_PASSWORDS = 'ALICE',
): string[] {
  return [
    ...['--jid', `${variable.toLowerCase()}@${server.domain}`, '--password-env', variable],
    ...['--service', `xmpp://127.0.0.1:${server.tcpPort}`, '--pin', server.fingerprint256],
    ...['--timeout', '5000'],
  ];
}
