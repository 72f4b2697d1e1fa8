/** The console's own services, put together as the command line does, for a measured process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PROFILE_OPTIONS, type SessionSnapshot } from '#shared/contract/session.ts';
import { createConsoleServices, type ConsoleServices } from '#services/console-services.ts';
import { BENCH_JID, BENCH_PASSWORD } from './bench-account.ts';

/** Services with a data folder of their own, for this process. */
export function openConsole(): { readonly services: ConsoleServices; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-bench-'));
  const services = createConsoleServices({
    dataFolder: folder,
    platform: {
      runtime: `Node ${process.versions.node}`,
      chooseFile: async () => null,
      chooseTarget: async () => null,
      copyText: async () => undefined,
    },
  });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { services, folder };
}

/** Brings the account of the bench server online. */
export async function connectBench(
  services: ConsoleServices,
  service: string,
  fingerprint256: string,
): Promise<SessionSnapshot> {
  const result = await services.sessions.connect({
    ...{ profileId: null, name: '', jid: BENCH_JID, password: BENCH_PASSWORD, service },
    ...{ trust: { kind: 'pinned', fingerprint256 }, allowPlaintext: false, resource: '' },
    ...{ connectTimeoutMs: 60_000, options: DEFAULT_PROFILE_OPTIONS },
  });
  if (!result.ok) throw new Error(`${result.error.what} ${result.error.why ?? ''}`);
  return result.value;
}
