import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createSystemClock } from '#services/platform.ts';
import { createSettingsStore } from '#services/profiles/settings-store.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function open(folder: string) {
  const publish = vi.fn();
  const store = createSettingsStore({ folder, clock: createSystemClock(), events: { publish } });
  return { store, publish };
}

describe('createSettingsStore', () => {
  it('starts with the system theme', () => {
    expect(open(createTemporaryFolder()).store.read()).toEqual({ theme: 'system' });
  });

  it('saves and tells a change', () => {
    const folder = createTemporaryFolder();
    const { store, publish } = open(folder);
    expect(store.save({ theme: 'dark' })).toEqual({ ok: true, value: { theme: 'dark' } });
    expect(publish).toHaveBeenCalledExactlyOnceWith('settings.changed', { theme: 'dark' });
    expect(open(folder).store.read()).toEqual({ theme: 'dark' });
  });

  it('reads files from before a setting existed', () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'settings.json'), '{"version":1,"content":{}}');
    const { store } = open(folder);
    expect(store.read()).toEqual({ theme: 'system' });
    expect(store.problem()).toBeNull();
  });

  it('starts afresh from a damaged file', () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'settings.json'), '{"version":1,"content":{"theme":"pink"}}');
    const { store } = open(folder);
    expect(store.read()).toEqual({ theme: 'system' });
    expect(store.problem()).toMatchObject({ code: 'file-damaged' });
  });
});
