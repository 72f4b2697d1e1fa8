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

async function startPractice(given: Partial<RunParameters> = {}) {
  const services = startConsole();
  const [alice, bob] = valueOf(await enterPractice(services));
  const own = { sessionId: alice?.id ?? '', peerSessionId: bob?.id ?? null, timeoutMs: 5_000 };
  const { id } = valueOf(services.runs.create(buildParameters({ ...own, ...given })));
  return { runs: services.runs, id };
}

const states = (run: RunSnapshot): string[] => run.steps.map(({ id, state }) => `${id} ${state}`);
const stepOf = (run: RunSnapshot, id: string) => run.steps.find((step) => step.id === id);

describe('leaving a step out', () => {
  it('skips it, and what only took it back', async () => {
    const { runs, id } = await startPractice({ timeoutMs: 1_000 });
    valueOf(runs.leaveOut(id, 'enable', true));
    const run = valueOf(await runs.advance(id, 'all'));
    expect(stepOf(run, 'enable')).toMatchObject({
      state: 'skipped',
      note: 'Left out, as you chose.',
      exchanges: [],
    });
    // Without a registration nothing is pushed.
    expect(states(run)).toContain('proof failed');
    expect(states(valueOf(await runs.advance(id, 'all')))).toContain('disable skipped');
  });

  it('is taken back', async () => {
    const { runs, id } = await startPractice();
    valueOf(runs.leaveOut(id, 'enable', true));
    valueOf(runs.leaveOut(id, 'enable', false));
    expect(valueOf(await runs.advance(id, 'all')).state).toBe('passed');
  });

  it('outlives the choice of a flow and a retry', async () => {
    const { runs, id } = await startPractice({ flow: 'auto' });
    valueOf(runs.leaveOut(id, 'proof', true));
    const run = valueOf(await runs.advance(id, 'all'));
    expect(states(run)).toContain('proof skipped');
    expect(stepOf(valueOf(runs.retry(id, 'proof')), 'proof')?.leaveOut).toBe(true);
  });

  it('is refused for the preflight and for what has ended', async () => {
    const { runs, id } = await startPractice();
    expect(runs.leaveOut(id, 'preflight', true)).toMatchObject({ error: { code: 'bad-input' } });
    await runs.advance(id, 'step');
    await runs.advance(id, 'step');
    expect(runs.leaveOut(id, 'create', true)).toMatchObject({ error: { code: 'bad-input' } });
  });
});

describe('editing a step', () => {
  it('starts from what the step would send, once that is known', async () => {
    const { runs, id } = await startPractice({ flow: 'auto' });
    expect(runs.draft(id, 'create')).toMatchObject({ error: { code: 'bad-input' } });
    await runs.advance(id, 'step');
    expect(valueOf(runs.draft(id, 'create')).xml).toMatch(/^<iq .*<create .*type='push'/);
    expect(runs.draft(id, 'proof')).toMatchObject({ error: { code: 'bad-input' } });
  });

  it('sends the edited stanza and judges its answer', async () => {
    const { runs, id } = await startPractice();
    await runs.advance(id, 'step');
    const { xml } = valueOf(runs.draft(id, 'create'));
    valueOf(runs.edit(id, 'create', xml.replace("type='push'", "type='nosuch'")));
    const run = valueOf(await runs.advance(id, 'step'));
    const create = stepOf(run, 'create');
    expect(create?.exchanges[0]?.requestXml).toContain("type='nosuch'");
    expect(create).toMatchObject({ state: 'failed', note: 'A stanza edited by hand was sent.' });
    expect(create?.verdict?.explanation?.cause).toMatch(/plugin/);
  });

  it('gives the procedure its own stanza back', async () => {
    const { runs, id } = await startPractice();
    await runs.advance(id, 'step');
    valueOf(runs.edit(id, 'create', "<iq type='get' id='x'><ping xmlns='urn:xmpp:ping'/></iq>"));
    expect(valueOf(runs.draft(id, 'create')).xml).toContain('urn:xmpp:ping');
    valueOf(runs.edit(id, 'create', null));
    expect(valueOf(runs.draft(id, 'create')).xml).toContain('<create');
    expect(valueOf(await runs.advance(id, 'all')).state).toBe('passed');
  });

  it.each([
    ['<iq type="set" id="a">', 'not-well-formed', /line 1, column/],
    ["<message type='chat'/>", 'bad-input', /line 1/],
    ["<iq type='set'><enable/></iq>", 'bad-input', /line 1/],
  ])('names the place in %s and keeps what was there', async (xml, code, place) => {
    const { runs, id } = await startPractice();
    await runs.advance(id, 'step');
    expect(runs.edit(id, 'create', xml)).toMatchObject({
      ok: false,
      error: { code, place: expect.stringMatching(place) as string },
    });
    expect(valueOf(runs.draft(id, 'create')).xml).toContain('<create');
  });
});

describe('repeating a step', () => {
  it('runs it alone and leaves the others as they are', async () => {
    const { runs, id } = await startPractice();
    const run = valueOf(await runs.advance(id, 'all'));
    const repeated = valueOf(await runs.repeat(id, 'enable'));
    expect(states(repeated)).toEqual(states(run));
    const ids = [run, repeated].map((one) => stepOf(one, 'enable')?.exchanges[0]?.exchangeId);
    expect(ids[0]).not.toBe(ids[1]);
    expect(stepOf(repeated, 'proof')).toEqual(stepOf(run, 'proof'));
  });

  it('runs a step that was left out', async () => {
    const { runs, id } = await startPractice();
    valueOf(runs.leaveOut(id, 'proof', true));
    await runs.advance(id, 'all');
    expect(states(valueOf(await runs.repeat(id, 'preflight')))).toContain('preflight passed');
    expect(stepOf(valueOf(await runs.repeat(id, 'proof')), 'proof')?.state).not.toBe('skipped');
  });
});
