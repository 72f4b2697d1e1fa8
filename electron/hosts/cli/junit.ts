/** A run as JUnit XML, the form that CI servers read: a test suite with one test case a step. */
import type { RunSnapshot, StepSnapshot } from '#shared/contract/run.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { describeOutcome } from './print.ts';

/** Writes the report of a run. */
export function toJunit(run: RunSnapshot): string {
  const count = (state: StepSnapshot['state']): number =>
    run.steps.filter((step) => step.state === state).length;
  const suite = createElement(
    'testsuite',
    '',
    {
      name: `pushscope ${run.flow ?? run.parameters.flow}`,
      tests: run.steps.length,
      failures: count('failed'),
      skipped: count('skipped') + count('waiting'),
      timestamp: run.startedAt,
    },
    run.steps.map(toTestCase),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serializeXml(suite, '')}\n`;
}

function toTestCase(step: StepSnapshot): XmlElement {
  const seconds = ((step.latencyMs ?? 0) / 1_000).toFixed(3);
  return createElement(
    'testcase',
    '',
    { classname: 'pushscope', name: step.title, time: seconds },
    [resultOf(step)],
  );
}

function resultOf(step: StepSnapshot): XmlElement | null {
  if (step.state === 'passed') return null;
  if (step.state !== 'failed') {
    const message = step.note || 'The run stopped before this step.';
    return createElement('skipped', '', { message: printable(message) });
  }
  const outcomes = step.exchanges.map(
    ({ label, outcome }) => `${label}: ${describeOutcome(outcome)}`,
  );
  const text = [step.verdict?.proved, ...outcomes, step.verdict?.next].filter(Boolean).join('\n');
  const message = printable(step.verdict?.headline ?? 'failed');
  return createElement('failure', '', { message }, [printable(text)]);
}

/** XML 1.0 has no place for control characters, and servers' texts may hold any. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');
}
