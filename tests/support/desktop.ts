/** Starts the real application in the real Electron, each time with a data folder of its own. */
import type { RequestAnswer, RequestInput, RequestName } from '#shared/contract/channels.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { missingDisplay, openDisplay, type Display } from './display.ts';
import { findElectron, install, PLAYWRIGHT_LOADER } from './electron-runtime.ts';
import { describeWhen } from './requirement.ts';

export const PROJECT_FOLDER = join(import.meta.dirname, '..', '..');

/**
 * A suite that needs Electron and a display.
 * @param alsoMissing what else the suite needs and is not there, or null
 */
export function describeDesktop(
  title: string,
  body: () => void,
  alsoMissing: string | null = null,
): void {
  const electron = findElectron() === null ? 'Electron (npx install-electron)' : null;
  describeWhen(electron ?? missingDisplay() ?? alsoMissing, title, body);
}

/** How long an expected change of the page may take. */
const PATIENCE_MS = 10_000;

export interface DesktopOptions {
  /**
   * What is started: the application installed in the runtime (usual), or the runtime with the
   * project's folder as its argument.
   */
  readonly start?: 'installed' | 'by-argument';
  /** Device-independent pixels of the window's content. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Kept by the caller, to start again with the same data. */
  readonly dataFolder?: string;
}

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What the page wrote to its console as an error, policy violations included. */
  readonly pageErrors: readonly string[];
  /** Starts the application once more with the same data; resolves with its exit code. */
  startAgain(): Promise<number | null>;
  dispose(): Promise<void>;
}

/** Starts the application and waits for its window. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const cleanup: (() => unknown)[] = [];
  const dispose = async (): Promise<void> => {
    for (const step of cleanup.splice(0).toReversed()) await step();
  };
  try {
    return { ...(await start(options, cleanup)), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function start(
  options: DesktopOptions,
  cleanup: (() => unknown)[],
): Promise<Omit<Desktop, 'dispose'>> {
  const display = await openDisplay();
  cleanup.push(() => display.dispose());
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'pushscope-desktop-')));
  if (options.dataFolder === undefined) {
    cleanup.push(() => rm(dataFolder, { recursive: true, force: true }));
  }
  const { executable, args } = await prepare(options.start ?? 'installed', cleanup);
  const command = launchCommand(executable, [`--user-data-dir=${dataFolder}`, ...args], display);
  const app = await _electron.launch(command);
  cleanup.push(() => app.close());
  const page = await app.firstWindow();
  page.setDefaultTimeout(PATIENCE_MS);
  const pageErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  page.on('pageerror', (error) => pageErrors.push(error.message));
  await page.waitForLoadState('load');
  await page.evaluate(tellViolations);
  if (options.size) await resizeWindow(app, options.size);
  return { app, page, dataFolder, pageErrors, startAgain: () => runToEnd(command) };
}

/** In the page: the console says that the policy was violated, but not by what. */
function tellViolations(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    const { violatedDirective, sourceFile, lineNumber, columnNumber, target } = event;
    const element = target instanceof Element ? target.outerHTML.slice(0, 500) : '';
    console.error(
      `${violatedDirective} at ${sourceFile}:${lineNumber}:${columnNumber}: ${element}`,
    );
  });
}

/** What to execute, with the arguments that name the application. */
async function prepare(
  manner: NonNullable<DesktopOptions['start']>,
  cleanup: (() => unknown)[],
): Promise<{ executable: string; args: string[] }> {
  const runtime = findElectron();
  if (runtime === null) throw new Error('There is no Electron to start.');
  if (manner === 'by-argument' || process.platform !== 'linux') {
    return { executable: runtime.executable, args: ['-r', PLAYWRIGHT_LOADER, PROJECT_FOLDER] };
  }
  const installation = await install(runtime, PROJECT_FOLDER);
  cleanup.push(() => installation.dispose());
  return { executable: installation.executable, args: [] };
}

function launchCommand(executablePath: string, args: readonly string[], display: Display) {
  // With this one set, Electron is nothing but Node.
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  return {
    executablePath,
    cwd: PROJECT_FOLDER,
    // Chromium refuses to sandbox for root, as which containers often run.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
    // The theme is the application's to choose; Playwright would pretend that it is always light.
    colorScheme: null,
    env: definedOnly({ ...environment, DISPLAY: display.name }),
  };
}

async function runToEnd(command: ReturnType<typeof launchCommand>): Promise<number | null> {
  const { executablePath, args, cwd, env } = command;
  const program = spawn(executablePath, args, { cwd, env, stdio: 'ignore' });
  const [code] = (await once(program, 'exit')) as [number | null];
  return code;
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}

/** Gives the window's content a size, as a user would by dragging its corner. */
export async function resizeWindow(
  app: ElectronApplication,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
}

/** Sends a request over the page's own bridge, as its code does. */
export async function ask<Name extends RequestName>(
  page: Page,
  name: Name,
  input: RequestInput<Name>,
): Promise<RequestAnswer<Name>> {
  return page.evaluate(
    ([channel, content]) => window.pushscope!.request(channel as never, content as never),
    [name, input] as const,
  );
}

/** The next "open" dialogs choose this file; null cancels them. */
export async function answerOpenDialogs(
  app: ElectronApplication,
  path: string | null,
): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({
      canceled: chosen === null,
      filePaths: chosen === null ? [] : [chosen],
    });
  }, path);
}

/** The next "save" dialogs choose this file; null cancels them. */
export async function answerSaveDialogs(
  app: ElectronApplication,
  path: string | null,
): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? '' });
  }, path);
}
