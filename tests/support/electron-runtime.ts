/** Finds the Electron that desktop tests run, and puts the application under test into it. */
import { existsSync, readFileSync } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ElectronRuntime {
  /** Absolute path of the folder that holds the executable and its resources. */
  readonly folder: string;
  readonly executable: string;
  readonly version: string;
}

/** Null when there is none. */
export function findElectron(): ElectronRuntime | null {
  const executable = namedExecutable() ?? packagedExecutable();
  if (executable === null || !existsSync(executable)) return null;
  const folder = dirname(executable);
  return { folder, executable, version: readVersion(folder) };
}

/** The variable that the electron package itself reads. */
function namedExecutable(): string | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  if (folder === '') return null;
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** Where the electron package says that its download lies. To require the package would start one. */
function packagedExecutable(): string | null {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    return join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
  } catch {
    return null;
  }
}

function readVersion(folder: string): string {
  const file = join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : '';
}

/**
 * Playwright's own preload: it holds the application back until Playwright is connected. Without it a
 * window may open while Playwright looks for windows, and now and then it waits for that one for ever.
 */
export const PLAYWRIGHT_LOADER = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** A runtime whose own application is the one under test. */
export interface Installation {
  readonly executable: string;
  dispose(): Promise<void>;
}

/**
 * Puts an application where an installed one lies, `resources/app`, so that Electron loads it by itself
 * and early, as it does for users. Nothing is copied but, across file systems, the executable: Electron
 * looks for its resources beside the file that it really is, so that one can't be a symbolic link.
 * @param application absolute path of the folder with its package.json
 */
export async function install(
  runtime: ElectronRuntime,
  application: string,
): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'pushscope-electron-'));
  const executable = join(folder, basename(runtime.executable));
  for (const name of await readdir(runtime.folder)) {
    const source = join(runtime.folder, name);
    if (name === 'resources') continue;
    if (source === runtime.executable) await linkOrCopy(source, executable);
    else await symlink(source, join(folder, name));
  }
  await writeStarter(join(folder, 'resources', 'app'), application);
  return { executable, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** The application, started after Playwright's loader. */
async function writeStarter(folder: string, application: string): Promise<void> {
  const facts = JSON.parse(await readFile(join(application, 'package.json'), 'utf8')) as {
    main: string;
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...facts, main: 'start.js' }));
  const modules = [PLAYWRIGHT_LOADER, join(application, facts.main)];
  await writeFile(
    join(folder, 'start.js'),
    modules.map((path) => `await import(${JSON.stringify(pathToFileURL(path).href)});\n`).join(''),
  );
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target));
}
