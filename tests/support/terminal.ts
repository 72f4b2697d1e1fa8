/** A terminal whose output is kept, for commands that run inside the test. */
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import type { Terminal } from '#hosts/cli/terminal.ts';

export interface TestTerminal extends Terminal {
  /** All that went to stdout so far. */
  out(): string;
  /** All that went to stderr so far. */
  err(): string;
  /** The JSON objects on stdout; throws when a line is none. */
  objects(): unknown[];
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
    objects: () =>
      out
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line)),
    interrupt: () => interruption.abort(),
  };
}
