import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EntryMark } from '#shared/contract/query.ts';
import {
  ANSWER_RELATIONS,
  ENTRY_DIRECTIONS,
  ENTRY_KINDS,
  type WireEntry,
} from '#shared/transcript/entry.ts';
import { createEntryMatcher } from '#shared/transcript/query/match-query.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import {
  ENTRY_STATES,
  NUMBER_FIELDS,
  TEXT_FIELDS,
  type PathStep,
  type QueryNode,
  type TextField,
  type TextMatch,
} from '#shared/transcript/query/query-node.ts';
import { prepareInsert, toBatch } from '#services/transcript/entry-insert.ts';
import { INDEXED_TEXT } from '#services/transcript/indexed-text.ts';
import { createEntrySearch } from '#services/transcript/reader/entry-search.ts';
import { createMatchState, createMatchWatch } from '#services/transcript/reader/match-watch.ts';
import {
  openReadConnection,
  type ReadConnection,
} from '#services/transcript/reader/read-connection.ts';
import { createRecordingFile } from '#services/transcript/schema.ts';
import { buildEntry } from '#tests/support/entries.ts';
import { assertProperty, PROPERTY_TIMEOUT_MS } from '#tests/support/property-runs.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** Words in which letter case, umlauts, wildcards and quotes matter. */
const WORDS = [
  ...['Alice', 'aLICE', 'übung', 'ÜBUNG', 'Straße', 'iq', 'it', 'a%b', 'a_b', 'a*b', '[x]'],
  ...["it's", '"q"', 'back\\slash', 'σίγμας', 'ΣΊΓΜΑΣ', '電車', '🚂', ' ', 'x', 'ü', ''],
  // Its small form is of two characters, which no trigram may become.
  ...['aİb', 'AİB'],
];
const ADDRESSES = [
  ...['alice@example.org', 'Alice@Example.org/Desk', 'example.org', 'bob@example.org/x/y'],
  ...['a@b@c', 'müller@example.org', '/', '@', ''],
];
const TIMES = ['2026-08-20T10:00:00.000Z', '2026-08-20T10:00:00.500Z', '2026-08-21T00:00:00.000Z'];
const XML = [
  "<iq type='error'><error type='cancel'><gone xmlns='urn:x'/></error></iq>",
  '<message><body>Übung macht den Meister</body></message>',
  ...["<iq type='get'><query xmlns='urn:y'/></iq>", '<broken', '', 'a%b_c*[x]?\\'],
  '<message><body>\0Alice\0\0übung\0</body></message>',
];
/** In a column for any text. */
const NUL_WORDS = ['\0', 'x\0Alice', 'ü\0it', 'Alice\0'];

const word = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map((two) => two.join('')),
);
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 3 });

const entry: fc.Arbitrary<Partial<WireEntry>> = fc.record({
  sessionId: fc.constantFrom('s1', 's2', ''),
  sessionName: word,
  time: fc.constantFrom(...TIMES),
  direction: fc.constantFrom(...ENTRY_DIRECTIONS),
  kind: fc.constantFrom(...ENTRY_KINDS),
  bytes: fc.constantFrom(0, 10, 1_000, 300_000),
  replyTo: orNull(fc.integer({ min: 1, max: 20 })),
  latencyMs: orNull(fc.constantFrom(0, 1.5, 200)),
  relation: orNull(fc.constantFrom(...ANSWER_RELATIONS)),
  stepId: orNull(fc.constantFrom('enable', 'create')),
  text: fc.oneof(word, fc.constantFrom(...NUL_WORDS)),
  name: orNull(fc.constantFrom('iq', 'message', 'IQ')),
  type: orNull(fc.constantFrom('get', 'set', 'error', 'chat')),
  id: orNull(word),
  from: orNull(fc.constantFrom(...ADDRESSES)),
  to: orNull(fc.constantFrom(...ADDRESSES)),
  childName: orNull(word),
  childNs: orNull(fc.constantFrom('urn:x', 'urn:Y', 'http://example.org/ns')),
  childAction: orNull(word),
  condition: orNull(fc.constantFrom('gone', 'item-not-found')),
  xml: fc.oneof(fc.constantFrom(...XML), word),
  masked: fc.boolean(),
});

const match: fc.Arbitrary<TextMatch> = fc.oneof(
  fc.oneof(word, fc.constantFrom(...ADDRESSES)).map((text) => ({ kind: 'exact', text }) as const),
  fc
    .array(fc.oneof(word, fc.constantFrom('example', '@', 'org')), { minLength: 2, maxLength: 3 })
    .map((parts) => ({ kind: 'glob', pattern: parts.join('*') }) as const),
  fc
    .constantFrom('^a', 'x$', 'ü')
    .map((source) => ({ kind: 'regex', source, flags: 'i' }) as const),
);

