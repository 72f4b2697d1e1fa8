/** Finds the Electron that desktop tests run, and puts the application under test into it. */
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

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

/** A runtime whose own application is the one under test. */
export interface Installation {
  readonly executable: string;
  dispose(): Promise<void>;
}

/**
 * Puts an application where an installed one lies, `resources/app`, so that Electron loads it by itself
 * and early, as it does for users. Nothing is copied but, across file systems, the executable: Electron
 * looks for its resources beside the file that it really is, so that one can't be a symbolic link.
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
  await mkdir(join(folder, 'resources'));
  await symlink(application, join(folder, 'resources', 'app'));
  return { executable, dispose: () => rm(folder, { recursive: true, force: true }) };
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target));
}
