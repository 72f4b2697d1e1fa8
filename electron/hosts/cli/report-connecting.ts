/** What a terminal is told of connecting: the ladder, and why it did not get to its end. */
import type { LadderRung } from '#shared/contract/ladder.ts';
import type { Problem } from '#shared/contract/result.ts';
import type { SessionFailure } from '#shared/contract/session.ts';
import { ladderLines } from '#shared/explain/connection-ladder.ts';
import { describeFailure } from './describe-failure.ts';
import { describeProblem } from './print.ts';
import type { Reporter } from './reporter.ts';
import { withoutControls } from './shorten-stanza.ts';
import { CommandError, type Terminal } from './terminal.ts';

/** The ladder as text; each line ends, and nothing in it can steer the terminal. */
export function describeLadder(rungs: readonly LadderRung[]): string {
  return ladderLines(rungs)
    .map((line) => `${withoutControls(line)}\n`)
    .join('');
}

/**
 * Reports a connection that failed: to people the ladder, to programs one object.
 * @param problem its `details` say at which step, when there was one
 * @returns what ends the command, with the words for people
 */
export function reportConnectFailure(
  { terminal, reporter }: { readonly terminal: Terminal; readonly reporter: Reporter },
  problem: Problem,
  rungs: readonly LadderRung[],
): CommandError {
  // The port says so: what ends a connection attempt is in the details.
  const failure = problem.details as SessionFailure | undefined;
  const { code, what, why = '', next = '' } = problem;
  const at = { step: failure?.step ?? null, condition: failure?.condition };
  reporter.emit({ kind: 'failure', code, what, why, next, ...at });
  terminal.writeErr(describeLadder(rungs));
  return new CommandError(
    3,
    failure === undefined ? describeProblem(problem) : describeFailure(failure),
  );
}
