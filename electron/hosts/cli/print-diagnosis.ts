/** The wording of diagnoses: what is wrong, why we think so, what to do. */
import type { Diagnosis } from '#shared/contract/run.ts';
import { withoutControls } from './shorten-stanza.ts';
import type { Style } from './style.ts';

/** All of them, best explanation first. */
export function describeDiagnoses(diagnoses: readonly Diagnosis[], style: Style): string {
  return [style.bold('Diagnosis'), ...diagnoses.flatMap((one) => describeOne(one, style))].join(
    '\n',
  );
}

function describeOne({ title, sure, because, next }: Diagnosis, style: Style): string[] {
  const paint = { certain: style.bad, likely: style.attention, possible: style.dim }[sure];
  return [
    `  ${paint(sure)}  ${style.bold(withoutControls(title))}`,
    ...because.map((reason) => `      Because: ${withoutControls(reason)}`),
    `      Next: ${withoutControls(next)}`,
  ];
}
