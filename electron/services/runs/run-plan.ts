/** What a user plans for steps that are still to come: leaving one out, sending another stanza in its place. */
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { RunSnapshot, StepId } from '#shared/contract/run.ts';
import { stepsOf } from '#shared/runs/procedures.ts';
import type { RunContext, StepDefinition } from '#shared/runs/step-definitions.ts';
import { parseXml } from '#shared/xml/parse.ts';
import type { IdSource } from '../platform.ts';
import { buildRequest } from './ask.ts';
import { RequestNotBuilt } from './not-built.ts';
import { runProblems } from './run-problems.ts';
import { findStep, withStep } from './run-state.ts';

/**
 * Marks a waiting step as left out, or takes that back.
 * @returns the changed run. Fails with `not-found` or `bad-input`
 */
export function planLeaveOut(
  run: RunSnapshot,
  stepId: StepId,
  leaveOut: boolean,
): Result<RunSnapshot> {
  const step = findStep(run, stepId);
  if (step === undefined) return fail(runProblems.noStep(stepId));
  if (stepId === 'preflight') return fail(runProblems.cannotLeaveOut());
  if (step.state !== 'waiting') return fail(runProblems.hasEnded());
  return ok(withStep(run, stepId, { leaveOut }));
}

/**
 * Puts a stanza in the place of a step's own.
 * @param xml an IQ get or set with an id; null for the procedure's own again
 * @returns the changed run. Fails with `not-found` or `bad-input`, naming the place in the text
 */
export function planEdit(
  run: RunSnapshot,
  stepId: StepId,
  xml: string | null,
): Result<RunSnapshot> {
  if (findStep(run, stepId) === undefined) return fail(runProblems.noStep(stepId));
  if (!isEditable(run, stepId)) return fail(runProblems.nothingToEdit());
  if (xml === null) return ok(withoutEdit(run, stepId));
  const problem = problemOf(xml);
  return problem === null ? ok(withStep(run, stepId, { editedXml: xml })) : fail(problem);
}

function withoutEdit(run: RunSnapshot, stepId: StepId): RunSnapshot {
  const steps = run.steps.map((step) => {
    const { editedXml: _dropped, ...own } = step;
    return step.id === stepId ? own : step;
  });
  return { ...run, steps };
}

/**
 * The stanza that a step would send.
 * @param context the values its template is filled with
 * @returns what the user edited, else the procedure's. Fails with `not-found` or `bad-input`
 */
export function draftStep(
  run: RunSnapshot,
  stepId: StepId,
  context: RunContext,
  ids: Pick<IdSource, 'random'>,
): Result<{ readonly xml: string }> {
  const step = findStep(run, stepId);
  if (step === undefined) return fail(runProblems.noStep(stepId));
  if (!isEditable(run, stepId)) return fail(runProblems.nothingToEdit());
  if (step.editedXml !== undefined) return ok({ xml: step.editedXml });
  if (run.flow === null || context.pubsubJid === '') return fail(runProblems.notDecided());
  const [request] = definitionOf(run, stepId)?.requests?.(context) ?? [];
  if (request === undefined) return fail(runProblems.nothingToEdit());
  try {
    return ok({ xml: buildRequest(request, ids) });
  } catch (error) {
    if (error instanceof RequestNotBuilt)
      return fail({ ...runProblems.notDecided(), why: error.message });
    throw error;
  }
}

/** Steps that send exactly one request of the procedure. */
export function isEditable(run: RunSnapshot, stepId: StepId): boolean {
  return definitionOf(run, stepId)?.kind === 'exchange';
}

function definitionOf(run: RunSnapshot, stepId: StepId): StepDefinition | undefined {
  return stepsOf(run.parameters, run.flow).find(({ id }) => id === stepId);
}

/** The step is judged by its answer, so it has to be a request that is answered. */
function problemOf(xml: string) {
  const parsed = parseXml(xml);
  if (!parsed.ok) {
    const { message, line, column } = parsed.problem;
    return {
      code: 'not-well-formed' as const,
      what: 'The stanza was not taken.',
      why: `${message}.`,
      next: 'Correct the XML. To send it as it is, use Compose.',
      place: `line ${line}, column ${column}`,
    };
  }
  const { name, attrs } = parsed.element;
  const isRequest = name === 'iq' && ['get', 'set'].includes(attrs['type'] ?? '') && attrs['id'];
  if (isRequest) return null;
  return {
    code: 'bad-input' as const,
    what: 'The stanza was not taken.',
    why: 'A step needs an answer, and only an IQ of type get or set with an id has one.',
    next: 'Write an <iq/> with type and id. Other stanzas are sent in Compose.',
    place: 'line 1, column 1',
  };
}
