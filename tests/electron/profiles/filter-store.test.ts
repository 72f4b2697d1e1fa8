import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createSystemClock } from '#services/platform.ts';
import { createFilterStore } from '#services/profiles/filter-store.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const SLOW = { id: 'f1', name: 'Slow', text: 'latency>1s' };
const LATE = { id: 'f2', name: 'Late', text: 'is:late' };

function open(folder: string) {
  const publish = vi.fn();
  const store = createFilterStore({ folder, clock: createSystemClock(), events: { publish } });
  return { store, publish };
}

describe('createFilterStore', () => {
  it('keeps filters and tells of them', () => {
    const folder = createTemporaryFolder();
    const { store, publish } = open(folder);
    store.save(SLOW);
    expect(store.save(LATE)).toEqual({ ok: true, value: [SLOW, LATE] });
    expect(publish).toHaveBeenLastCalledWith('filter.changed', [SLOW, LATE]);
    expect(open(folder).store.list()).toEqual([SLOW, LATE]);
  });

  it('renames in place', () => {
    const { store } = open(createTemporaryFolder());
    store.save(SLOW);
    store.save(LATE);
    store.save({ ...SLOW, name: ' Very slow ' });
    expect(store.list()).toEqual([{ ...SLOW, name: 'Very slow' }, LATE]);
  });

  it('deletes one', () => {
    const { store, publish } = open(createTemporaryFolder());
    store.save(SLOW);
    store.save(LATE);
    expect(store.delete('f1')).toEqual({ ok: true, value: [LATE] });
    expect(publish).toHaveBeenLastCalledWith('filter.changed', [LATE]);
    expect(store.delete('f1')).toMatchObject({ error: { code: 'not-found' } });
  });

  it.each([
    [{ ...LATE, name: 'Slow' }, 'name-taken'],
    [{ ...LATE, name: '  ' }, 'bad-input'],
    [{ ...LATE, text: 'is:tired' }, 'bad-query'],
  ])('refuses %o', (filter, code) => {
    const { store } = open(createTemporaryFolder());
    store.save(SLOW);
    expect(store.save(filter)).toMatchObject({ error: { code } });
    expect(store.list()).toEqual([SLOW]);
  });

  it('stops at two hundred', () => {
    const folder = createTemporaryFolder();
    const content = Array.from({ length: 200 }, (_, n) => ({ ...SLOW, id: `x${n}`, name: `${n}` }));
    writeFileSync(join(folder, 'filters.json'), JSON.stringify({ version: 1, content }));
    const { store } = open(folder);
    expect(store.save(LATE)).toMatchObject({ error: { code: 'too-many' } });
    expect(store.list()).toHaveLength(200);
  });

  it('sets a damaged file aside', () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'filters.json'), '{"version":1,"content":[{"id":1}]}');
    const { store } = open(folder);
    expect(store.list()).toEqual([]);
    expect(store.problem()).toMatchObject({ code: 'file-damaged' });
    store.save(SLOW);
    expect(readFileSync(join(folder, 'filters.json'), 'utf8')).toContain('latency>1s');
  });
});
