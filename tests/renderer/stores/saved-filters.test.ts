import { beforeEach, describe, expect, it } from 'vitest';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useNoticesStore } from '#renderer/stores/notices.ts';
import { EXAMPLE_FILTERS, useSavedFiltersStore } from '#renderer/stores/saved-filters.ts';
import type { SavedFilter } from '#shared/contract/query.ts';
import { ok } from '#shared/contract/result.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import { startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

const SLOW = { id: 'f1', name: 'Slow', text: 'latency>1s' };
let bridge: ScriptedBridge;
let kept: readonly SavedFilter[];

beforeEach(() => {
  bridge = startFreshWindow();
  kept = [SLOW];
  bridge.handle('filter.list', () => ok(kept));
  bridge.handle('filter.save', (filter) => {
    kept = [...kept.filter(({ id }) => id !== filter.id), filter];
    return ok(kept);
  });
  bridge.handle('filter.delete', ({ id }) => {
    kept = kept.filter((filter) => filter.id !== id);
    return ok(kept);
  });
});

describe('saved filters', () => {
  it('are examples that can be read', () => {
    for (const { text } of EXAMPLE_FILTERS) expect(parseQuery(text)).toMatchObject({ ok: true });
  });

  it('name the applied one', async () => {
    const saved = useSavedFiltersStore();
    await saved.refresh();
    expect(saved.current).toBeUndefined();
    useInspectorFilterStore().apply('latency>1s');
    expect(saved.current).toEqual(SLOW);
  });

  it('keep the applied query', async () => {
    useInspectorFilterStore().apply('is:late');
    expect(await useSavedFiltersStore().saveApplied('Late')).toBe(true);
    expect(kept).toMatchObject([SLOW, { name: 'Late', text: 'is:late' }]);
    expect(useSavedFiltersStore().filters).toEqual(kept);
  });

  it('can be renamed', async () => {
    await useSavedFiltersStore().rename(SLOW, 'Very slow');
    expect(kept).toEqual([{ ...SLOW, name: 'Very slow' }]);
  });

  it('come back when deleting is undone', async () => {
    const saved = useSavedFiltersStore();
    await saved.remove(SLOW);
    expect(saved.filters).toEqual([]);
    const [notice] = useNoticesStore().notices;
    expect(notice).toMatchObject({ text: 'Filter “Slow” deleted.' });
    if (notice?.kind === 'done') notice.action?.run();
    await new Promise(process.nextTick);
    expect(saved.filters).toEqual([SLOW]);
  });

  it('say why they cannot be saved', async () => {
    bridge.refuse('filter.save', { code: 'name-taken', what: 'The filter was not saved.' });
    expect(await useSavedFiltersStore().saveApplied('Slow')).toBe(false);
    expect(useNoticesStore().notices).toMatchObject([{ problem: { code: 'name-taken' } }]);
  });
});
