import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import EntryList from '#renderer/components/inspector/EntryList.vue';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { buildRecording, buildRow, buildRows } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { scriptQueries, type ScriptedQueries } from '#tests/support/scripted-queries.ts';

enableAutoUnmount(afterEach);

describe('entry list', () => {
  let bridge: ScriptedBridge;
  let queries: ScriptedQueries;

  beforeEach(() => {
    bridge = startFreshWindow();
    // happy-dom lays nothing out; the list must believe that it is 20 rows high.
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(480);
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(400);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(480);
    bridge.answer('entry.read', { ...buildRow(1), xml: '<iq/>', masked: false });
    bridge.answer('entry.copy', null);
  });
  afterEach(() => vi.restoreAllMocks());

  async function showRows(count: number): Promise<HTMLElement> {
    bridge.answer('recording.list', [buildRecording()]);
    queries = scriptQueries(bridge, count);
    await useRecordingsStore().refresh();
    await useInspectorStore().refresh();
    mountPart(EntryList);
    await flushPromises();
    return byName('listbox', 'Entries');
  }

  async function press(list: HTMLElement, key: string, ctrlKey = false): Promise<void> {
    list.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true }));
    await flushPromises();
  }

  it('draws only what can be seen', async () => {
    const list = await showRows(900);
    expect(list.querySelectorAll('[role="option"]').length).toBeLessThan(100);
  });

  it('tells position and size of the set', async () => {
    const list = await showRows(50);
    const [first] = list.querySelectorAll('[role="option"]');
    expect(first?.getAttribute('aria-setsize')).toBe('50');
    expect(first?.getAttribute('aria-posinset')).toBe('31');
  });

  it('moves by keys', async () => {
    const list = await showRows(50);
    const inspector = useInspectorStore();
    await press(list, 'Home');
    expect(inspector.selectedSeq).toBe(1);
    await press(list, 'ArrowDown');
    expect(inspector.selectedSeq).toBe(2);
    await press(list, 'End');
    expect(inspector.selectedSeq).toBe(50);
  });

  it('names the selected row to screen readers', async () => {
    const list = await showRows(10);
    await press(list, 'Home');
    await flushPromises();
    const id = list.getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(id)?.getAttribute('aria-selected')).toBe('true');
  });

  it('copies the selected entry masked', async () => {
    const list = await showRows(3);
    await press(list, 'End');
    await press(list, 'c', true);
    await flushPromises();
    expect(bridge.inputsOf('entry.copy')).toEqual([
      { recordingId: 'live', seqs: [3], format: 'xml' },
    ]);
  });

  it('keeps arrivals behind a button', async () => {
    await showRows(50);
    const inspector = useInspectorStore();
    inspector.setTop(10);
    queries.grow(buildRows(51, 52));
    inspector.apply(queries.snapshot());
    await flushPromises();
    expect(byName('button', '2 new')).toBeDefined();
  });

  it('teaches while there is nothing', async () => {
    await showRows(0);
    expect(document.body.textContent).toContain('Nothing on the wire yet');
  });
});
