/** The connection ladder in words: the titles of its rungs, those that were not reached, and the whole as text. */
import type { LadderFact, LadderRung } from '../contract/ladder.ts';
import type { ConnectStep } from '../contract/session.ts';

/** In the order of a connection that is encrypted from its first byte; STARTTLS opens the stream before. */
const TITLES: Readonly<Record<ConnectStep, string>> = {
  address: 'Read the address',
  resolve: 'Find the server',
  connect: 'Reach the server',
  tls: 'Encrypt',
  stream: 'Open the stream',
  authenticate: 'Log in',
  bind: 'Bind a resource',
  session: 'Begin the session',
  management: 'Manage the stream',
  online: 'Online',
};
const STEPS = Object.keys(TITLES) as readonly ConnectStep[];

/** One line of the ladder as shown: a rung that was reached, or one that was not. */
export interface ShownRung {
  readonly step: ConnectStep;
  readonly title: string;
  readonly state: LadderRung['state'] | 'unreached';
  /** Milliseconds; null while active and for rungs that were not reached. */
  readonly durationMs: number | null;
  readonly facts: readonly LadderFact[];
}

/**
 * Completes the rungs that were reached, in their order, by those still to come.
 * @param rungs of a session's snapshot
 * @returns nothing when nothing was reached
 */
export function completeLadder(rungs: readonly LadderRung[]): readonly ShownRung[] {
  if (rungs.length === 0) return [];
  const reached = rungs.map((rung) => rung.step);
  // The stream may be open before it is encrypted, so it tells nothing about what was left out before it.
  const last = Math.max(
    ...reached.filter((step) => step !== 'stream').map((step) => STEPS.indexOf(step)),
  );
  const ahead = STEPS.filter((step, index) => index > last && !reached.includes(step));
  return [
    ...rungs.map((rung) => ({ ...rung, title: TITLES[rung.step] })),
    ...ahead.map((step) => ({
      step,
      title: TITLES[step],
      state: 'unreached' as const,
      durationMs: null,
      facts: [],
    })),
  ];
}

const WORDS: Readonly<Record<ShownRung['state'], string>> = {
  done: 'done',
  active: 'in progress',
  failed: 'failed',
  unreached: 'not reached',
};

/** The state of a rung in words. @param state the state @returns one or two words */
export function wordOfRung(state: ShownRung['state']): string {
  return WORDS[state];
}

const SIGNS: Readonly<Record<ShownRung['state'], string>> = {
  done: '✓',
  active: '…',
  failed: '✗',
  unreached: '·',
};
const TITLE_WIDTH = Math.max(...Object.values(TITLES).map((title) => title.length));

/**
 * The ladder as lines of text, for terminals and the clipboard.
 * @param rungs of a session's snapshot
 * @returns a line for each rung, and an indented one for each of its facts
 */
export function ladderLines(rungs: readonly LadderRung[]): readonly string[] {
  return completeLadder(rungs).flatMap((rung) => [
    [SIGNS[rung.state], rung.title.padEnd(TITLE_WIDTH), timeOf(rung)].join(' ').trimEnd(),
    ...rung.facts.map((fact) => `    ${fact.label}: ${fact.value}${remarkOf(fact)}`),
  ]);
}

function timeOf({ state, durationMs }: ShownRung): string {
  const spent = durationMs === null ? '' : `${durationMs.toFixed(1)} ms`;
  return state === 'done' ? spent : [WORDS[state], spent].filter(Boolean).join(' after ');
}

function remarkOf({ tone }: LadderFact): string {
  return tone === 'warning' || tone === 'bad' ? ` (${tone})` : '';
}
