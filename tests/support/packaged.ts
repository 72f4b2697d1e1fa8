/**
 * Builds the packaged application as users get it and drives it. Its fuses refuse Node's inspector, so
 * Playwright reaches the page by Chromium's own debugging port and the main process not at all.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { vi } from 'vitest';
import { PROJECT_FOLDER } from './desktop.ts';
import { openDisplay } from './display.ts';
import { findElectron } from './electron-runtime.ts';

/**
 * Runs electron-builder for a folder, with the Electron that the tests use.
 * @param output absolute path of the folder to fill
 * @returns absolute path of the executable
 */
export async function buildPackage(output: string): Promise<string> {
  const runtime = findElectron();
  if (runtime === null) throw new Error('There is no Electron to package.');
  await promisify(execFile)(
    join(PROJECT_FOLDER, 'node_modules', '.bin', 'electron-builder'),
    [
      '--linux',
      'dir',
      `-c.directories.output=${output}`,
      `-c.electronDist=${runtime.folder}`,
      `-c.electronVersion=${runtime.version}`,
    ],
    { cwd: PROJECT_FOLDER },
  );
  return join(output, 'linux-unpacked', 'pushscope');
}

const START_TIMEOUT_MS = 30_000;

export interface PackagedDesktop {
  readonly page: Page;
  dispose(): Promise<void>;
}

/** Starts a packaged application with an empty data folder and waits for its page. */
export async function startPackaged(executable: string): Promise<PackagedDesktop> {
  const display = await openDisplay();
  const dataFolder = await mkdtemp(join(tmpdir(), 'pushscope-packaged-'));
  const program = spawn(
    executable,
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--remote-debugging-port=0',
      `--user-data-dir=${dataFolder}`,
    ],
    { env: { ...process.env, DISPLAY: display.name }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const dispose = async (): Promise<void> => {
    await end(program);
    display.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  };
  try {
    const address = await debuggingAddress(program);
    // Playwright may lose a page that appears while it connects.
    await vi.waitUntil(() => hasPage(address), { timeout: START_TIMEOUT_MS, interval: 100 });
    const browser = await chromium.connectOverCDP(address);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('The application has no session.');
    const page = context.pages()[0];
    if (page === undefined) throw new Error('The application has no page.');
    await page.waitForLoadState('load');
    return { page, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Whether Chromium lists a page that has an address. */
async function hasPage(address: string): Promise<boolean> {
  const answer = await fetch(`http://${new URL(address).host}/json/list`);
  const targets = (await answer.json()) as readonly { type: string; url: string }[];
  return targets.some(({ type, url }) => type === 'page' && url.startsWith('app:'));
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exited = once(program, 'exit');
  program.kill();
  await exited;
}

/** Chromium names the port it chose on its error stream. */
function debuggingAddress(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    program.stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(text);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    program.once('exit', (code) =>
      reject(new Error(`The application ended with ${code}.\n${text}`)),
    );
  });
}
