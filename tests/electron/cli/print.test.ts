import { describe, expect, it } from 'vitest';
import type { RunSnapshot } from '#shared/contract/run.ts';
import { toJunit } from '#hosts/cli/junit.ts';
import { describeOutcome, describeProblem, describeStep, formatMs } from '#hosts/cli/print.ts';
import { shortenStanza } from '#hosts/cli/shorten-stanza.ts';
import { createStyle } from '#hosts/cli/style.ts';
import { createRunSnapshot, withStep } from '#services/runs/run-state.ts';
import { buildExchange, buildParameters, buildStanzaError } from '#tests/support/run-builders.ts';

const plain = createStyle(false);

function failedRun(text = ''): RunSnapshot {
  const run = createRunSnapshot({
    id: 'run1',
    parameters: buildParameters(),
    node: 'n1',
    startedAt: '2026-01-01T00:00:00.000Z',
  });
  const error = { ...buildStanzaError('forbidden'), type: 'auth', text };
  return withStep(withStep(run, 'preflight', { state: 'passed', latencyMs: 3 }), 'create', {
    state: 'failed',
    latencyMs: 12.4,
    exchanges: [buildExchange({ outcome: { kind: 'error', error } })],
    verdict: {
      headline: 'The service refuses.',
      proved: 'It answers.',
      notProved: 'Why.',
      whoKnows: 'The operator.',
      next: 'Ask for permission.',
    },
  });
}

describe('describeStep()', () => {
  it('tells row, exchange and verdict', () => {
    const step = failedRun().steps[1];
    expect(step && describeStep(step, plain)).toBe(
      [
        '✗ failed  Create node  12 ms',
        "    > <iq type='get' id='a'/>",
        '    < error forbidden (auth), 1.0 ms',
        '    The service refuses.',
        '      Proved: It answers.',
        '      Not proved: Why.',
        '      Who knows: The operator.',
        '      Next: Ask for permission.',
      ].join('\n'),
    );
  });
});

describe('describeOutcome()', () => {
  it('names the application condition with its feature', () => {
    const error = {
      ...buildStanzaError('feature-not-implemented'),
      applicationConditions: [{ name: 'unsupported', ns: 'x', feature: 'create-nodes' }],
    };
    expect(describeOutcome({ kind: 'error', error })).toBe(
      'error feature-not-implemented (cancel, unsupported create-nodes)',
    );
  });

  it.each([
    [{ kind: 'timeout', afterMs: 10_000 }, 'no answer within 10.0 s'],
    [{ kind: 'disconnected', reason: 'The socket closed.' }, 'no answer: The socket closed.'],
    [{ kind: 'error-without-reason' }, 'error that names no reason'],
  ] as const)('tells %j apart', (outcome, text) => {
    expect(describeOutcome(outcome)).toBe(text);
  });
});

describe('foreign text', () => {
  it('cannot steer the terminal', () => {
    const error = { ...buildStanzaError('forbidden'), text: '\u001b[2Jgone\u202e' };
    expect(describeOutcome({ kind: 'error', error })).not.toMatch(/[\u001b\u202e]/);
    expect(shortenStanza('<a>\u0007\u009b</a>')).toBe('<a>��</a>');
    expect(describeProblem({ code: 'x', what: 'a\u001b[31m' })).toBe('a�[31m');
  });

  it('is cut to one line', () => {
    expect(shortenStanza(`<a>\n${'x'.repeat(500)}</a>`)).toHaveLength(241);
  });
});

describe('createStyle()', () => {
  it('paints only when coloured', () => {
    expect(createStyle(true).good('yes')).toBe('\u001b[32myes\u001b[39m');
    expect(plain.good('yes')).toBe('yes');
  });
});

describe('formatMs()', () => {
  it.each([
    [0.44, '0.4 ms'],
    [12.4, '12 ms'],
    [3_240, '3.2 s'],
  ])('writes %d as %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});

describe('toJunit()', () => {
  it('writes failures and skipped steps', () => {
    const report = toJunit(failedRun('no <access>\u0001'));
    expect(report).toContain("tests='7' failures='1' skipped='5'");
    expect(report).toContain("<failure message='The service refuses.'>");
    expect(report).toContain('no &lt;access&gt;\ufffd');
    expect(report).toContain("name='Preflight' time='0.003'/>");
  });
});
