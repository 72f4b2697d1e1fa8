/** Runs a procedure to its end and tells every step as it ends, to people and to programs. */
import type { RunParameters, RunSnapshot, StepSnapshot } from '#shared/contract/run.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { describeDiagnoses } from './print-diagnosis.ts';
import { describeProblem, describeRunEnd, describeStep } from './print.ts';
import type { Reporter } from './reporter.ts';
import { CommandError, type Terminal } from './terminal.ts';

/**
 * Runs all steps; after a failure also the clean-up steps, so that a check leaves nothing behind.
 * An interrupt cancels the run.
 * @returns the run at its end
 */
export async function runAndReport(
  services: ConsoleServices,
  terminal: Terminal,
  reporter: Reporter,
  parameters: RunParameters,
): Promise<RunSnapshot> {
  const created = services.runs.create(parameters);
  if (!created.ok) throw new CommandError(2, describeProblem(created.error));
  const { id } = created.value;
  const stopReporting = reportSteps(services, reporter, id);
  const cancel = (): void => void services.runs.cancel(id);
  terminal.interrupted.addEventListener('abort', cancel, { once: true });
  if (terminal.interrupted.aborted) cancel();
  try {
    const first = await services.runs.advance(id, 'all');
    if (!first.ok) throw new CommandError(1, describeProblem(first.error));
    if (first.value.state === 'passed') return first.value;
    const cleaned = await services.runs.advance(id, 'all');
    return cleaned.ok ? cleaned.value : first.value;
  } finally {
    terminal.interrupted.removeEventListener('abort', cancel);
    services.events.flush();
    stopReporting();
  }
}

/** Tells the summary: the last object of `--json`, the last lines for people. */
export function reportRunEnd(
  reporter: Reporter,
  run: RunSnapshot,
  transcript: string | null,
): void {
  const count = (state: StepSnapshot['state']): number =>
    run.steps.filter((step) => step.state === state).length;
  if (run.diagnoses.length > 0) {
    reporter.say(`\n${describeDiagnoses(run.diagnoses, reporter.style)}`);
  }
  run.diagnoses.forEach((diagnosis, index) =>
    reporter.emit({ kind: 'diagnosis', run: run.id, rank: index + 1, ...diagnosis }),
  );
  reporter.say(`\n${describeRunEnd(run, transcript, reporter.style)}`);
  reporter.emit({
    kind: 'summary',
    run: run.id,
    state: run.state,
    flow: run.flow,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    push: run.push ?? { received: false, latencyMs: null },
    transcript,
  });
}

function reportSteps(services: ConsoleServices, reporter: Reporter, runId: string): () => void {
  const told = new Set<string>();
  return services.events.subscribe((batch) => {
    for (const event of batch) {
      if (event.name !== 'run.changed' || event.payload.id !== runId) continue;
      for (const step of event.payload.steps) {
        if (step.state === 'waiting' || step.state === 'sent' || told.has(step.id)) continue;
        told.add(step.id);
        reportStep(reporter, runId, step);
      }
    }
  });
}

function reportStep(reporter: Reporter, runId: string, step: StepSnapshot): void {
  reporter.say(`\n${describeStep(step, reporter.style)}`);
  const condition = conditionOf(step);
  reporter.emit({
    kind: 'step',
    run: runId,
    step: step.id,
    state: step.state,
    latencyMs: step.latencyMs,
    ...(condition === '' ? {} : { condition }),
    ...(step.note === '' ? {} : { note: step.note }),
    verdict: step.verdict,
    ...(step.facts.length === 0 ? {} : { facts: step.facts }),
  });
}

/** The defined condition of the last error a step was answered with; empty when there was none. */
export function conditionOf(step: StepSnapshot): string {
  const errors = step.exchanges.flatMap(({ outcome }) =>
    outcome?.kind === 'error' ? [outcome.error.condition] : [],
  );
  return step.state === 'failed' ? (errors.at(-1) ?? '') : '';
}
