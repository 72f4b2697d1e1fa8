/** Settings of the program as a whole. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '#shared/contract/channels.ts';
import { ok, type Problem, type Result } from '#shared/contract/result.ts';
import { settingsSchema } from '#shared/contract/schemas.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock } from '../platform.ts';
import { openVersionedFile } from './versioned-file.ts';

/** The saved settings. */
export interface SettingsStore {
  read(): Settings;
  /** Saves and tells (`settings.changed`). Fails with `not-saved`. */
  save(settings: Settings): Result<Settings>;
  /** What was wrong with the file; null when nothing was. */
  problem(): Problem | null;
}

const DEFAULT_SETTINGS: Settings = { theme: 'system' };

const FILE_VERSION = 1;

/**
 * Opens the settings of a data folder. A file that cannot be read is set aside.
 * @param folder the data folder; created with the first save
 */
export function createSettingsStore({
  folder,
  clock,
  events,
}: {
  readonly folder: string;
  readonly clock: Clock;
  readonly events: Pick<EventHub, 'publish'>;
}): SettingsStore {
  const file = openVersionedFile<Settings>({
    path: join(folder, 'settings.json'),
    version: FILE_VERSION,
    // A file from before a setting existed has its default.
    read: (content) =>
      settingsSchema.parse({ ...DEFAULT_SETTINGS, ...z.looseObject({}).parse(content) }),
    empty: DEFAULT_SETTINGS,
    clock,
  });

  return {
    read: file.read,
    save(settings) {
      const saved = file.write(settingsSchema.parse(settings));
      if (saved.ok) events.publish('settings.changed', saved.value);
      return saved.ok ? ok(saved.value) : saved;
    },
    problem: file.problem,
  };
}
