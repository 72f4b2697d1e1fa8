/** What `--json` promises, as schemas: these fields are there; more may come. */
import { z } from 'zod';
import { STEP_IDS } from '#shared/contract/run.ts';

export const stepLineSchema = z.looseObject({
  kind: z.literal('step'),
  run: z.string(),
  step: z.enum(STEP_IDS),
  state: z.enum(['passed', 'failed', 'skipped']),
  latencyMs: z.number().nonnegative().nullable(),
  condition: z.string().optional(),
});

export const runSummarySchema = z.looseObject({
  kind: z.literal('summary'),
  flow: z.enum(['full', 'less']).nullable(),
  passed: z.number().int(),
  failed: z.number().int(),
  skipped: z.number().int(),
  push: z.object({ received: z.boolean(), latencyMs: z.number().nonnegative().nullable() }),
  transcript: z.string().nullable(),
});

/** What is wrong, best explanation first; before the summary. */
export const diagnosisLineSchema = z.looseObject({
  kind: z.literal('diagnosis'),
  run: z.string(),
  rank: z.number().int().positive(),
  id: z.string(),
  title: z.string().min(1),
  sure: z.enum(['certain', 'likely', 'possible']),
  because: z.array(z.string().min(1)).min(1),
  next: z.string().min(1),
});

/** All lines of `demo` and `check`. */
export const runLineSchema = z.discriminatedUnion('kind', [
  stepLineSchema,
  diagnosisLineSchema,
  runSummarySchema,
]);

export const recordSummarySchema = z.looseObject({
  kind: z.literal('summary'),
  entries: z.number().int(),
  stanzas: z.number().int(),
  connectMs: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  perSecond: z.number().nonnegative(),
});

/** All lines of `record`. */
export const recordLineSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('entry'), seq: z.number().int() }),
  recordSummarySchema,
]);

export const exchangeLineSchema = z.looseObject({
  kind: z.literal('exchange'),
  line: z.number().int(),
  stanzaId: z.string(),
  outcome: z.string().nullable(),
  condition: z.string().optional(),
  latencyMs: z.number().nullable(),
});

/** The objects of JSON Lines; throws when a line is none. */
export function readJsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
