import { beforeEach, describe, expect, it } from 'vitest';
import { flushPromises } from '@vue/test-utils';
import { useComparisonStore } from '#renderer/stores/comparison.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useNoticesStore } from '#renderer/stores/notices.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { ok } from '#shared/contract/result.ts';
import { buildRecording, buildRow, buildRows } from '#tests/support/contract-builders.ts';
import { startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';
import { scriptQueries } from '#tests/support/scripted-queries.ts';

let bridge: ScriptedBridge;

beforeEach(async () => {
  bridge = startFreshWindow();
  bridge.answer('recording.list', [buildRecording()]);
  bridge.answer('entry.exchange', []);
  bridge.handle('entry.read', ({ seq }) =>
    ok({ ...buildRow(seq), xml: `<a n='${seq}'/>`, masked: false }),
  );
  scriptQueries(bridge, buildRows(1, 5));
  await useRecordingsStore().refresh();
  await useInspectorStore().refresh();
  useComparisonStore();
});

/** Numbers of the entries side by side. */
function compared(): readonly number[] | null {
  const both = useComparisonStore().compared;
  return both && [both.left.seq, both.right.seq];
}

describe('comparing', () => {
  it('takes two selected rows', async () => {
    await useInspectorStore().select(4);
    await useInspectorStore().select(2, 'toggle');
    await useComparisonStore().compare();
    expect(compared()).toEqual([2, 4]);
  });

  it('takes the marked entry and the selected one', async () => {
    await useInspectorStore().select(3);
    useComparisonStore().mark();
    await useInspectorStore().select(1);
    await useComparisonStore().compare();
    expect(compared()).toEqual([3, 1]);
  });

  it('takes request and answer', async () => {
    bridge.answer('entry.exchange', [buildRow(1), buildRow(3, { replyTo: 1 })]);
    await useInspectorStore().select(3);
    await flushPromises();
    await useComparisonStore().compare();
    expect(compared()).toEqual([1, 3]);
  });

  it('marks the entry when there is no other', async () => {
    await useInspectorStore().select(3);
    await useComparisonStore().compare();
    expect(compared()).toBeNull();
    expect(useComparisonStore().marked).toEqual({ recordingId: 'live', seq: 3 });
  });

  it('stays closed when an entry is gone', async () => {
    await useInspectorStore().select(3);
    useComparisonStore().mark();
    await useInspectorStore().select(1);
    bridge.refuse('entry.read', { code: 'not-found', what: 'Gone.' });
    await useComparisonStore().compare();
    expect(compared()).toBeNull();
    expect(useNoticesStore().notices.length).toBeGreaterThan(0);
  });
});
