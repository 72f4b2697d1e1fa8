/** Runs a real server for a test: unprivileged, in a folder of its own, gone when it is stopped. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const STOP_TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 60_000;

/** Both servers refuse to run as root, or should. Root's tests give them this user. */
const UNPRIVILEGED_USER = 'nobody';

export interface ServerFolder {
  readonly path: string;
  /** Writes a file that the server may read, in folders made for it; answers its path. */
  write(name: string, text: string): string;
  remove(): void;
}

/** A temporary folder that belongs to the user the server will run as. */
export function createServerFolder(): ServerFolder {
  const path = mkdtempSync(join(tmpdir(), 'pushscope-server-'));
  const owner = serverUser();
  const give = (name: string): void => {
    if (owner !== null) chownSync(name, owner.uid, owner.gid);
  };
  give(path);
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  // For a test that ends before it has stopped its server.
  process.once('exit', remove);
  return {
    path,
    write(name, text) {
      const file = join(path, name);
      const made = mkdirSync(dirname(file), { recursive: true });
      for (
        let folder = dirname(file);
        made !== undefined && folder !== path;
        folder = dirname(folder)
      ) {
        give(folder);
      }
      writeFileSync(file, text, { mode: 0o600 });
      give(file);
      return file;
    },
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

export interface ServerProcess {
  readonly pid: number;
  /** Ends the process and waits for it. */
  stop(): Promise<void>;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: ServerFolder;
  readonly env: Readonly<Record<string, string>>;
  /** What the server prints once it answers; everything printed is shown when it does not come. */
  readonly ready: RegExp;
}

/** Starts a server and waits until it says that it is ready. */
export async function startServerProcess(options: ServerCommand): Promise<ServerProcess> {
  const { command, args, folder, env, ready } = options;
  const guarded = guard([command, ...args]);
  const child = spawn(guarded[0] ?? command, guarded.slice(1), {
    cwd: folder.path,
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: folder.path,
      LANG: 'C.UTF-8',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const give = (why: string): void =>
      reject(new Error(`${command} ${why}:\n${output.slice(-4_000)}`));
    const timer = setTimeout(() => give('did not become ready'), START_TIMEOUT_MS);
    const read = (data: Buffer): void => {
      output = (output + data.toString()).slice(-64_000);
      if (!ready.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => give(error.message));
    void exited.then((code) => give(`ended with ${code}`));
  }).catch((error: unknown) => {
    kill();
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    async stop() {
      const timer = setTimeout(kill, STOP_TIMEOUT_MS);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}

/**
 * Runs the command unprivileged and, where the system can do that, ends it with this process even when
 * this process is killed.
 */
function guard(command: readonly string[]): readonly string[] {
  const user = serverUser();
  const identity =
    user === null ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const canGuard = spawnSync('setpriv', ['--version']).error === undefined;
  return canGuard ? ['setpriv', ...identity, '--pdeathsig=KILL', ...command] : command;
}

/** Null when the tests do not run as root: the server then runs as whoever runs the tests. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, UNPRIVILEGED_USER], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

/** The first folder in `/usr/lib/<architecture>` that holds something whose name begins like this. */
export function findLibraryFolder(prefix: string): string | null {
  const found = readdirSync('/usr/lib', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
    .map((entry) => join('/usr/lib', entry.name))
    .find((folder) => readdirSync(folder).some((name) => name.startsWith(prefix)));
  return found ?? null;
}
