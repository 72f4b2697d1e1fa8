import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import EntryList from '#renderer/components/inspector/EntryList.vue';
import RecordingBanner from '#renderer/components/inspector/RecordingBanner.vue';
import TranscriptsPlace from '#renderer/components/transcripts/TranscriptsPlace.vue';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import { fail, ok, type Problem } from '#shared/contract/result.ts';
import { buildRecording } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { scriptQueries } from '#tests/support/scripted-queries.ts';

enableAutoUnmount(afterEach);

const DAMAGED: Problem = { code: 'recording-damaged', what: 'The recording cannot be read.' };
const NEWER: Problem = { code: 'recording-newer', what: 'The recording is from a newer version.' };

const earlier = (given: Partial<RecordingFacts> = {}): RecordingFacts =>
  buildRecording({ id: 'old', name: 'Monday', live: false, entries: 1_200, ...given });

describe('transcripts', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    bridge = startFreshWindow();
    scriptQueries(bridge, 3);
    bridge.answer('recording.delete', null);
    bridge.answer('recording.close', null);
  });

  async function open(...recordings: readonly RecordingFacts[]): Promise<void> {
    bridge.answer('recording.list', [buildRecording(), ...recordings]);
    mountPart(TranscriptsPlace);
    await flushPromises();
  }

  /** What the row of a recording says and offers. */
  function row(name: string): { text: string; buttons: (string | null)[] } {
    const rows = [...document.querySelectorAll('tbody tr')];
    const found = rows.find((one) => one.querySelector('th')?.textContent.includes(name));
    const buttons = [...(found?.querySelectorAll('button') ?? [])];
    return {
      text: found?.textContent ?? '',
      buttons: buttons.map((button) => button.getAttribute('aria-label')),
    };
  }

  async function click(name: string): Promise<void> {
    byName('button', name).click();
    await flushPromises();
  }

  it.each([
    ['an earlier one', {}, /^Monday.*1\u202f200/, ['Show Monday', 'Delete Monday…']],
    ['an opened file', { opened: true }, /opened file/, ['Show Monday', 'Close Monday']],
    ['one cut short', { cutShort: true }, /cut short/, ['Show Monday', 'Delete Monday…']],
    ['a damaged one', { problem: DAMAGED }, /damaged/, ['Salvage Monday', 'Delete Monday…']],
    ['a newer one', { problem: NEWER }, /cannot be read/, ['Show Monday', 'Delete Monday…']],
  ])('list %s with what can be done', async (_, given, text, buttons) => {
    await open(earlier(given));
    expect(row('Monday').text).toMatch(text);
    expect(row('Monday').buttons).toEqual(buttons);
  });

  it('never offer to delete the live one', async () => {
    await open();
    expect(row('Recording').buttons.filter((name) => name?.startsWith('Delete'))).toEqual([]);
  });

  it('delete only what was confirmed', async () => {
    await open(earlier());
    await click('Delete Monday…');
    expect(document.querySelector('[role="dialog"]')?.textContent).toMatch(/cannot be undone/);
    await click('Keep it');
    expect(bridge.inputsOf('recording.delete')).toEqual([]);
    await click('Delete Monday…');
    await click('Delete');
    expect(bridge.inputsOf('recording.delete')).toEqual([{ recordingId: 'old' }]);
  });

  it('stop showing what they delete', async () => {
    await open(earlier());
    await click('Show Monday');
    expect(row('Monday').text).toContain('in the inspector');
    await click('Delete Monday…');
    await click('Delete');
    expect(useInspectorStore().reopened).toBeNull();
  });

  it('show what could be salvaged', async () => {
    bridge.answer('recording.salvage', earlier({ id: 'saved' }));
    await open(earlier({ problem: DAMAGED }));
    await click('Salvage Monday');
    expect(bridge.inputsOf('recording.salvage')).toEqual([{ recordingId: 'old' }]);
    expect(useInspectorStore().recordingId).toBe('saved');
  });

  it('offer to salvage what turns out damaged when it is read', async () => {
    await open(earlier());
    mountPart(RecordingBanner);
    bridge.handle('query.lines', () => fail(DAMAGED));
    await click('Show Monday');
    expect(row('Monday').text).toContain('damaged');
    expect(row('Monday').buttons).toEqual(['Salvage Monday', 'Delete Monday…']);
    bridge.handle('recording.salvage', () => ok(earlier({ id: 'saved' })));
    bridge.handle('query.lines', () => ok({ revision: 0, from: 0, lines: [] }));
    await click('Salvage');
    expect(useInspectorStore().recordingId).toBe('saved');
    expect(row('Monday').buttons).toContain('Show Monday');
  });

  it('leave no entries of another recording in view', async () => {
    await open(earlier(), earlier({ id: 'other', name: 'Tuesday' }));
    await click('Show Tuesday');
    mountPart(EntryList);
    await flushPromises();
    expect(document.querySelectorAll('[role="option"]')).toHaveLength(3);
    bridge.refuse('query.open', DAMAGED);
    await click('Show Monday');
    expect(document.querySelectorAll('[role="option"]')).toHaveLength(0);
    expect(document.body.textContent).toContain('The recording could not be read');
    expect(row('Monday').buttons).toContain('Salvage Monday');
  });

  it('offer it too when a search fails of it', async () => {
    await open(earlier());
    const queries = scriptQueries(bridge, 3);
    await click('Show Monday');
    queries.change({ state: 'failed', problem: DAMAGED });
    useInspectorStore().apply(queries.snapshot());
    await flushPromises();
    expect(row('Monday').buttons).toContain('Salvage Monday');
  });
});
