import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fail, ok } from '#shared/contract/result.ts';
import { createSystemClock } from '#services/platform.ts';
import { createMarksStore } from '#services/transcript/marks-store.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function openMarks(folder = createTemporaryFolder()) {
  const told: unknown[] = [];
  const marks = createMarksStore({
    folder,
    ownIdOf: (id) => {
      if (id === 'gone') return fail({ code: 'not-found', what: 'There is no such recording.' });
      return ok(id === 'copy' ? 'original' : id);
    },
    clock: createSystemClock(),
    events: { publish: (name, payload) => void told.push([name, payload]) },
  });
  return { folder, marks, told };
}

const bookmark = (recordingId: string, seq: number, note = '') => ({
  ...{ recordingId, seq, bookmarked: true, note },
});

it('keeps marks in the order of entries', () => {
  const { folder, marks } = openMarks();
  marks.save(bookmark('r1', 9));
  marks.save(bookmark('r1', 2, 'why?'));
  const kept = [
    { seq: 2, bookmarked: true, note: 'why?' },
    { seq: 9, bookmarked: true, note: '' },
  ];
  expect(marks.list('r1')).toEqual(ok(kept));
  expect(openMarks(folder).marks.list('r1')).toEqual(ok(kept));
});

it('takes off an empty mark', () => {
  const { marks, told } = openMarks();
  marks.save(bookmark('r1', 9));
  expect(marks.save({ recordingId: 'r1', seq: 9, bookmarked: false, note: '' })).toEqual(ok([]));
  expect(told.at(-1)).toEqual(['mark.changed', { recordingId: 'r1', marks: [] }]);
});

it('shares marks between a recording and its copy', () => {
  const { marks } = openMarks();
  marks.save(bookmark('original', 3));
  expect(marks.list('copy')).toMatchObject(ok([{ seq: 3 }]));
});

it('leaves the folder for no id', () => {
  const { folder, marks } = openMarks();
  expect(marks.save(bookmark('../../etc/passwd', 1)).ok).toBe(true);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^id-[0-9a-f]{64}\.json$/)]);
});

it('sets a damaged file aside', () => {
  const { folder, marks } = openMarks();
  writeFileSync(join(folder, 'r1.json'), '{"version":1,"content":[{"seq":"x"}]}');
  expect(marks.list('r1')).toMatchObject({ ok: false, error: { code: 'file-damaged' } });
  expect(marks.save(bookmark('r1', 1)).ok).toBe(true);
  expect(marks.list('r1')).toMatchObject(ok([{ seq: 1 }]));
  const [aside = ''] = readdirSync(folder).filter((name) => name.includes('damaged'));
  expect(readFileSync(join(folder, aside), 'utf8')).toContain('"x"');
});

it('deletes the marks of a recording', () => {
  const { folder, marks } = openMarks();
  marks.save(bookmark('r1', 1));
  marks.delete('r1');
  expect(readdirSync(folder)).toEqual([]);
  expect(marks.list('r1')).toEqual(ok([]));
});

it('knows no marks of a recording that is gone', () => {
  const { marks } = openMarks();
  expect(marks.list('gone')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(marks.save(bookmark('gone', 1))).toMatchObject({ ok: false });
});
