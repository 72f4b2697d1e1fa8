/** Gives a command its services and takes them away again, however the command ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsoleServices, type ConsoleServices } from '#services/console-services.ts';
import type { HostPlatform } from '#services/platform.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs a command with services of its own.
 * @param dataFolder where recordings are kept; undefined for a temporary folder that is deleted
 */
export async function withServices<Value>(
  terminal: Terminal,
  dataFolder: string | undefined,
  command: (services: ConsoleServices) => Promise<Value>,
): Promise<Value> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'pushscope-')));
  const services = createConsoleServices({
    dataFolder: folder,
    platform: createTerminalPlatform(),
    logger: {
      error: (message, cause) =>
        terminal.writeErr(`${message} ${cause instanceof Error ? cause.message : String(cause)}\n`),
    },
  });
  try {
    return await command(services);
  } finally {
    await services.dispose();
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** A terminal has no dialogs and no clipboard: files are named by options. */
function createTerminalPlatform(): HostPlatform {
  return {
    runtime: `Node ${process.versions.node}`,
    chooseFile: async () => null,
    chooseTarget: async () => null,
    copyText: async () => undefined,
  };
}