/** What entries hold in the fields that are not free text. */
const FIELD_WORDS: Readonly<Partial<Record<TextField, readonly string[]>>> = {
  ...{ from: ADDRESSES, to: ADDRESSES, jid: ADDRESSES },
  ...{ type: ['get', 'SET', 'error', 'ch*'], name: ['iq', 'MESSAGE', 'i*'] },
  ...{ kind: ENTRY_KINDS, dir: ENTRY_DIRECTIONS, session: ['s1', 'S2', 's*'] },
  ...{ ns: ['urn:x', 'URN:y', 'urn:*', 'http://example.org/ns'] },
  ...{ step: ['enable', 'create'], condition: ['gone', 'item-*', 'ITEM-not-found'] },
};

const matchOf = (field: TextField): fc.Arbitrary<TextMatch> =>
  fc.oneof(
    match,
    fc
      .constantFrom(...(FIELD_WORDS[field] ?? WORDS))
      .map((text): TextMatch =>
        text.endsWith('*') ? { kind: 'glob', pattern: text } : { kind: 'exact', text },
      ),
  );

const pathStep: fc.Arbitrary<PathStep> = fc.record({
  name: fc.constantFrom('iq', 'message', 'error', 'gone', 'body', 'query', null),
  namespace: fc.constantFrom('urn:x', 'urn:y', '', null, null),
  attributes: fc.subarray(
    [
      { name: 'type', value: null },
      { name: 'type', value: 'error' },
      { name: 'id', value: null },
    ],
    { maxLength: 1 },
  ),
});

const SPAN = { from: 0, to: 0 };
const { query } = fc.letrec<{ query: QueryNode }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .constantFrom(...TEXT_FIELDS)
      .chain((field) =>
        fc
          .array(matchOf(field), { minLength: 1, maxLength: 2 })
          .map((values) => ({ kind: 'field', field, values, ...SPAN }) as const),
      ),
    fc.record({
      kind: fc.constant('number' as const),
      field: fc.constantFrom(...NUMBER_FIELDS),
      operator: fc.constantFrom(
        '<' as const,
        '<=' as const,
        '=' as const,
        '>=' as const,
        '>' as const,
      ),
      value: fc.constantFrom(0, 1.5, 10, 200),
      from: fc.constant(0),
      to: fc.constant(0),
    }),
    fc.constantFrom(...TIMES).map((time) => ({ kind: 'after', time, ...SPAN }) as const),
    fc.constantFrom(...TIMES).map((time) => ({ kind: 'before', time, ...SPAN }) as const),
    fc
      .subarray([...ENTRY_STATES], { minLength: 1, maxLength: 2 })
      .map((states) => ({ kind: 'is', states, ...SPAN }) as const),
    fc
      .oneof(word, fc.constantFrom(...NUL_WORDS))
      .map((text) => ({ kind: 'text', text, ...SPAN }) as const),
    fc
      .constantFrom('a.b', '^<iq', 'ü')
      .map((source) => ({ kind: 'regex', source, flags: 'i', ...SPAN }) as const),
    fc
      .array(pathStep, { minLength: 1, maxLength: 3 })
      .map((steps) => ({ kind: 'path', steps, ...SPAN }) as const),
    tie('query').map((part) => ({ kind: 'not', part, ...SPAN }) as const),
    fc
      .array(tie('query'), { minLength: 1, maxLength: 3 })
      .map((parts) => ({ kind: 'and', parts, ...SPAN }) as const),
    fc
      .array(tie('query'), { minLength: 1, maxLength: 3 })
      .map((parts) => ({ kind: 'or', parts, ...SPAN }) as const),
  ),
}));

const MARKS: readonly EntryMark[] = [
  { seq: 2, bookmarked: true, note: '' },
  { seq: 5, bookmarked: false, note: 'odd' },
];

