import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import RecordingSettings from '#renderer/components/settings/RecordingSettings.vue';
import { useSettingsStore } from '#renderer/stores/settings.ts';
import type { Settings } from '#shared/contract/channels.ts';
import { ok } from '#shared/contract/result.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

const DEFAULTS = ['5\u202f000\u202f000 entries', '4 GB', 'No limit', 'No limit'];
const LABELS = [
  'Entries in one recording',
  'Size of one recording',
  'Keep earlier recordings',
  'All recordings together',
];

describe('limits of recordings', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    bridge = startFreshWindow();
    bridge.handle('settings.save', (settings) => ok(settings));
  });

  function show(settings: Partial<Settings> = {}): void {
    useSettingsStore().apply({ theme: 'dark', ...settings });
    mountPart(RecordingSettings);
  }

  const shown = (): string[] => LABELS.map((label) => byName('combobox', label).textContent.trim());

  async function choose(label: string, option: string): Promise<void> {
    const enter = (): Event => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true });
    byName('combobox', label).dispatchEvent(enter());
    await flushPromises();
    byName('option', option).dispatchEvent(enter());
    await flushPromises();
  }

  it('say what holds when nothing was chosen', () => {
    show();
    expect(shown()).toEqual(DEFAULTS);
  });

  it('offer what a file of settings says', () => {
    show({
      recordingLimit: { entries: 42, megabytes: 123 },
      retention: { days: 3, megabytes: 7_000 },
    });
    expect(shown()).toEqual(['42 entries', '123 MB', '3 days', '7 GB']);
  });

  it.each([
    [0, '100\u202f000 entries', { recordingLimit: { entries: 100_000, megabytes: 4_000 } }],
    [1, '500 MB', { recordingLimit: { entries: 5_000_000, megabytes: 500 } }],
    [2, '30 days', { retention: { days: 30, megabytes: null } }],
    [3, '20 GB', { retention: { days: null, megabytes: 20_000 } }],
  ])('save the choice of field %d: %s', async (field, option, saved) => {
    show();
    await choose(LABELS[field] ?? '', option);
    expect(bridge.inputsOf('settings.save')).toEqual([{ theme: 'dark', ...saved }]);
    expect(shown()[field]).toBe(option);
  });

  it('take a limit away again', async () => {
    show({ retention: { days: 7, megabytes: 5_000 } });
    await choose('Keep earlier recordings', 'No limit');
    expect(bridge.inputsOf('settings.save')).toEqual([
      { theme: 'dark', retention: { days: null, megabytes: 5_000 } },
    ]);
  });
});
