/**
 * `npm run bench [-- NAME…] [--json] [--minutes N]`: measures the figures of the product, those against other
 * programs in turn on the same machine. Exit code 1 when a goal is missed or what a measurement needs is not
 * there, 2 for an unknown name.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchCapture } from './capture-bench.ts';
import { benchConnect } from './connect-bench.ts';
import { benchExport } from './export-bench.ts';
import { describeFigure, type Figure } from './figure.ts';
import { benchInspector } from './inspector-bench.ts';
import { MissingForBench } from './inspector-window.ts';
import { benchKill } from './kill-bench.ts';
import { benchLive } from './live-bench.ts';
import { benchMemory } from './memory-bench.ts';

type Progress = (text: string) => void;
type Bench = (progress: Progress, minutes: number) => Promise<Figure[]>;

const BENCHES: Readonly<Record<string, readonly Bench[]>> = {
  connect: [benchConnect],
  capture: [benchCapture],
  inspector: [benchInspector, benchExport, benchLive, benchKill, benchCapture],
  export: [benchExport],
  memory: [benchMemory],
};
/** Takes long by its nature, so it is asked for by name. */
const LONG: readonly string[] = ['memory'];
const MEMORY_MINUTES = 10;
const OUTPUT = new URL('../output/', import.meta.url);

const progress = (text: string): void => void process.stderr.write(`${text}\n`);

async function runBenches(
  names: readonly string[],
  minutes: number,
  json: boolean,
): Promise<boolean> {
  const figures: Figure[] = [];
  for (const bench of new Set(names.flatMap((name) => BENCHES[name] ?? []))) {
    for (const figure of await bench(progress, minutes)) {
      figures.push(figure);
      process.stdout.write(`${json ? JSON.stringify(figure) : describeFigure(figure)}\n`);
    }
  }
  await mkdir(OUTPUT, { recursive: true });
  const text = JSON.stringify({ node: process.version, figures }, null, 2);
  await writeFile(new URL('bench.json', OUTPUT), `${text}\n`);
  return figures.every(({ met }) => met);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    minutes: { type: 'string', default: String(MEMORY_MINUTES) },
  },
});
const known = Object.keys(BENCHES);
const unknown = positionals.filter((name) => !known.includes(name));
const minutes = Number(values.minutes);
if (unknown.length > 0) {
  progress(`There is no bench called ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  process.exitCode = 2;
} else if (!(minutes > 0)) {
  progress(`--minutes takes a number above 0, not ${values.minutes}.`);
  process.exitCode = 2;
} else {
  const usual = known.filter((name) => !LONG.includes(name));
  try {
    const met = await runBenches(
      positionals.length > 0 ? positionals : usual,
      minutes,
      values.json,
    );
    process.exitCode = met ? 0 : 1;
  } catch (error) {
    if (!(error instanceof MissingForBench)) throw error;
    progress(error.message);
    process.exitCode = 1;
  }
}
