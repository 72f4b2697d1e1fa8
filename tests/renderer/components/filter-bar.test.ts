import { completionStatus, currentCompletions } from '@codemirror/autocomplete';
import { EditorView } from '@codemirror/view';
import { flushPromises } from '@vue/test-utils';
import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import FilterBar from '#renderer/components/inspector/FilterBar.vue';
import { startFeed } from '#renderer/stores/feed.ts';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { buildPractice, buildRecording } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { scriptQueries, type ScriptedQueries } from '#tests/support/scripted-queries.ts';

let bridge: ScriptedBridge;
let queries: ScriptedQueries;
let stopFeed: () => void;
let unmount: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  bridge = startFreshWindow();
  bridge.answer('practice.read', buildPractice());
  bridge.answer('recording.list', [buildRecording()]);
  queries = scriptQueries(bridge, 4);
  const feed = startFeed(() => undefined);
  stopFeed = feed.stop;
  await feed.ready;
  unmount = (
    (wrapper) => () =>
      wrapper.unmount()
  )(mountPart(FilterBar));
});
afterEach(() => {
  unmount();
  stopFeed();
  vi.useRealTimers();
});

function editor(): EditorView {
  const host = document.querySelector<HTMLElement>('.cm-editor');
  const view = host === null ? null : EditorView.findFromDOM(host);
  if (view === null) throw new Error('There is no editor');
  return view;
}

/** Types at the end, as an input method does. */
async function type(text: string): Promise<void> {
  const view = editor();
  const { length } = view.state.doc;
  const end = length + text.replaceAll('\r\n', '\n').length;
  view.dispatch({
    changes: { from: length, insert: text },
    selection: { anchor: end },
    userEvent: 'input.type',
  });
  await nextTick();
  await vi.advanceTimersByTimeAsync(600);
}

async function press(key: string, options: KeyboardEventInit = {}): Promise<void> {
  editor().contentDOM.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
  );
  await nextTick();
  await vi.advanceTimersByTimeAsync(200);
}

const shownText = (): string => editor().state.doc.toString();
const options = (): readonly string[] =>
  currentCompletions(editor().state).map(({ label }) => label);

describe('the field', () => {
  it('writes and reads one text', async () => {
    await type('type:error');
    expect(useInspectorFilterStore().text).toBe('type:error');
    useInspectorFilterStore().setTerm('dir', ['in']);
    await nextTick();
    expect(shownText()).toBe('type:error dir:in');
  });

  it('colours its tokens', async () => {
    await type('is:late or /x/');
    const classes = [...editor().contentDOM.querySelectorAll('.cm-line span')].map((piece) => [
      piece.className,
      piece.textContent,
    ]);
    expect(classes).toEqual([
      ['query-field', 'is'],
      ['query-operator', ':'],
      ['query-value', 'late'],
      ['query-keyword', 'or'],
      ['query-regex', '/x/'],
    ]);
  });

  it('stays one line', async () => {
    await type('from:a\r\nto:b\nid:c');
    expect(editor().state.doc.lines).toBe(1);
    expect(shownText()).toBe('from:a to:b id:c');
  });

  it('underlines a fault and names its place', async () => {
    await type('type:error');
    await type(' is:tired');
    const field = editor().contentDOM;
    expect(field.querySelector('.query-fault')?.textContent).toBe('tired');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const message = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(message?.textContent).toContain('Character 15: Entries are never “tired”.');
    expect(message?.textContent).toContain('The list still shows “type:error”.');
  });

  it('goes back through applied filters', async () => {
    await type('one');
    await press('Enter');
    useInspectorFilterStore().apply('two');
    useInspectorFilterStore().text = 'typed';
    await nextTick();
    await press('ArrowUp', { altKey: true });
    expect(shownText()).toBe('two');
    await press('ArrowUp', { altKey: true });
    expect(shownText()).toBe('one');
    await press('ArrowDown', { altKey: true });
    await press('ArrowDown', { altKey: true });
    expect(shownText()).toBe('typed');
  });

  it('is cleared, then left, by Escape', async () => {
    const list = document.createElement('div');
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Entries');
    list.tabIndex = 0;
    document.body.append(list);
    await type('"some text"');
    await press('Escape');
    expect(shownText()).toBe('');
    await press('Escape');
    expect(document.activeElement).toBe(list);
  });
});

describe('completion', () => {
  it('offers fields, then their states', async () => {
    await type('i');
    expect(options()).toEqual(['id:', 'is:']);
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    expect(shownText()).toBe('is:');
    expect(options()).toContain('unanswered');
  });

  it('takes the first by Tab', async () => {
    await type('is:unan');
    await press('Tab');
    expect(shownText()).toBe('is:unanswered');
  });

  it('closes by Escape and keeps the text', async () => {
    await type('is:un');
    await press('Escape');
    expect(completionStatus(editor().state)).toBeNull();
    expect(shownText()).toBe('is:un');
  });

  it('offers values of the recording', async () => {
    bridge.answer('query.suggest', ['bob@localhost', 'Bob (phone)']);
    await type('from:bo');
    expect(bridge.inputsOf('query.suggest')).toContainEqual({
      ...{ recordingId: buildRecording().id, field: 'from', prefix: 'bo' },
    });
    expect(options()).toEqual(['bob@localhost', '"Bob (phone)"']);
  });
});

describe('the menus', () => {
  it('toggle errors in the text', async () => {
    await type('is:late');
    const errors = byName('button', 'Errors only');
    errors.click();
    await nextTick();
    expect(shownText()).toBe('is:late,error');
    expect(errors.getAttribute('aria-pressed')).toBe('true');
    errors.click();
    await nextTick();
    expect(shownText()).toBe('is:late');
  });
});

describe('the search', () => {
  it('tells its progress and can be cancelled', async () => {
    await type('/x/');
    await flushPromises();
    queries.change({ state: 'searching', searched: 250_000, total: 1_000_000, matching: 1_234 });
    await flushPromises();
    expect(document.querySelector('.filter-status')?.textContent.replace(/\s/g, ' ')).toContain(
      '25 %1 234 of 1 000 000',
    );
    byName('button', 'Cancel the search').click();
    await flushPromises();
    expect(bridge.inputsOf('query.cancel')).toHaveLength(1);
    queries.change({ state: 'cancelled' });
    await flushPromises();
    expect(document.querySelector('.filter-status')?.textContent.replace(/\s/g, ' ')).toContain(
      '1 234 of 1 000 000, 750 000 not searched',
    );
    expect(useInspectorStore().query?.state).toBe('cancelled');
  });
});
