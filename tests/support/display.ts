/** A display for tests: the one there is, or a virtual one of our own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Display {
  readonly name: string | undefined;
  dispose(): void;
}

/** Null when a window can be shown or Xvfb can be started, else what is missing. */
export function missingDisplay(): string | null {
  if (process.platform !== 'linux' || hasDisplay()) return null;
  return spawnSync('Xvfb', ['-help']).error === undefined ? null : 'a display, or Xvfb';
}

/** Larger than any window under test, so that no window manager is missed. */
const SCREEN = '1600x1200x24';

/** Usually a tenth of a second. */
const START_TIMEOUT_MS = 10_000;
/** Servers that start at the same moment can lock each other out of the same number. */
const MOST_ATTEMPTS = 3;

/** Starts Xvfb where there is no display; it chooses a free number itself. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || hasDisplay()) {
    return { name: process.env['DISPLAY'], dispose: () => undefined };
  }
  for (let attempt = 1; ; attempt += 1) {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    try {
      const number = await announcedNumber(server);
      return { name: `:${number}`, dispose: () => void server.kill() };
    } catch (error) {
      server.kill('SIGKILL');
      if (attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** Xvfb writes the number of its display, and a line's end, when it can be connected to. */
function announcedNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Xvfb did not start.')), START_TIMEOUT_MS);
    let text = '';
    (server.stdio[3] as Readable).on('data', (data: Buffer) => {
      text += data.toString();
      if (!text.endsWith('\n')) return;
      clearTimeout(late);
      resolve(text.trim());
    });
    server.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`Xvfb ended with ${code}.`));
    });
  });
}

function hasDisplay(): boolean {
  return (process.env['DISPLAY'] ?? '') !== '';
}
