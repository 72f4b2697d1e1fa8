/**
 * `npm run bench [-- NAME…] [--json]`: measures the figures of the product against the stock client, all
 * contestants in turn on the same machine. Exit code 1 when a goal is missed, 2 for an unknown name.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchCapture } from './capture-bench.ts';
import { benchConnect } from './connect-bench.ts';
import { describeFigure, type Figure } from './figure.ts';
import { benchInspector } from './inspector-bench.ts';
import { MissingForBench } from './inspector-window.ts';

const BENCHES: Readonly<Record<string, (progress: (text: string) => void) => Promise<Figure[]>>> = {
  connect: benchConnect,
  capture: benchCapture,
  inspector: benchInspector,
};
const OUTPUT = new URL('../output/', import.meta.url);

const progress = (text: string): void => void process.stderr.write(`${text}\n`);

async function runBenches(names: readonly string[], json: boolean): Promise<boolean> {
  const figures: Figure[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const figure of await bench(progress)) {
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
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  progress(
    `There is no bench called ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await runBenches(positionals, values.json)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof MissingForBench)) throw error;
    progress(error.message);
    process.exitCode = 1;
  }
}
