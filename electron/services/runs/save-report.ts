/** The report of a run of this console, for whichever host asks. */
import { fail, type Result } from '#shared/contract/result.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import type { ConsoleServices } from '../console-services.ts';
import { listKnownSecrets } from '../transcript/export-secrets.ts';
import { VERSION } from '../version.ts';
import { runProblems } from './run-problems.ts';
import { writeRunReport, type WrittenReport } from './run-report.ts';

/**
 * Writes the report of a run.
 * @param path chosen by the user; `.md` makes it Markdown
 * @returns what was written. Fails with `not-found`, `export-leak` or `export-failed`
 */
export function saveRunReport(
  { runs, sessions }: Pick<ConsoleServices, 'runs' | 'sessions'>,
  runId: string,
  path: string,
): Result<WrittenReport> {
  const run = runs.find(runId);
  if (run === undefined) return fail(runProblems.noRun());
  const listed = sessions.list();
  const session = listed.find(({ id }) => id === run.parameters.sessionId);
  const passwords = sessions.passwords();
  return writeRunReport(path, {
    run,
    account: toBareJid(session?.boundJid ?? session?.jid ?? ''),
    secrets: listKnownSecrets({ sessions: listed, runs: runs.list(), passwords, version: VERSION }),
    version: VERSION,
    created: new Date().toISOString(),
  });
}
