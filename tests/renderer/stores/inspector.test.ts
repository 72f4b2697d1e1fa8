import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startFeed } from '#renderer/stores/feed.ts';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import {
  buildPractice,
  buildRecording,
  buildRow,
  buildRows,
} from '#tests/support/contract-builders.ts';
import { startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { entryLine, scriptQueries, type ScriptedQueries } from '#tests/support/scripted-queries.ts';

describe('inspector', () => {
  let bridge: ScriptedBridge;
  let queries: ScriptedQueries;
  let inspector: ReturnType<typeof useInspectorStore>;
  let stopFeed: () => void = () => undefined;

  async function record(
    recorded: Parameters<typeof scriptQueries>[1],
    matches?: Parameters<typeof scriptQueries>[2],
  ): Promise<void> {
    queries = scriptQueries(bridge, recorded, matches);
    inspector = useInspectorStore();
    const feed = startFeed(() => undefined);
    stopFeed = feed.stop;
    await feed.ready;
    inspector.setRows(10);
    await settle();
  }

  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(500);
  /** Seqs of the lines in view. */
  const inView = (): (number | undefined)[] =>
    Array.from({ length: 10 }, (_, offset) => {
      const line = inspector.lineAt(Math.floor(inspector.top) + offset);
      return line?.kind === 'entry' ? line.row.seq : undefined;
    });

  async function filterBy(text: string): Promise<void> {
    useInspectorFilterStore().text = text;
    await settle();
  }

  beforeEach(() => {
    vi.useFakeTimers();
    bridge = startFreshWindow();
    bridge.answer('practice.read', buildPractice());
    bridge.answer('recording.list', [buildRecording()]);
  });
  afterEach(() => {
    stopFeed();
    vi.useRealTimers();
  });

  it('starts at the end of the recording', async () => {
    await record(2_500);
    expect(inView()).toEqual(buildRows(2_491, 2_500).map((row) => row.seq));
    expect(bridge.inputsOf('query.open')).toHaveLength(1);
  });

  it('follows arrivals with their lines at hand', async () => {
    await record(100);
    queries.grow(buildRows(101, 105));
    await flushPromises();
    expect(inView().at(-1)).toBe(105);
  });

  it('stays where somebody reads', async () => {
    await record(100);
    inspector.setTop(50);
    queries.grow(buildRows(101, 106));
    await settle();
    expect([inspector.top, inspector.unseen, inspector.following]).toEqual([50, 6, false]);
    inspector.toEnd();
    expect([inspector.top, inspector.unseen]).toEqual([96, 0]);
  });

  it('moves nothing for older finds and dropped entries', async () => {
    await record(100);
    inspector.setTop(50);
    queries.change({ first: -20 });
    await settle();
    expect(inspector.top).toBe(50);
    queries.change({ first: 20 });
    await settle();
    expect(inspector.top).toBe(50);
  });

  it('keeps what is seen through a regrouping', async () => {
    await record(100);
    inspector.setTop(50.5);
    await settle();
    const first = inView()[1];
    queries.regroup(
      [...buildRows(1, 100), ...buildRows(101, 130)].reverse().map((row) => entryLine(row)),
    );
    await settle();
    expect(inView()[1]).toBe(first);
  });

  it('fetches a page once', async () => {
    await record(5_000);
    const before = bridge.inputsOf('query.lines').length;
    inspector.setTop(1_000);
    for (let reading = 0; reading < 20; reading += 1) inView();
    await settle();
    inView();
    await settle();
    expect(bridge.inputsOf('query.lines').slice(before)).toHaveLength(1);
    expect(inView()[0]).toBe(1_001);
  });

  it('selects across unfetched lines', async () => {
    await record(5_000);
    await inspector.moveTo(10);
    await inspector.moveTo(3_010, 'range');
    expect(inspector.selectedSeqs).toHaveLength(3_001);
    expect(inspector.selectedSeq).toBe(3_011);
  });

  it('selects single entries in any order', async () => {
    await record(50);
    await inspector.selectLine(9);
    await inspector.selectLine(3, 'toggle');
    await inspector.selectLine(5, 'toggle');
    expect(inspector.selectedSeqs).toEqual([4, 6, 10]);
    await inspector.selectLine(5, 'toggle');
    expect([inspector.selectedSeqs, inspector.selectedSeq]).toEqual([[4, 10], 4]);
  });

  it('finds the selected entry in another result', async () => {
    await record(1_000, (row, text) => text === '' || row.seq % 2 === 0);
    await inspector.select(500);
    await inspector.reveal(500);
    await settle();
    await filterBy('even');
    expect([inspector.selectedSeq, inspector.selectedIndex]).toEqual([500, 249]);
    expect(inView()).toContain(500);
  });

  it('keeps an entry selected that does not match', async () => {
    await record(100, (row, text) => text === '' || row.seq % 2 === 0);
    await inspector.select(51);
    await filterBy('even');
    expect([inspector.selectedSeq, inspector.selectedOutside]).toEqual([51, true]);
    await inspector.selectNext(1);
    expect(inspector.selectedSeq).toBe(54);
  });

  it('lets the filter give way only where it hides', async () => {
    await record(1_000, (row, text) => text === '' || row.seq % 2 === 0);
    await filterBy('even');
    await inspector.jumpTo(700);
    expect(useInspectorFilterStore().text).toBe('even');
    await inspector.jumpTo(701);
    await settle();
    expect(useInspectorFilterStore().text).toBe('');
    expect([inspector.selectedSeq, inView().includes(701)]).toEqual([701, true]);
  });

  it('goes back and forward through jumps', async () => {
    await record(1_000);
    await inspector.select(5);
    await inspector.jumpTo(700);
    await inspector.jumpTo(300);
    await inspector.goBack();
    await inspector.goBack();
    expect([inspector.selectedSeq, inspector.canGoBack]).toEqual([5, false]);
    await inspector.goForward();
    expect(inspector.selectedSeq).toBe(700);
  });

  it('stops following while it is paused or hidden', async () => {
    await record(100);
    inspector.togglePaused();
    await settle();
    expect(bridge.inputsOf('query.follow').at(-1)?.follow).toBe(false);
    bridge.emit('recording.changed', {
      ...{ recordingId: 'live', entries: 130, dropped: 0, trimmed: 0, perSecond: 0, bytes: 0 },
    });
    expect(inspector.heldBack).toBe(130);
    inspector.toEnd();
    await settle();
    expect(bridge.inputsOf('query.follow').at(-1)?.follow).toBe(true);
    expect([inspector.paused, inspector.heldBack]).toEqual([false, 0]);

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(bridge.inputsOf('query.follow').at(-1)?.follow).toBe(false);
  });

  it('clears the view and not the record', async () => {
    await record(30);
    await inspector.clearView();
    await settle();
    expect(inspector.bounds.end).toBe(0);
    inspector.showCleared();
    await settle();
    expect(inspector.bounds.end).toBe(30);
  });

  it('shows a reopened recording', async () => {
    await record(30);
    await inspector.show(buildRecording({ id: 'file', live: false, opened: true }));
    expect(bridge.inputsOf('query.open').at(-1)?.recordingId).toBe('file');
    expect(bridge.inputsOf('query.close')).toHaveLength(1);
    await inspector.show(null);
    expect(inspector.recordingId).toBe('live');
  });

  it('walks to the next and previous entry', async () => {
    await record([buildRow(1), buildRow(2), buildRow(3)]);
    await inspector.selectNext(-1);
    expect(inspector.selectedSeq).toBe(3);
    await inspector.selectNext(-1);
    await inspector.selectNext(1);
    expect(inspector.selectedSeq).toBe(3);
  });

  it('opens a query again that is gone', async () => {
    await record(30);
    bridge.refuse('query.follow', { code: 'not-found', what: 'gone' });
    await inspector.refresh();
    expect(bridge.inputsOf('query.open')).toHaveLength(2);
  });
});
