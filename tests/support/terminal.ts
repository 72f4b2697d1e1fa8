/** A terminal whose output is kept, for commands that run inside the test. */
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { runProgram } from '#hosts/cli/program.ts';
import type { ExitCode, Terminal } from '#hosts/cli/terminal.ts';

export interface TestTerminal extends Terminal {
  /** All that went to stdout so far. */
  out(): string;
  /** All that went to stderr so far. */
  err(): string;
  /** What SIGINT does. */
  interrupt(): void;
}

export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What a pipe into the command holds. */
  readonly stdin?: string;
}

/** A terminal without colours; stdin is a pipe. */
export function buildTerminal({ env = {}, stdin = '' }: TerminalOptions = {}): TestTerminal {
  const interruption = new AbortController();
  let out = '';
  let err = '';
  const input = new PassThrough();
  input.end(stdin);
  return {
    writeOut: (text) => void (out += text),
    writeErr: (text) => void (err += text),
    outIsColoured: false,
    errIsColoured: false,
    env,
    stdin: input as unknown as ReadStream,
    interrupted: interruption.signal,
    out: () => out,
    err: () => err,
    interrupt: () => interruption.abort(),
  };
}

/** How a command ended. */
export interface CommandEnd {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line inside the test. */
export async function runCommand(
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<CommandEnd> {
  const terminal = buildTerminal(options);
  const code = await runProgram(args, terminal);
  return { code, stdout: terminal.out(), stderr: terminal.err() };
}
