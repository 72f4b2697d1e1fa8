/** Measured programs run as processes of their own, so that none slows another by what it left behind. */
import { fork, type ChildProcess } from 'node:child_process';

/** Longer than any round takes, even on a busy machine. */
const LIMIT_MS = 300_000;

/** A child that goes on, such as a server. */
export interface RunningChild<Report> {
  readonly report: Report;
  /** Ends it; resolves when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** In the child: hands the one report to the parent. */
export function reportToParent(report: object): void {
  process.send?.(report);
}

/**
 * Starts a program of the bench.
 * @param file its name in this folder
 * @returns its first report
 */
export async function startChild<Report>(
  file: string,
  args: readonly (string | number)[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningChild<Report>> {
  const child = fork(new URL(file, import.meta.url), args.map(String), {
    env: { ...process.env, ...env },
    // What it prints is no figure.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const report = await firstReport(child, file).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    report: report as Report,
    async stop(signal) {
      child.kill(signal);
      await gone;
    },
  };
}

/** Runs a program that reports once and ends. */
export async function runChild<Report>(...args: Parameters<typeof startChild>): Promise<Report> {
  const child = await startChild<Report>(...args);
  await child.stop();
  return child.report;
}

function firstReport(child: ChildProcess, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${file} told nothing`)), LIMIT_MS);
    child.once('message', (report) => {
      clearTimeout(timer);
      resolve(report);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${file} ended with code ${code ?? 'none'} before it told anything`));
    });
  });
}
