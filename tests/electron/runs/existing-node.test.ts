import { describe, expect, it } from 'vitest';
import { enterPractice } from '#services/practice-entry.ts';
import type { Result } from '#shared/contract/result.ts';
import type { RunParameters, RunSnapshot } from '#shared/contract/run.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { buildParameters } from '#tests/support/run-builders.ts';

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function startPractice() {
  const services = startConsole();
  const [alice, bob] = valueOf(await enterPractice(services));
  if (alice === undefined || bob === undefined) throw new Error('Two sessions were expected.');
  const own = { sessionId: alice.id, peerSessionId: bob.id, timeoutMs: 5_000 };
  const createRun = (given: Partial<RunParameters> = {}): RunSnapshot =>
    valueOf(services.runs.create(buildParameters({ ...own, ...given })));
  return { services, bob, createRun };
}

const states = (run: RunSnapshot): string[] => run.steps.map(({ id, state }) => `${id} ${state}`);

describe('a run with a node that exists', () => {
  it('goes on with it and does not delete it', async () => {
    const { services, createRun } = await startPractice();
    await services.runs.advance(createRun({ node: 'taken', keep: true }).id, 'all');
    const { id } = createRun({ node: 'taken' });
    const conflict = valueOf(await services.runs.advance(id, 'all'));
    expect(conflict.steps.find(({ id }) => id === 'create')).toMatchObject({
      state: 'passed',
      note: expect.stringContaining('does not delete it') as string,
      verdict: { headline: expect.stringMatching(/taken|exists|already/i) as string },
    });
    expect(states(conflict).slice(-2)).toEqual(['disable passed', 'delete skipped']);
  });

  it('stops at a node that somebody else made', async () => {
    const { services, createRun, bob } = await startPractice();
    const theirs = createRun({ node: 'taken', keep: true, sessionId: bob.id });
    await services.runs.advance(theirs.id, 'all');
    const run = valueOf(await services.runs.advance(createRun({ node: 'taken' }).id, 'all'));
    expect(states(run)).toContain('affiliation failed');
    expect(run.diagnoses.map(({ id }) => id)).toContain('step-affiliation');
  });

  it('looks at it before anything is changed', async () => {
    const { services, createRun } = await startPractice();
    await services.runs.advance(createRun({ node: 'taken', keep: true }).id, 'all');
    const run = valueOf(await services.runs.advance(createRun({ node: 'taken' }).id, 'step'));
    const facts = run.steps[0]?.facts ?? [];
    expect(facts.find(({ id }) => id === 'node')).toMatchObject({
      value: 'taken exists. It is a push node. It is yours.',
      tone: 'good',
      exchangeId: expect.any(String) as string,
    });
    expect(facts.find(({ id }) => id === 'node-publishers')).toMatchObject({
      value: 'localhost, alice@localhost; the server’s domain is among them.',
      tone: 'good',
    });
  });
});
