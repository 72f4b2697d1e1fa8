import { describe, expect, it } from 'vitest';
import { arrangeLifelines, OTHERS } from '#shared/transcript/diagram/fold.ts';
import type { Lifeline, LifelineKind } from '#shared/transcript/diagram/lifelines.ts';

const line = (kind: LifelineKind, name: string, entries: number): Lifeline => ({
  ...{ key: `${kind}:${name}`, kind, name, entries },
});
const lifelines = [
  line('session', 'alice', 1),
  line('server', 'x.org', 1),
  line('service', 'a', 5),
  line('service', 'b', 1),
  line('account', 'c', 9),
  line('account', 'd', 2),
  line('gateway', 'Gateway', 1),
];

describe('arrangeLifelines', () => {
  it('folds those with fewest entries', () => {
    const { columns, folded, columnOf } = arrangeLifelines(lifelines, 2);
    expect(columns.map(({ name }) => name)).toEqual([
      'alice',
      'x.org',
      'a',
      'c',
      'Gateway',
      '2 others',
    ]);
    expect(folded).toBe(2);
    expect(columnOf('service:b')).toBe(5);
    expect(columnOf('account:d')).toBe(5);
    expect(columns.at(-1)).toMatchObject({ key: OTHERS, entries: 3 });
  });

  it('lets those stay that have a column', () => {
    const { columns } = arrangeLifelines(lifelines, 2, new Set(['service:b']));
    expect(columns.map(({ name }) => name)).toEqual([
      'alice',
      'x.org',
      'b',
      'c',
      'Gateway',
      '2 others',
    ]);
  });

  it('folds none for the sake of one', () => {
    expect(arrangeLifelines(lifelines, 3).folded).toBe(0);
  });

  it('knows no place for strangers', () => {
    expect(arrangeLifelines(lifelines, 9).columnOf('service:z')).toBe(-1);
  });
});
