/** The process as commands see it: where text goes, what comes in, and when the user wants it to end. */

/** What a command may touch of the process. */
export interface Terminal {
  writeOut(text: string): void;
  writeErr(text: string): void;
  /** Colours are for people at a terminal; a pipe or NO_COLOR gets plain text. */
  readonly outIsColoured: boolean;
  readonly errIsColoured: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly interrupted: AbortSignal;
}

/** How a command ends. 0 done and passed, 1 a check failed, 2 wrong usage or bad input, 3 could not connect. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Lets a command hand its end to the program. */
export type Finish = (end: Promise<ExitCode>) => Promise<void>;

/** Leaves a command with an exit code; the text is for the user and goes to stderr. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Connects to the running process. */
export function createTerminal(host: NodeJS.Process): Terminal {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    // A second signal meets Node's own handling and ends the process at once.
    host.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    interruption.abort(signal);
  };
  host.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return {
    writeOut: (text) => void host.stdout.write(text),
    writeErr: (text) => void host.stderr.write(text),
    outIsColoured: wantsColours(host.stdout, host.env),
    errIsColoured: wantsColours(host.stderr, host.env),
    env: host.env,
    stdin: host.stdin,
    interrupted: interruption.signal,
  };
}

/** @see https://no-color.org/ */
function wantsColours(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** Resolves when the user wants the command to end. */
export function untilInterrupted(terminal: Terminal): Promise<void> {
  if (terminal.interrupted.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    terminal.interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
}
