import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createEntryTimes } from '#services/transcript/reader/entry-times.ts';
import { openReadConnection } from '#services/transcript/reader/read-connection.ts';
import { createRecordingFile } from '#services/transcript/schema.ts';
import { createSeqList } from '#services/transcript/reader/seq-list.ts';

const ENTRIES = 100_000;
/** From here on the clock goes a minute behind. */
const SET_BACK = 60_000;
const START = Date.parse('2026-08-20T06:00:00.000Z');

/** One entry a millisecond. */
function wallTime(seq: number): string {
  return new Date(START + seq - (seq >= SET_BACK ? 60_000 : 0)).toISOString();
}

function writeRecording(path: string): void {
  const database = createRecordingFile(path, { id: 'r', name: '', startedAt: wallTime(1) });
  const insert = database.prepare(
    `INSERT INTO entry (seq, session_id, session_name, time, monotonic_ms, direction, kind, bytes, text, is_error)
     VALUES (?, 's', '', ?, ?, 'in', 'stanza', 0, '', 0)`,
  );
  database.exec('BEGIN');
  for (let seq = 1; seq <= ENTRIES; seq += 1) insert.run(seq, wallTime(seq), seq);
  database.exec('COMMIT');
  database.close();
}

const folder = mkdtempSync(join(tmpdir(), 'pushscope-test-'));
const path = join(folder, 'times.sqlite');
beforeAll(() => writeRecording(path));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function setUp() {
  const connection = openReadConnection({ path, live: false });
  if (!connection.ok) throw new Error(connection.error.what);
  onTestFinished(() => connection.value.close());
  const times = createEntryTimes(connection.value);
  const all = { after: 0, upTo: ENTRIES };
  const load = () => {
    const counting = times.count({
      fromMs: null,
      toMs: null,
      buckets: 10,
      matching: createSeqList(),
    });
    for (;;) {
      const step = counting.next();
      if (step.done === true) return step.value;
    }
  };
  return { times, all, load };
}

describe('createEntryTimes()', () => {
  it('leaves out nothing before times are read', () => {
    const { times, all } = setUp();
    expect(times.narrow(all, { from: wallTime(50_000), before: null })).toEqual(all);
  });

  it('counts every entry', () => {
    const { load } = setUp();
    expect(
      load()
        .buckets.map((bucket) => bucket.all)
        .reduce((sum, n) => sum + n),
    ).toBe(ENTRIES);
  });

  it.each([
    ['a beginning', wallTime(30_000), null],
    ['an end', null, wallTime(20_000)],
    ['both', wallTime(20_000), wallTime(21_000)],
    ['all', null, null],
  ])('keeps all of the bounds with %s', (_title, from, before) => {
    const { times, all, load } = setUp();
    load();
    const { after, upTo } = times.narrow(all, { from, before });
    const matches = (seq: number): boolean =>
      (from === null || wallTime(seq) >= from) && (before === null || wallTime(seq) < before);
    const outside = Array.from({ length: ENTRIES }, (_, place) => place + 1).filter(
      (seq) => matches(seq) && (seq <= after || seq > upTo),
    );
    expect(outside).toEqual([]);
  });

  it('leaves out what is of other times', () => {
    const { times, all, load } = setUp();
    load();
    const early = times.narrow(all, { from: null, before: wallTime(100) });
    expect(early).toEqual({ after: 0, upTo: 65_535 });
    const late = times.narrow(all, { from: wallTime(59_999), before: null });
    expect(late).toEqual({ after: 49_151, upTo: 65_535 });
    const never = times.narrow(all, { from: '2027-01-01T00:00:00.000Z', before: null });
    expect(never.upTo - never.after).toBe(0);
  });
});
