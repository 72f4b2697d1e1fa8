/** Queries as a parser can make them, for property tests. */
import fc from 'fast-check';
import { ENTRY_DIRECTIONS, ENTRY_KINDS } from '#shared/transcript/entry.ts';
import { isTextField, STEP_TITLES } from '#shared/transcript/query/query-fields.ts';
import {
  ENTRY_STATES,
  NUMBER_FIELDS,
  TEXT_FIELDS,
  type PathStep,
  type QueryNode,
  type TextMatch,
} from '#shared/transcript/query/query-node.ts';

const NOWHERE = { from: 0, to: 0 } as const;

/** Words of the entries in query-cases.ts, so that some queries find some of them. */
const WORDS = [
  ...(['alice@localhost', 'bob@localhost/phone', 'localhost', 'pubsub.localhost', 'c1'] as const),
  ...(['message', 'iq', 'set', 'error', 'Bob (phone)', 's2', 'create', 'urn:xmpp:push:0'] as const),
  ...([
    'item-not-found',
    'or',
    'and',
    'a"b\\c',
    '-x',
    '/y',
    '(z)',
    'iq.error',
    '*',
    'x,y',
  ] as const),
];
const textArbitrary = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);

const regexArbitrary = fc.record({
  source: fc.constantFrom('a', '^<iq', 'id=.[a-z]\\d', '[/"]', 'a\\/b', '(?:x|m)', '\\bbob\\b'),
  flags: fc.constantFrom('', 'i', 'is', 'u'),
});

const globArbitrary = fc
  .tuple(textArbitrary, textArbitrary)
  .map(([start, end]) => ({ kind: 'glob' as const, pattern: `${start}*${end}` }));

function exactArbitrary(field: (typeof TEXT_FIELDS)[number]): fc.Arbitrary<string> {
  if (field === 'kind') return fc.constantFrom(...ENTRY_KINDS);
  if (field === 'dir') return fc.constantFrom(...ENTRY_DIRECTIONS);
  if (field === 'step') return fc.constantFrom(...STEP_TITLES.keys());
  return textArbitrary;
}

function matchArbitrary(field: (typeof TEXT_FIELDS)[number]): fc.Arbitrary<TextMatch> {
  return fc.oneof(
    exactArbitrary(field).map((text) => ({ kind: 'exact' as const, text })),
    globArbitrary,
    regexArbitrary.map((regex) => ({ kind: 'regex' as const, ...regex })),
  );
}

const nameArbitrary = fc.constantFrom('iq', 'message', 'body', 'pubsub', 'c', 'x-1', 'error');
const stepArbitrary: fc.Arbitrary<PathStep> = fc.record({
  name: fc.option(nameArbitrary),
  namespace: fc.option(fc.constantFrom('', 'jabber:client', 'urn:xmpp:push:0', 'urn:c')),
  attributes: fc.array(
    fc.record({
      name: fc.constantFrom('type', 'id', 'xml:lang', 'hash'),
      value: fc.option(fc.oneof(fc.constantFrom('set', 'sha 1', ' ', 'a]b'), textArbitrary)),
    }),
    { maxLength: 2 },
  ),
});

const leafArbitrary: fc.Arbitrary<QueryNode> = fc.oneof(
  fc
    .constantFrom(...TEXT_FIELDS)
    .filter(isTextField)
    .chain((field) =>
      fc
        .array(matchArbitrary(field), { minLength: 1, maxLength: 3 })
        .map((values): QueryNode => ({ kind: 'field', field, values, ...NOWHERE })),
    ),
  fc
    .record({
      field: fc.constantFrom(...NUMBER_FIELDS),
      operator: fc.constantFrom('<', '<=', '=', '>=', '>'),
      value: fc.oneof(
        fc.nat(400),
        fc.double({ min: 0, max: 1e300, noNaN: true, noDefaultInfinity: true }),
      ),
    })
    // A negative zero is written as zero.
    .map((node): QueryNode => ({ kind: 'number', ...node, value: node.value + 0, ...NOWHERE })),
  fc
    .record({
      kind: fc.constantFrom('after', 'before'),
      time: fc
        .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    })
    .map((node): QueryNode => ({ ...node, ...NOWHERE })),
  fc
    .array(fc.constantFrom(...ENTRY_STATES), { minLength: 1, maxLength: 3 })
    .map((states): QueryNode => ({ kind: 'is', states, ...NOWHERE })),
  textArbitrary.map((text): QueryNode => ({ kind: 'text', text, ...NOWHERE })),
  regexArbitrary.map((regex): QueryNode => ({ kind: 'regex', ...regex, ...NOWHERE })),
  fc
    .array(stepArbitrary, { minLength: 1, maxLength: 3 })
    .map((steps): QueryNode => ({ kind: 'path', steps, ...NOWHERE })),
);

/** Any query but the empty one; its places are all zero. */
export const queryArbitrary: fc.Arbitrary<QueryNode> = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leafArbitrary,
    fc
      .record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('node'), { minLength: 2, maxLength: 3 }),
      })
      .map((node): QueryNode => ({ ...node, ...NOWHERE })),
    tie('node').map((part): QueryNode => ({ kind: 'not', part, ...NOWHERE })),
  ),
})).node;

/** Texts that look like queries, whole and broken. */
export const queryTextArbitrary: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...([
          '(',
          ')',
          ' ',
          '-',
          'and ',
          'or ',
          'not ',
          '"',
          '/',
          '\\',
          ',',
          ':',
          '<',
          '=',
        ] as const),
        ...(['from:', 'is:', 'latency>', 'after:', 'size', 'kind:', 'iq', '[', ']', '{'] as const),
        ...(['}', '.', '*', 'late', '200ms', '-5m', '12:04', 'x', '/[/]/i', '"a\\"b"'] as const),
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

/** The tree without its places, to compare what it means. */
export function withoutPlaces(node: QueryNode): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'from' || key === 'to' ? undefined : value,
    ),
  ) as unknown;
}
