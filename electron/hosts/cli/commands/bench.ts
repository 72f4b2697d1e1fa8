/** `pushscope bench`: the product's figures, measured. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { CommandError, type ExitCode, type Finish, type Terminal } from '../terminal.ts';

/** Path of the benchmarks inside the source checkout. */
const BENCH_PROGRAM = join('tests', 'bench', 'bench.ts');

/** The command `bench`: measures the figures of one name, or all. */
export function addBenchCommand(terminal: Terminal, finish: Finish): Command {
  return new Command('bench')
    .description('measure the figures of the product (source checkout only)')
    .argument(
      '[name]',
      'connect, capture, inspector, export or memory; all but memory when left out',
    )
    .option('--json', 'print JSON Lines on stdout', false)
    .option('--minutes <number>', 'how long memory is measured (default: 10)')
    .action((name: string | undefined, options: BenchOptions) =>
      finish(runBench(terminal, toArguments(name, options))),
    );
}

interface BenchOptions {
  readonly json: boolean;
  readonly minutes?: string;
}

/** What is passed on; the benchmarks judge it themselves. */
function toArguments(name: string | undefined, { json, minutes }: BenchOptions): string[] {
  return [
    ...(name === undefined ? [] : [name]),
    ...(json ? ['--json'] : []),
    ...(minutes === undefined ? [] : [`--minutes=${minutes}`]),
  ];
}

async function runBench(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const program = findBenchProgram();
  if (program === null) {
    throw new CommandError(
      2,
      'The figures compare with the stock client, which only the source checkout has. Run `npm run bench` there.',
    );
  }
  const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  const end = (): void => void child.kill();
  terminal.interrupted.addEventListener('abort', end, { once: true });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return code === 0 || code === 2 ? code : 1;
}

/** Looks upwards: from source and from the bundle the checkout lies at different heights. */
function findBenchProgram(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (folder !== dirname(folder)) {
    folder = dirname(folder);
    const program = join(folder, BENCH_PROGRAM);
    if (existsSync(program)) return program;
  }
  return null;
}
