import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import EntryList from '#renderer/components/inspector/EntryList.vue';
import { ok } from '#shared/contract/result.ts';
import type { QueryLine } from '#shared/contract/query.ts';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useListColumnsStore } from '#renderer/stores/list-columns.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { buildRecording, buildRow, buildRows } from '#tests/support/contract-builders.ts';
import { stubElementHeight } from '#tests/support/element-height.ts';
import { byName, mountPart, startFreshWindow, typeInto } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { entryLine, scriptQueries, type ScriptedQueries } from '#tests/support/scripted-queries.ts';

enableAutoUnmount(afterEach);

describe('entry list', () => {
  let bridge: ScriptedBridge;
  let queries: ScriptedQueries;

  beforeEach(() => {
    bridge = startFreshWindow();
    // happy-dom lays nothing out; the list must believe that it is 20 rows high.
    stubElementHeight(480, 1_000);
    bridge.answer('entry.read', { ...buildRow(1), xml: '<iq/>', masked: false });
    bridge.answer('entry.copy', null);
  });
  afterEach(() => vi.unstubAllGlobals());

  async function showRows(count: number): Promise<HTMLElement> {
    bridge.answer('recording.list', [buildRecording()]);
    queries = scriptQueries(bridge, count);
    await useRecordingsStore().refresh();
    await useInspectorStore().refresh();
    mountPart(EntryList);
    await flushPromises();
    return byName('listbox', 'Entries');
  }

  /** @param keys such as `Ctrl+ArrowUp` */
  async function press(list: HTMLElement, keys: string): Promise<void> {
    const [key = '', ...held] = keys.split('+').reverse();
    const [ctrlKey, altKey, shiftKey] = ['Ctrl', 'Alt', 'Shift'].map((one) => held.includes(one));
    const init = { key, ctrlKey, altKey, shiftKey, bubbles: true } as KeyboardEventInit;
    list.dispatchEvent(new KeyboardEvent('keydown', init));
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
    await press(list, 'Ctrl+c');
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

  it('selects and takes away by mouse', async () => {
    const list = await showRows(20);
    const click = async (position: number, how: MouseEventInit = {}): Promise<void> => {
      const row = list.querySelector(`[aria-posinset="${position}"]`);
      for (const name of ['pointerdown', 'pointerup', 'click']) {
        row?.dispatchEvent(new PointerEvent(name, { bubbles: true, pointerType: 'mouse', ...how }));
      }
      await flushPromises();
    };
    const inspector = useInspectorStore();
    await click(3);
    await click(6, { shiftKey: true });
    expect(inspector.selectedSeqs).toEqual([3, 4, 5, 6]);
    await click(4, { ctrlKey: true });
    expect(inspector.selectedSeqs).toEqual([3, 5, 6]);
    expect(list.querySelectorAll('[aria-selected="true"]')).toHaveLength(3);
  });

  it('selects where the mouse was pressed, though another row stands there when it is let go', async () => {
    const list = await showRows(20);
    const rowAt = (position: number) => list.querySelector(`[aria-posinset="${position}"]`);
    const how = { bubbles: true, pointerType: 'mouse' };
    rowAt(3)?.dispatchEvent(new PointerEvent('pointerdown', how));
    rowAt(4)?.dispatchEvent(new PointerEvent('click', how));
    await flushPromises();
    expect(useInspectorStore().selectedSeqs).toEqual([3]);
  });

  it('selects by a finger, and by what presses nothing', async () => {
    const list = await showRows(20);
    const rowAt = (position: number) => list.querySelector(`[aria-posinset="${position}"]`);
    rowAt(3)?.dispatchEvent(
      new PointerEvent('pointerdown', { bubbles: true, pointerType: 'touch' }),
    );
    await flushPromises();
    expect(useInspectorStore().selectedSeqs).toEqual([]);
    rowAt(3)?.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType: 'touch' }));
    await flushPromises();
    expect(useInspectorStore().selectedSeqs).toEqual([3]);
    rowAt(5)?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await flushPromises();
    expect(useInspectorStore().selectedSeqs).toEqual([5]);
  });

  it.each([
    ['searching', 'Searching'],
    ['cancelled', 'before you cancelled'],
    ['done', 'No entry matches'],
    ['failed', 'could not be read'],
  ] as const)('says why it is empty: %s', async (state, words) => {
    bridge.answer('recording.list', [buildRecording()]);
    queries = scriptQueries(bridge, 20, (_, text) => text === '');
    await useRecordingsStore().refresh();
    await useInspectorStore().refresh();
    mountPart(EntryList);
    useInspectorFilterStore().apply('nowhere');
    await flushPromises();
    queries.change({ state });
    useInspectorStore().apply(queries.snapshot());
    await flushPromises();
    expect(document.body.textContent).toContain(words);
  });

  it('chooses single entries by keys', async () => {
    const list = await showRows(20);
    const inspector = useInspectorStore();
    const focused = (): string | null | undefined =>
      document
        .getElementById(list.getAttribute('aria-activedescendant') ?? '')
        ?.getAttribute('aria-posinset');
    await press(list, 'End');
    await press(list, 'Ctrl+ArrowUp');
    await press(list, 'Ctrl+ArrowUp');
    expect([inspector.selectedSeqs, focused()]).toEqual([[20], '18']);
    await press(list, 'Ctrl+ ');
    expect([inspector.selectedSeqs, inspector.selectedSeq]).toEqual([[18, 20], 18]);
    await press(list, 'Ctrl+ArrowUp');
    await press(list, 'Ctrl+ ');
    await press(list, 'Ctrl+ ');
    expect([inspector.selectedSeqs, focused()]).toEqual([[18, 20], '17']);
    await press(list, 'Shift+ArrowUp');
    expect(inspector.selectedSeqs).toEqual([16, 17]);
    await press(list, 'ArrowDown');
    expect(inspector.selectedSeqs).toEqual([17]);
  });

  it('forgets where the keys were when the lines change', async () => {
    const list = await showRows(20);
    await press(list, 'End');
    await press(list, 'Ctrl+ArrowUp');
    expect(useInspectorStore().focusedIndex).toBe(18);
    useInspectorStore().order = 'exchange';
    await flushPromises();
    expect(useInspectorStore().focusedIndex).toBe(useInspectorStore().selectedIndex);
  });

  it('marks what cannot be seen in a row', async () => {
    queries = scriptQueries(bridge, [buildRow(1, { id: 'a\u202eb\u0000', sessionName: 'bob' })]);
    bridge.answer('recording.list', [buildRecording()]);
    await useRecordingsStore().refresh();
    await useInspectorStore().refresh();
    mountPart(EntryList);
    await flushPromises();
    const marks = [...document.querySelectorAll('[role="option"] .unseen-mark')];
    expect(marks.map((mark) => [mark.textContent, mark.getAttribute('title')])).toEqual([
      ['U+202E', 'Right-to-left override, U+202E'],
      ['U+0000', 'Null, U+0000'],
    ]);
  });

  it('counts no line of another order as new', async () => {
    await showRows(50);
    const inspector = useInspectorStore();
    inspector.setTop(10);
    await flushPromises();
    inspector.order = 'exchange';
    await flushPromises();
    const head: QueryLine = { kind: 'group', seq: 1, entries: 50, runId: null, stepId: null };
    queries.regroup([head, ...buildRows(1, 50).map(entryLine)]);
    await flushPromises();
    expect(inspector.unseen).toBe(0);
  });

  it('shows the exchange of the selected entry', async () => {
    const request = buildRow(4, { direction: 'out', type: 'get' });
    const answer = buildRow(6, { replyTo: 4, latencyMs: 12, relation: 'answer' });
    bridge.answer('entry.exchange', [request, answer]);
    const list = await showRows(20);
    await useInspectorStore().select(4);
    await flushPromises();
    const links = [...list.querySelectorAll('.part, .between')].map((row) => [
      row.getAttribute('aria-posinset'),
      row.classList.contains('part'),
    ]);
    expect(links).toEqual([
      ['4', true],
      ['5', false],
      ['6', true],
    ]);
    await press(list, 'j');
    expect(useInspectorStore().selectedSeq).toBe(6);
    await press(list, 'j');
    expect(useInspectorStore().selectedSeq).toBe(4);
  });

  it('names groups and passes over them', async () => {
    const list = await showRows(3);
    const head = (seq: number, entries: number): QueryLine => ({
      ...{ kind: 'group', seq, entries, runId: null, stepId: null },
    });
    const ask = buildRow(1, { direction: 'out', type: 'set', childName: 'enable' });
    const refused = { type: 'error', condition: 'forbidden', relation: 'answer' } as const;
    const answer = buildRow(3, { ...refused, replyTo: 1, latencyMs: 40 });
    const inspector = useInspectorStore();
    inspector.order = 'exchange';
    await flushPromises();
    queries.regroup([
      head(1, 2),
      entryLine(ask),
      entryLine(answer),
      head(2, 1),
      entryLine(buildRow(2)),
    ]);
    inspector.apply(queries.snapshot());
    await flushPromises();
    const [group] = list.querySelectorAll('.group-row');
    expect(group?.getAttribute('aria-label')).toBe(
      'Group: iq set enable id1, forbidden, 40 ms, 2 entries',
    );
    await press(list, 'Home');
    expect(inspector.selectedSeq).toBe(1);
    await press(list, 'ArrowDown');
    await press(list, 'ArrowDown');
    expect(inspector.selectedSeq).toBe(2);
    await press(list, 'Alt+ArrowUp');
    expect(inspector.selectedSeq).toBe(1);
  });

  it('bookmarks and writes notes by keys', async () => {
    bridge.handle('mark.save', ({ seq, bookmarked, note }) => ok([{ seq, bookmarked, note }]));
    const list = await showRows(5);
    await press(list, 'Home');
    await press(list, 'b');
    expect(bridge.inputsOf('mark.save')).toEqual([
      { recordingId: 'live', seq: 1, bookmarked: true, note: '' },
    ]);
    await press(list, 'n');
    await typeInto('Note', 'look here');
    byName('button', 'Save').click();
    await flushPromises();
    const [first] = list.querySelectorAll('[aria-posinset="1"]');
    expect(first?.getAttribute('aria-label')).toMatch(/, bookmarked, note: look here$/);
    expect(first?.getAttribute('title')).toBe('look here');
    expect(document.querySelector('.note-editor')).toBeNull();
  });

  it('keeps a note that could not be saved in its editor', async () => {
    bridge.refuse('mark.save', { code: 'not-saved', what: 'The disk is full.' });
    const list = await showRows(5);
    await press(list, 'Home');
    await press(list, 'n');
    await typeInto('Note', 'look here');
    byName('button', 'Save').click();
    await flushPromises();
    expect(byName('textbox', 'Note')).toHaveProperty('value', 'look here');
  });

  it('counts time from a chosen entry', async () => {
    const list = await showRows(5);
    useListColumnsStore().toggle('since');
    await press(list, 'Home');
    await press(list, 'ArrowDown');
    const distances = (): string[] =>
      [...list.querySelectorAll('.figures.end')].map(({ textContent }) => textContent.trim());
    await flushPromises();
    expect(distances()[0]).toBe('+0.000');
    await press(list, 't');
    expect(distances()[0]).toBe('-0.001');
  });

  it('pauses by a key', async () => {
    const list = await showRows(5);
    await press(list, ' ');
    expect(useInspectorStore().paused).toBe(true);
    expect(bridge.inputsOf('query.follow').at(-1)?.follow).toBe(false);
  });

  it('teaches while there is nothing', async () => {
    await showRows(0);
    expect(document.body.textContent).toContain('Nothing on the wire yet');
  });
});
