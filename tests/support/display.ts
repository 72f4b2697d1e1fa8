/** A display for tests: the one there is, or a virtual one of our own. */
import { spawn, spawnSync } from 'node:child_process';
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

/** Starts Xvfb where there is no display; it chooses a free number itself. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || hasDisplay()) {
    return { name: process.env['DISPLAY'], dispose: () => undefined };
  }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const announced = server.stdio[3] as Readable;
  const number = await new Promise<string>((resolve, reject) => {
    announced.once('data', (data: Buffer) => resolve(data.toString().trim()));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
  });
  return { name: `:${number}`, dispose: () => void server.kill() };
}

function hasDisplay(): boolean {
  return (process.env['DISPLAY'] ?? '') !== '';
}
