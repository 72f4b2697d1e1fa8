/** The console's own services, put together as the command line does, for a measured process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { createConsoleServices, type ConsoleServices } from '#services/console-services.ts';
import { benchAccount } from './bench-account.ts';

/**
 * Services for this process.
 * @param given their data folder, which stays; left out, one that goes with the process
 */
export function openConsole(given?: string): {
  readonly services: ConsoleServices;
  readonly folder: string;
} {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'pushscope-bench-'));
  const services = createConsoleServices({
    dataFolder: folder,
    platform: {
      runtime: `Node ${process.versions.node}`,
      chooseFile: async () => null,
      chooseTarget: async () => null,
      copyText: async () => undefined,
    },
  });
  if (given === undefined) {
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return { services, folder };
}

/** Brings the account of the bench server online. */
export async function connectBench(
  services: ConsoleServices,
  service: string,
  fingerprint256: string,
): Promise<SessionSnapshot> {
  const result = await services.sessions.connect(benchAccount({ service, fingerprint256 }));
  if (!result.ok) throw new Error(`${result.error.what} ${result.error.why ?? ''}`);
  return result.value;
}
