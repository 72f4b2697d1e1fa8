/** The real services with a data folder of their own, ended after each test. */
import { onTestFinished } from 'vitest';
import {
  createConsoleServices,
  type ConsoleServices,
  type ConsoleServicesOptions,
} from '#services/console-services.ts';
import type { HostPlatform } from '#services/platform.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A host without dialogs. */
export function buildPlatform(given: Partial<HostPlatform> = {}): HostPlatform {
  return {
    runtime: 'test',
    chooseFile: async () => null,
    chooseTarget: async () => null,
    copyText: async () => undefined,
    ...given,
  };
}

/** Creates the services for the running test. */
export function startConsole(given: Partial<ConsoleServicesOptions> = {}): ConsoleServices {
  const services = createConsoleServices({
    dataFolder: given.dataFolder ?? createTemporaryFolder(),
    platform: buildPlatform(),
    ...given,
  });
  onTestFinished(() => services.dispose());
  return services;
}
