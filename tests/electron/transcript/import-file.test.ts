import { createHash } from 'node:crypto';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ImportProgress } from '#shared/contract/channels.ts';
import { writeEntry, writeFooter, writeHeader } from '#shared/transcript/formats/jsonl.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import { createEventHub } from '#services/event-hub.ts';
import type { ImportTask } from '#services/transcript/import-file.ts';
import { startImport } from '#services/transcript/import-thread.ts';
import type { ImportStand } from '#services/transcript/import-watch.ts';
import { createEntrySearch } from '#services/transcript/reader/entry-search.ts';
import { createMatchState, createMatchWatch } from '#services/transcript/reader/match-watch.ts';
import {
  openReadConnection,
  type ReadConnection,
} from '#services/transcript/reader/read-connection.ts';
import { buildEntry, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const START = '2026-08-20T10:00:00.000Z';
const ENTRIES = 20_000;
const RARE = ENTRIES - 7;

/** An exported transcript in which one entry alone holds a word. */
function writeTranscript(folder: string, entries = ENTRIES): string {
  const lines = [
    writeHeader({
      ...{ tool: { name: 'test', version: '1' }, created: START, filter: {} },
      ...{ entries, total: entries, redaction: { profile: 'support', rules: 1 } },
      ...{ recording: { name: 'r', startedAt: START }, sessions: [] },
    }),
  ];
  for (let seq = 1; seq <= entries; seq += 1) {
    const body = seq === RARE ? 'the Needle in it' : `message number ${seq} of many`;
    lines.push(writeEntry(buildEntry({ seq, xml: `<message><body>${body}</body></message>` })));
  }
  const text = lines.join('');
  const footer = {
    entries,
    dropped: 0,
    unparsed: 0,
    redactions: {},
    leakCheck: { values: 0, unchecked: 0 },
  };
  const path = join(folder, 'in.jsonl');
  writeFileSync(path, text + writeFooter(footer, createHash('sha256').update(text).digest('hex')));
  return path;
}

function taskFor(path: string) {
  const folder = createTemporaryFolder();
  const task: ImportTask = {
    ...{ source: { path }, target: join(folder, 'r.sqlite'), id: 'r', name: 'r' },
    startedAt: START,
  };
  return { folder, task };
}

function open(path: string): ReadConnection {
  const opened = openReadConnection({ path, live: false });
  if (!opened.ok) throw new Error(opened.error.what);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

/** What a text finds, and the statements that found it. */
function search(connection: ReadConnection, text: string) {
  const asked: string[] = [];
  const listening: ReadConnection = {
    ...connection,
    numbers(sql, values) {
      asked.push(sql);
      return connection.numbers(sql, values);
    },
  };
  const node = parseQuery(text);
  if (!node.ok) throw new Error(node.error.what);
  const watch = createMatchWatch(createMatchState());
  const steps = createEntrySearch(listening, node.value, [], watch).find(0, ENTRIES);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return { found: step.value, asked };
  }
}

describe('an imported transcript', () => {
  it('is searched through its index of texts', async () => {
    const { folder, task } = taskFor(writeTranscript(createTemporaryFolder()));
    const thread = startImport(task, () => undefined);
    expect(await thread.done).toEqual({
      ok: true,
      value: { kind: 'transcript', completeness: 'complete' },
    });
    // The index is being filled meanwhile.
    expect(search(open(task.target), 'needle').found).toEqual([RARE]);
    await thread.indexed;
    const connection = open(task.target);
    expect(connection.indexedSeq()).toBe(ENTRIES);
    const { found, asked } = search(connection, 'needle');
    expect(found).toEqual([RARE]);
    for (const sql of asked) expect(sql).toMatch(/text_index MATCH|e\.bytes > 250000/);
    expect(readdirSync(folder).filter((name) => name.endsWith('-journal'))).toEqual([]);
  });

  it('leaves nothing when it is cancelled', async () => {
    const { folder, task } = taskFor(writeTranscript(createTemporaryFolder()));
    const told: ImportStand[] = [];
    const thread = startImport(task, (stand) => told.push(stand));
    await thread.end();
    expect(await thread.done).toMatchObject({ ok: false, error: { code: 'import-cancelled' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing when a line is bad', async () => {
    const path = writeTranscript(createTemporaryFolder(), 1_500);
    appendFileSync(path, 'nonsense\n');
    const { folder, task } = taskFor(path);
    expect(await startImport(task, () => undefined).done).toMatchObject({
      ok: false,
      error: { code: 'bad-line', place: 'line 1503' },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names a line that is too long for any entry', async () => {
    const path = writeTranscript(createTemporaryFolder(), 10);
    for (let part = 0; part < 10; part += 1) appendFileSync(path, 'x'.repeat(10_500_000));
    const { folder, task } = taskFor(path);
    expect(await startImport(task, () => undefined).done).toMatchObject({
      ok: false,
      error: { code: 'bad-line', place: 'line 13', why: 'It is longer than any entry can be.' },
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('opening a long file', () => {
  it('tells how far it is, and keeps nobody waiting', async () => {
    const told: ImportProgress[] = [];
    const events = createEventHub();
    events.subscribe((batch) => {
      for (const { name, payload } of batch) if (name === 'import.progressed') told.push(payload);
    });
    const store = openStore(createTemporaryFolder(), { events });
    onTestFinished(() => store.dispose());
    const path = writeTranscript(createTemporaryFolder());
    const before = performance.eventLoopUtilization();
    const opened = await store.open(path, 'i1');
    const { active, idle } = performance.eventLoopUtilization(before);
    expect(opened).toMatchObject({ ok: true, value: { entries: ENTRIES } });
    expect(active).toBeLessThan(idle);
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ importId: 'i1', total: told.at(-1)?.total });
    const { done = 0, total = 0 } = told.at(-1) ?? {};
    expect(done).toBeLessThanOrEqual(total);
  });

  it('is cancelled by its id', async () => {
    const store = openStore(createTemporaryFolder());
    onTestFinished(() => store.dispose());
    const opening = store.open(writeTranscript(createTemporaryFolder()), 'i1');
    expect(store.cancelImport('other')).toMatchObject({ ok: false });
    expect(store.cancelImport('i1')).toEqual({ ok: true, value: null });
    expect(await opening).toMatchObject({ ok: false, error: { code: 'import-cancelled' } });
    expect(store.cancelImport('i1')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(store.list().filter((one) => one.opened)).toEqual([]);
  });
});

describe('opening a log', () => {
  it('reads it in pieces and says what was unreadable', async () => {
    const path = join(createTemporaryFolder(), 'mongooseim.log');
    const filler = 'x'.repeat(2_000);
    const record = (at: number): string =>
      `when=2026-08-20T10:00:00Z what=user_send_packet n=${filler} stanza={xmlel,<<"iq">>,[{<<"id">>,<<"i${at}">>}],\n[]}\n`;
    const records = Array.from({ length: 5_000 }, (_, at) => record(at));
    records[4_998] = 'when=2026-08-20T10:00:01Z what=nothing\n';
    writeFileSync(path, records.join(''));
    const store = openStore(createTemporaryFolder());
    onTestFinished(() => store.dispose());
    const opened = await store.open(path);
    // One that says what it is, and one that says what is missing.
    expect(opened).toMatchObject({
      ok: true,
      value: { name: 'mongooseim.log', entries: 5_001, opened: true },
    });
    const recordingId = opened.ok ? opened.value.id : '';
    expect(await store.read(recordingId, 2_600)).toMatchObject({
      value: { xml: "<iq id='i2598'/>", direction: 'out' },
    });
    expect(await store.read(recordingId, 5_001)).toMatchObject({
      value: { text: '1 part of the file could not be read; line 9997: No stanza in it' },
    });
  });
});
