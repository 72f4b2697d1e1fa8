import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import InspectorPane from '#renderer/components/inspector/InspectorPane.vue';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { useTimelineStore } from '#renderer/stores/timeline.ts';
import { ok } from '#shared/contract/result.ts';
import { buildRecording } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

const FROM = '2026-11-02T12:00:00.000Z';
/** Ten buckets over ten seconds; the n-th holds n entries. */
const TEN_SECONDS = {
  ...{ fromMs: 5_000, toMs: 15_000, fromTime: FROM },
  buckets: Array.from({ length: 10 }, (_, index) => ({ all: index, matching: 1, errors: 0 })),
};

class TwentyPixels {
  readonly #notify: (entries: readonly object[]) => void;
  constructor(notify: (entries: readonly object[]) => void) {
    this.#notify = notify;
  }
  observe(): void {
    this.#notify([{ contentRect: { width: 20, height: 60 } }]);
  }
  readonly disconnect = (): void => undefined;
}

describe('timeline strip', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    vi.useFakeTimers();
    bridge = startFreshWindow();
    // happy-dom lays nothing out: twenty pixels are room for ten buckets.
    vi.stubGlobal('ResizeObserver', TwentyPixels);
    bridge.answer('recording.list', [buildRecording()]);
    bridge.answer('query.close', null);
    bridge.handle('query.open', ({ recordingId, text, order }) =>
      ok({
        ...{ id: `q-${text}`, recordingId, text, order, first: 0, end: 0, revision: 0 },
        ...{ matching: 0, searched: 0, total: 0, state: 'done' },
      }),
    );
    bridge.answer('query.lines', { revision: 0, from: 0, lines: [] });
    bridge.answer('query.density', TEN_SECONDS);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function open(low = false): Promise<void> {
    const media = { matches: low, addEventListener: vi.fn(), removeEventListener: vi.fn() };
    vi.stubGlobal('matchMedia', () => media);
    await useRecordingsStore().refresh();
    await useInspectorStore().refresh();
    mountPart(InspectorPane, { wide: low });
    await settle();
  }

  async function settle(): Promise<void> {
    await flushPromises();
    await vi.advanceTimersByTimeAsync(1_000);
    await flushPromises();
  }

  const chart = (): HTMLElement => byName('slider', 'Timeline cursor');

  async function press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const shiftKey = key.startsWith('Shift+');
      const name = key.replace('Shift+', '');
      chart().dispatchEvent(new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true }));
      await settle();
    }
  }

  it('tells its scale', async () => {
    await open();
    expect(document.body.textContent).toContain('Highest bar: 9 entries in 1.00 s');
  });

  it('walks by keys and says the counts', async () => {
    await open();
    await press('Home', 'ArrowRight', 'ArrowRight');
    expect(chart().getAttribute('aria-valuetext')).toBe(
      '12:00:02.000 (+2 s): 2 entries, 1 matches, 0 errors',
    );
    expect(chart().getAttribute('aria-valuenow')).toBe('2');
  });

  it('zooms to a span selected by keys', async () => {
    await open();
    await press('Home', 'ArrowRight', 'Shift+ArrowRight', 'Enter');
    const { text } = useInspectorFilterStore();
    expect(text).toBe('after:2026-11-02T12:00:01.000Z before:2026-11-02T12:00:03.000Z');
    expect(bridge.inputsOf('query.density').at(-1)).toMatchObject({ fromMs: 6_000, toMs: 8_000 });
  });

  it('keeps the rest of the filter when it zooms', async () => {
    await open();
    const filter = useInspectorFilterStore();
    filter.text = 'is:error after:12:00';
    await settle();
    useTimelineStore().zoomTo({ fromMs: 5_000, toMs: 6_000 });
    expect(filter.text).toBe(
      'is:error after:2026-11-02T12:00:00.000Z before:2026-11-02T12:00:01.000Z',
    );
    await press('Escape');
    expect(filter.text).toBe('is:error');
  });

  it('zooms about a moment and out again', async () => {
    await open();
    const timeline = useTimelineStore();
    timeline.zoomAbout(10_000, 0.5);
    await settle();
    expect(timeline.span).toEqual({ fromMs: 7_500, toMs: 12_500 });
    timeline.zoomAbout(10_000, 4);
    await settle();
    expect(useInspectorFilterStore().text).toBe('');
  });

  it('reads at most about once a second', async () => {
    await open();
    const before = bridge.inputsOf('query.density').length;
    for (let total = 1; total <= 50; total += 1) {
      useInspectorStore().apply({
        ...{ id: 'q-', recordingId: 'live', text: '', order: 'time', first: 0, end: 0 },
        ...{ revision: 0, matching: total, searched: total, total, state: 'done' },
      });
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(bridge.inputsOf('query.density').length - before).toBeLessThanOrEqual(2);
  });

  it('asks nothing while it is folded, and stays so', async () => {
    await open();
    byName('button', 'Fold the timeline').click();
    await settle();
    expect(useTimelineStore().buckets).toBe(0);
    expect(localStorage.getItem('pushscope.timeline.open')).toBe('false');
  });

  it('is folded in a low pane', async () => {
    await open(true);
    expect(byName('button', 'Show the timeline')).toBeDefined();
    expect(bridge.inputsOf('query.density')).toEqual([]);
  });
});