/** Writes entries; those up to `indexed` are in the index of texts. */
function write(entries: readonly WireEntry[], indexed: number): ReadConnection {
  const path = join(createTemporaryFolder(), 'r.sqlite');
  const file = createRecordingFile(path, { id: 'r', name: 'r', startedAt: TIMES[0] ?? '' });
  prepareInsert(file)(toBatch(entries));
  file
    .prepare(
      `INSERT INTO text_index (rowid, body) SELECT e.seq, ${INDEXED_TEXT}
       FROM entry e JOIN payload p ON p.seq = e.seq WHERE e.seq <= ? AND e.bytes <= 250000`,
    )
    .run(indexed);
  file.prepare('UPDATE recording SET indexed_seq = ?').run(indexed);
  file.close();
  const opened = openReadConnection({ path, live: false });
  if (!opened.ok) throw new Error(opened.error.what);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

function search(connection: ReadConnection, node: QueryNode): number[] {
  const watch = createMatchWatch(createMatchState());
  const steps = createEntrySearch(connection, node, MARKS, watch).find(0, 1_000);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function judge(entries: readonly WireEntry[], node: QueryNode): number[] {
  const matches = createEntryMatcher(node);
  const relationsTo = (seq: number) =>
    entries.flatMap((one) => (one.replyTo === seq && one.relation !== null ? [one.relation] : []));
  const markOf = (seq: number) => MARKS.find((mark) => mark.seq === seq);
  return entries.filter((one) => matches(one, { relationsTo, markOf })).map(({ seq }) => seq);
}

describe('createEntrySearch', () => {
  it(
    'finds what the matcher accepts',
    async () => {
      const drawn = fc.sample(entry, { numRuns: 300, seed: 357 });
      const entries = drawn.map((change, place) => buildEntry({ ...change, seq: place + 1 }));
      const connection = write(entries, 200);
      await assertProperty(
        0.02,
        fc.property(query, (node) => {
          expect(search(connection, node)).toEqual(judge(entries, node));
        }),
      );
    },
    PROPERTY_TIMEOUT_MS,
  );

  it('is tried with queries of every kind that find some and not all', () => {
    const drawn = fc.sample(entry, { numRuns: 300, seed: 357 });
    const entries = drawn.map((change, place) => buildEntry({ ...change, seq: place + 1 }));
    const telling = new Set<string>();
    for (const node of fc.sample(query, { numRuns: 3_000, seed: 357 })) {
      const found = judge(entries, node).length;
      if (found === 0 || found === entries.length) continue;
      telling.add(node.kind);
      if (node.kind === 'field' || node.kind === 'number') telling.add(node.field);
      if (node.kind === 'is' && node.states.length === 1) telling.add(node.states[0] ?? '');
    }
    const kinds = ['and', 'or', 'not', 'field', 'number', 'after', 'is', 'text', 'regex', 'path'];
    const all = [...kinds, 'before', ...TEXT_FIELDS, ...NUMBER_FIELDS, ...ENTRY_STATES];
    expect(all.filter((one) => !telling.has(one))).toEqual([]);
  });

  const entries = [
    buildEntry({
      seq: 1,
      from: 'alice@example.org/desk',
      name: 'iq',
      type: 'get',
      id: 'a',
      direction: 'out',
    }),
    buildEntry({
      seq: 2,
      to: 'Alice@example.org',
      xml: '<message><body>100% Übung_*</body></message>',
    }),
    buildEntry({
      seq: 3,
      type: 'error',
      condition: 'item-not-found',
      replyTo: 1,
      relation: 'answer',
      latencyMs: 250,
    }),
    buildEntry({
      seq: 4,
      from: null,
      kind: 'note',
      direction: 'local',
      name: null,
      text: "it's late",
      xml: '',
    }),
    buildEntry({
      seq: 5,
      name: 'iq',
      type: 'set',
      id: 'b',
      direction: 'out',
      bytes: 400_000,
      xml: `<iq>${'x'.repeat(300)}end</iq>`,
    }),
    buildEntry({ seq: 6, text: 'before\0Behind', xml: '<message>\0before\0\0BEHIND it</message>' }),
  ];

  it.each([
    ['', [1, 2, 3, 4, 5, 6]],
    ['"behind it"', [6]],
    ['before behind', [6]],
    ['"\0before"', [6]],
    ['/e\0+beh/i', [6]],
    ['from:alice@example.org', [1]],
    ['jid:example.org', [1, 2]],
    ['jid:ALICE@*', [1, 2]],
    ['-from:alice@example.org', [2, 3, 4, 5, 6]],
    ['100%', [2]],
    ['"übung_*"', [2]],
    ["it's", [4]],
    ['end', [5]],
    ['qq', []],
    ['is:error', [3]],
    ['is:unanswered', [5]],
    ['latency>200ms', [3]],
    ['size>100kB', [5]],
    ['kind:note or type:set', [4, 5]],
    ['not (kind:note or type:set)', [1, 2, 3, 6]],
    ['/x{300}end/', [5]],
    ['message.body', [2]],
    ['no:3', [3]],
  ])('finds %s', (text, expected) => {
    const node = parseQuery(text);
    if (!node.ok) throw new Error(node.error.what);
    expect(search(write(entries, 6), node.value)).toEqual(expected);
    expect(search(write(entries, 0), node.value)).toEqual(expected);
    expect(judge(entries, node.value)).toEqual(expected);
  });
});
