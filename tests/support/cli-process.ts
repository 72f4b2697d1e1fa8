/** The command line as a process of its own, run from its source. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const PROJECT_FOLDER = join(import.meta.dirname, '..', '..');
/** The Node that the project pins; the one that runs the tests may be too old to run TypeScript. */
const NODE = join(PROJECT_FOLDER, 'node_modules', '.bin', 'node');
const CLI = join(PROJECT_FOLDER, 'electron', 'hosts', 'cli', 'cli.ts');

export interface CliOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Folder in which the process runs. */
  readonly cwd?: string;
}

export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly ms: number;
}

export interface CliProcess {
  /** Resolves once stdout has matched; fails when the process ends before. */
  untilOutput(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends SIGINT, as Ctrl+C does. */
  interrupt(): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<CliEnd>;
}

/** Starts a command; it is killed when the test ends before it does. */
export function startCli(args: readonly string[], options: CliOptions = {}): CliProcess {
  const startedMs = performance.now();
  const child = spawn(NODE, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    cwd: options.cwd ?? PROJECT_FOLDER,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  const output = collectOutput(child);
  const ended = new Promise<CliEnd>((resolve) => {
    child.on('close', (code) => resolve({ code, ...output(), ms: performance.now() - startedMs }));
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    ended,
    interrupt: () => void child.kill('SIGINT'),
    untilOutput: (pattern) => untilOutput(child, () => output().stdout, pattern),
  };
}

/** Runs a command to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliEnd> {
  return startCli(args, options).ended;
}

function collectOutput(child: ChildProcessWithoutNullStreams) {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  return () => ({ stdout, stderr });
}

function untilOutput(
  child: ChildProcessWithoutNullStreams,
  stdout: () => string,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const match = pattern.exec(stdout());
      if (match !== null) resolve(match);
    };
    child.stdout.on('data', check);
    child.on('close', () => reject(new Error(`The command ended without ${pattern}: ${stdout()}`)));
    check();
  });
}
