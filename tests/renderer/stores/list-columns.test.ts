import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  COLUMN_IDS,
  COLUMNS,
  fitColumns,
  useListColumnsStore,
} from '#renderer/stores/list-columns.ts';

describe('list columns', () => {
  beforeEach(() => {
    localStorage.clear();
    setActivePinia(createPinia());
  });

  const again = () => {
    setActivePinia(createPinia());
    return useListColumnsStore();
  };

  it('keep their choice and widths', () => {
    const columns = useListColumnsStore();
    columns.toggle('size');
    columns.toggle('session');
    columns.resize('time', 120);
    expect(again().wanted).toEqual(['time', 'direction', 'summary', 'latency', 'size']);
    expect(again().widthOf('time')).toBe(120);
  });

  it('return to what they were at first', () => {
    const columns = useListColumnsStore();
    const usual = columns.wanted;
    columns.toggle('kind');
    columns.resize('kind', 200);
    columns.reset();
    expect([again().wanted, again().widthOf('kind')]).toEqual([usual, COLUMNS.kind.width]);
  });

  it('stay within their bounds', () => {
    const columns = useListColumnsStore();
    columns.resize('session', -50);
    expect(columns.widthOf('session')).toBe(COLUMNS.session.least);
    columns.resize('session', 9_999);
    expect(columns.widthOf('session')).toBe(480);
  });

  it('give the summary the room of names', () => {
    const columns = useListColumnsStore();
    columns.room = 430;
    expect(columns.template).toBe('80px 26px 24px minmax(0, 1fr) 52px');
    columns.resize('session', 90);
    expect(columns.template).toBe('80px 26px 90px minmax(0, 1fr) 52px');
    columns.reset();
    columns.room = 800;
    expect(columns.template).toBe('80px 26px 84px minmax(0, 1fr) 52px');
  });

  it('never lose the summary', () => {
    const columns = useListColumnsStore();
    columns.toggle('summary');
    expect(columns.wanted).toContain('summary');
  });

  it.each([
    [2_000, COLUMN_IDS],
    [430, ['time', 'direction', 'session', 'summary', 'latency']],
    [300, ['time', 'direction', 'summary']],
    [0, ['direction', 'summary']],
  ])('fit into %d pixels', (room, fitting) => {
    const shown = fitColumns(COLUMN_IDS, (id) => COLUMNS[id].width, room);
    expect(shown).toEqual(fitting);
  });

  it.each(['no object', { wanted: 'time', widths: [] }, { wanted: [1], widths: { time: 'x' } }])(
    'survive what was kept wrongly: %j',
    (kept) => {
      localStorage.setItem('pushscope.inspector.columns', JSON.stringify(kept));
      expect(again().shown).toContain('summary');
      expect(again().widthOf('time')).toBe(COLUMNS.time.width);
    },
  );
});
