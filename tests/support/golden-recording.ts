/** The recordings of a real MongooseIM under tests/fixtures/golden, read line by line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../fixtures/golden');

const lineSchema = z.discriminatedUnion('dir', [
  z.looseObject({ dir: z.literal('meta'), scenario: z.string(), about: z.string() }),
  z.looseObject({ dir: z.literal('out'), conn: z.string(), xml: z.string() }),
  z.looseObject({ dir: z.literal('in'), conn: z.string(), xml: z.string() }),
  z.looseObject({ dir: z.literal('event'), conn: z.string(), event: z.string() }),
  z.looseObject({ dir: z.literal('note'), text: z.string() }),
  z.looseObject({
    dir: z.literal('push'),
    request: z.looseObject({ method: z.string(), url: z.string(), rawBody: z.string() }),
    answered: z.looseObject({ status: z.number(), body: z.string() }),
  }),
]);

export type GoldenLine = z.infer<typeof lineSchema>;

export interface GoldenRecording {
  /** File name without `.jsonl`. */
  readonly id: string;
  readonly lines: readonly GoldenLine[];
}

/** Ids of all recordings, in file order. */
export function goldenIds(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.replace(/\.jsonl$/, ''))
    .sort();
}

/** Reads one recording. */
export function readGolden(id: string): GoldenRecording {
  const text = readFileSync(join(FOLDER, `${id}.jsonl`), 'utf8');
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
  return { id, lines };
}
