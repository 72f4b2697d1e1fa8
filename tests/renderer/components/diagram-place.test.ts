import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import DiagramPlace from '#renderer/components/diagram/DiagramPlace.vue';
import { useDiagramStore } from '#renderer/stores/diagram.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { ok } from '#shared/contract/result.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildRecording, buildRow } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

const ALICE = 'alice@localhost/r';

describe('diagram place', () => {
  let bridge: ScriptedBridge;
  let rows: readonly EntryRow[] = [];

  beforeEach(() => {
    bridge = startFreshWindow();
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
    bridge.answer('recording.list', [buildRecording()]);
    bridge.answer('entry.exchange', []);
    bridge.answer('query.close', null);
    bridge.handle('query.open', ({ recordingId, text, order }) => {
      const { length } = rows;
      return ok({
        ...{ id: 'q1', recordingId, text, order, first: 0, end: length, revision: 0 },
        ...{ matching: length, searched: length, total: length, state: 'done' },
      });
    });
    bridge.handle('query.lines', ({ from, count }) => {
      const lines = rows.slice(from, from + count).map((row) => ({ kind: 'entry' as const, row }));
      return ok({ revision: 0, from, lines });
    });
    bridge.handle('query.locate', ({ seq }) => {
      const index = rows.findIndex((row) => row.seq === seq);
      return ok({ revision: 0, index: index < 0 ? null : index, nearest: 0 });
    });
  });
  afterEach(() => vi.restoreAllMocks());

  async function open(entries: readonly EntryRow[]): Promise<void> {
    rows = entries;
    await useRecordingsStore().refresh();
    mountPart(DiagramPlace);
    await flushPromises();
    await flushPromises();
  }

  const create = buildRow(1, { direction: 'out', type: 'set', to: 'pubsub.localhost' });
  const refused = buildRow(2, {
    ...{ type: 'error', condition: 'forbidden', from: 'pubsub.localhost', to: ALICE },
    ...{ replyTo: 1, latencyMs: 9, relation: 'answer' },
  });
  const lines = (): readonly (string | null)[] =>
    [...document.querySelectorAll('[role="option"]')].map((row) => row.getAttribute('aria-label'));

  it('says who sent what to whom', async () => {
    await open([create, refused]);
    expect(lines()).toEqual([
      'alice to pubsub.localhost: iq set',
      'pubsub.localhost to alice: iq error · ✗ forbidden · 9 ms',
    ]);
  });

  it('names the lifelines', async () => {
    await open([create, refused]);
    const names = document.querySelector('[aria-label="Lifelines"]')?.textContent ?? '';
    expect(names).toMatch(/alice.*session.*pubsub\.localhost.*service/);
  });

  it('shares the selection with the inspector', async () => {
    await open([create, refused]);
    const diagram = byName('listbox', 'Sequence diagram');
    diagram.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
    await flushPromises();
    expect(useInspectorStore().selectedSeq).toBe(1);
    void useInspectorStore().select(2);
    await flushPromises();
    expect(useDiagramStore().selectedIndex).toBe(1);
  });

  it('closes its query when it is left', async () => {
    await open([create]);
    useDiagramStore().shown = false;
    await flushPromises();
    expect(bridge.inputsOf('query.close')).toEqual([{ queryId: 'q1' }]);
  });

  it('draws chosen entries without a query', async () => {
    await open([create, refused]);
    useDiagramStore().show({ kind: 'selection', rows: [refused] });
    await flushPromises();
    expect(lines()).toHaveLength(1);
    expect(document.body.textContent).toContain('1 entry that you selected');
  });

  it('teaches while there is nothing', async () => {
    await open([]);
    expect(document.body.textContent).toContain('Nothing to draw yet');
  });
});
