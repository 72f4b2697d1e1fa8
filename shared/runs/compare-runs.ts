/** What differs between two runs, so that "it worked yesterday" has an answer. */
import type { ExchangeOutcome } from '../contract/exchange.ts';
import type { RunSnapshot, StepSnapshot } from '../contract/run.ts';

/** One difference, in words. */
export interface RunDifference {
  /** Where: a parameter, a step, a fact of the preflight. */
  readonly place: string;
  /** Empty for what was not there. */
  readonly before: string;
  readonly after: string;
}

/**
 * Compares two runs of an account. What differs between any two runs is left out: ids, times, names made
 * up for the run, latencies.
 * @returns results first, then what was found out, then what was asked for
 */
export function compareRuns(before: RunSnapshot, after: RunSnapshot): readonly RunDifference[] {
  return [
    ...differences(resultsOf(before), resultsOf(after)),
    ...differences(diagnosesOf(before), diagnosesOf(after)),
    ...differences(factsOf(before), factsOf(after)),
    ...differences(parametersOf(before), parametersOf(after)),
  ];
}

/**
 * The run to compare with: the newest earlier one of the same session that came to an end.
 * @param runs in the order of their beginning
 */
export function runBefore(runs: readonly RunSnapshot[], run: RunSnapshot): RunSnapshot | null {
  const index = runs.findIndex(({ id }) => id === run.id);
  const earlier = runs
    .slice(0, Math.max(index, 0))
    .filter(({ parameters }) => parameters.sessionId === run.parameters.sessionId)
    .filter(({ state }) => state === 'passed' || state === 'failed');
  return earlier.at(-1) ?? null;
}

type Lines = ReadonlyMap<string, string>;

function differences(before: Lines, after: Lines): readonly RunDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((place) => ({ place, before: before.get(place) ?? '', after: after.get(place) ?? '' }))
    .filter((line) => line.before !== line.after);
}

function resultsOf({ steps, push, state }: RunSnapshot): Lines {
  return new Map([
    ['Run', state],
    ...steps
      .filter((step) => step.state !== 'waiting')
      .map((step) => [step.title, describeStep(step)] as const),
    ['Push', push === null ? '' : push.received ? 'arrived' : 'none arrived'],
  ]);
}

function describeStep({ state, exchanges }: StepSnapshot): string {
  const refused = exchanges.flatMap(({ outcome }) => nameOf(outcome));
  return state === 'failed' && refused.length > 0 ? `${state}: ${refused.at(-1)}` : state;
}

function nameOf(outcome: ExchangeOutcome | null): string[] {
  if (outcome === null || outcome.kind === 'result') return [];
  return [outcome.kind === 'error' ? outcome.error.condition : outcome.kind];
}

function diagnosesOf({ diagnoses }: RunSnapshot): Lines {
  return new Map(diagnoses.map(({ title, sure }) => [`Diagnosis: ${title}`, sure]));
}

function factsOf({ steps }: RunSnapshot): Lines {
  const preflight = steps.find(({ id }) => id === 'preflight');
  return new Map(preflight?.facts.map(({ label, value }) => [label, value]) ?? []);
}

/** A node name that nobody chose differs in every run. */
function parametersOf({ parameters, flow }: RunSnapshot): Lines {
  const { options } = parameters;
  return new Map([
    ['Design', flow ?? ''],
    ['Push service JID', parameters.pubsubJid],
    ['Node', parameters.node],
    ['Push service', parameters.pushService],
    ['Device token', parameters.deviceId],
    ['Going away by', parameters.awayMode],
    ['Sender of the proof', parameters.peerSessionId === null ? 'nobody' : 'somebody'],
    ...Object.keys(options).map((name) => [`Option ${name}`, options[name] ?? ''] as const),
  ]);
}
