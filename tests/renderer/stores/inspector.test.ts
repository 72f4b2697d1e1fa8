import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { PAGE_ROWS } from '#renderer/stores/row-window.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { ok } from '#shared/contract/result.ts';
import { buildRecording, buildRow, buildRows } from '#tests/support/contract-builders.ts';
import { installScriptedBridge, type ScriptedBridge } from '#tests/support/scripted-bridge.ts';

describe('inspector', () => {
  let bridge: ScriptedBridge;

  beforeEach(async () => {
    vi.useFakeTimers();
    setActivePinia(createPinia());
    bridge = installScriptedBridge();
    bridge.answer('recording.list', [buildRecording()]);
    await useRecordingsStore().refresh();
  });
  afterEach(() => vi.useRealTimers());

  /** The whole recording as the main process would page it, unfiltered. */
  function record(rows: readonly EntryRow[]): void {
    bridge.handle('entry.page', ({ afterSeq, beforeSeq = Infinity, limit, fromEnd }) => {
      const between = rows.filter((row) => row.seq > afterSeq && row.seq < beforeSeq);
      return ok({
        rows: fromEnd ? between.slice(-limit) : between.slice(0, limit),
        matching: rows.length,
        total: rows.length,
      });
    });
  }

  function arrive(rows: readonly EntryRow[], firstSeq = rows[0]?.seq ?? 1): void {
    const lastSeq = rows.at(-1)?.seq ?? firstSeq;
    useInspectorStore().append({ recordingId: 'live', firstSeq, lastSeq, rows });
  }

  const seqs = (): number[] => useInspectorStore().rows.map((row) => row.seq);

  it('starts with the end of the recording', async () => {
    record(buildRows(1, 2_500));
    await useInspectorStore().reload();
    expect([seqs()[0], seqs().at(-1)]).toEqual([1_501, 2_500]);
    expect(useInspectorStore().window.hasOlder).toBe(true);
  });

  it('adds arrivals without asking', async () => {
    record(buildRows(1, 2));
    await useInspectorStore().reload();
    arrive(buildRows(3, 5));
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
    expect(bridge.inputsOf('entry.page')).toHaveLength(1);
  });

  it('adds no arrival twice', async () => {
    record(buildRows(1, 3));
    await useInspectorStore().reload();
    arrive(buildRows(2, 4));
    expect(seqs()).toEqual([1, 2, 3, 4]);
  });

  it('counts arrivals while somebody reads further up', async () => {
    record(buildRows(1, 3));
    const inspector = useInspectorStore();
    await inspector.reload();
    inspector.setFollowing(false);
    arrive(buildRows(4, 6));
    expect(inspector.unseen).toBe(3);
    await inspector.jumpToEnd();
    expect([inspector.unseen, inspector.following]).toEqual([0, true]);
  });

  it('applies the filter to arrivals', async () => {
    const inspector = useInspectorStore();
    await inspector.reload();
    useInspectorFilterStore().directions = ['out'];
    await vi.runAllTimersAsync();
    arrive([buildRow(1), buildRow(2, { direction: 'out' })]);
    expect(seqs()).toEqual([2]);
  });

  it('fetches arrivals whose text decides', async () => {
    const inspector = useInspectorStore();
    await inspector.reload();
    useInspectorFilterStore().text = 'push';
    await vi.runAllTimersAsync();
    record(buildRows(1, 2));
    arrive(buildRows(1, 2));
    expect(seqs()).toEqual([]);
    await vi.runAllTimersAsync();
    expect(seqs()).toEqual([1, 2]);
    expect(bridge.inputsOf('entry.page').at(-1)?.filter).toEqual({ text: 'push' });
  });

  it('fetches what a batch left out', async () => {
    record(buildRows(1, 2));
    await useInspectorStore().reload();
    record(buildRows(1, 10));
    arrive(buildRows(9, 10), 3);
    await vi.runAllTimersAsync();
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('starts over behind a flood', async () => {
    record(buildRows(1, 2));
    await useInspectorStore().reload();
    record(buildRows(1, 5_000));
    arrive(buildRows(4_990, 5_000), 3);
    await vi.runAllTimersAsync();
    expect(seqs()).toHaveLength(PAGE_ROWS);
    expect(seqs().at(-1)).toBe(5_000);
  });

  it('keeps what is read during a flood', async () => {
    record(buildRows(1, 2));
    const inspector = useInspectorStore();
    await inspector.reload();
    inspector.setFollowing(false);
    record(buildRows(1, 5_000));
    arrive(buildRows(4_990, 5_000), 3);
    await vi.runAllTimersAsync();
    expect(seqs()).toEqual([1, 2]);
    await inspector.jumpToEnd();
    expect(seqs().at(-1)).toBe(5_000);
  });

  it('fetches older rows above', async () => {
    record(buildRows(1, 1_500));
    const inspector = useInspectorStore();
    await inspector.reload();
    expect(await inspector.loadOlder()).toBe(500);
    expect(seqs()[0]).toBe(1);
    expect(inspector.window.hasOlder).toBe(false);
  });

  it('jumps to a row outside the window', async () => {
    record(buildRows(1, 5_000));
    const inspector = useInspectorStore();
    await inspector.reload();
    useInspectorFilterStore().text = 'hidden';
    await inspector.jumpTo(700);
    expect(seqs()).toContain(700);
    expect(useInspectorFilterStore().active).toBe(false);
    expect([inspector.selectedSeq, inspector.revealSeq]).toEqual([700, 700]);
  });

  it('clears the view and not the record', async () => {
    record(buildRows(1, 3));
    const inspector = useInspectorStore();
    await inspector.reload();
    inspector.clearView();
    await vi.runAllTimersAsync();
    expect(seqs()).toEqual([]);
    inspector.showCleared();
    await vi.runAllTimersAsync();
    expect(seqs()).toEqual([1, 2, 3]);
  });

  it('shows a reopened recording undisturbed', async () => {
    record(buildRows(1, 3));
    const inspector = useInspectorStore();
    await inspector.show(buildRecording({ id: 'file', live: false, opened: true }));
    arrive(buildRows(4, 5));
    expect(seqs()).toEqual([1, 2, 3]);
    expect(bridge.inputsOf('entry.page').at(-1)?.recordingId).toBe('file');
    await inspector.show(null);
    expect(inspector.recordingId).toBe('live');
  });

  it('walks to the next and previous row', async () => {
    record(buildRows(1, 3));
    const inspector = useInspectorStore();
    await inspector.reload();
    inspector.selectNext(-1);
    expect(inspector.selectedSeq).toBe(3);
    inspector.selectNext(-1);
    inspector.selectNext(1);
    expect(inspector.selectedSeq).toBe(3);
  });
});
