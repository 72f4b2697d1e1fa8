/** Where a password may come from: an environment variable or a hidden prompt, never the command line. */
import { CommandError, type Terminal } from './terminal.ts';

const ENTER = ['\r', '\n'];
const END_OF_INPUT = '\u0004';
const INTERRUPT = '\u0003';
const BACKSPACE = ['\u007f', '\b'];

/**
 * Gets the password of an account.
 * @param variable name given by `--password-env`; undefined asks at the terminal
 * @param account whose password the prompt asks for
 * @throws CommandError with exit code 2 when the variable is not set or there is no terminal to ask at
 */
export async function readPassword(
  terminal: Terminal,
  variable: string | undefined,
  account: string,
): Promise<string> {
  if (variable === undefined) return askForPassword(terminal, account);
  return readSecret(terminal, variable, `the password of ${account}`);
}

/**
 * Gets a secret that is never asked for.
 * @param variable name of the environment variable
 * @param what it should be set to
 * @throws CommandError with exit code 2 when the variable is not set
 */
export function readSecret(terminal: Terminal, variable: string, what: string): string {
  const secret = terminal.env[variable];
  if (secret !== undefined) return secret;
  throw new CommandError(2, `The environment variable ${variable} is not set. Set it to ${what}.`);
}

async function askForPassword(terminal: Terminal, account: string): Promise<string> {
  const { stdin } = terminal;
  if (!stdin.isTTY) {
    throw new CommandError(
      2,
      `There is no password for ${account}. Name a variable that holds it with --password-env NAME, or run this at a terminal to be asked.`,
    );
  }
  terminal.writeErr(`Password of ${account}: `);
  stdin.setRawMode(true);
  stdin.resume();
  try {
    return await readHiddenLine(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    terminal.writeErr('\n');
  }
}

/** Raw mode, because a terminal in line mode shows what is typed. */
function readHiddenLine(stdin: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    stdin.setEncoding('utf8');
    stdin.on('data', take);
    function take(chunk: string): void {
      for (const char of chunk) {
        if (ENTER.includes(char) || char === END_OF_INPUT) end(() => resolve(typed.join('')));
        else if (char === INTERRUPT)
          end(() => reject(new CommandError(2, 'No password was given.')));
        else if (BACKSPACE.includes(char)) typed = typed.slice(0, -1);
        else typed.push(char);
      }
    }
    function end(settle: () => void): void {
      stdin.off('data', take);
      settle();
    }
  });
}
