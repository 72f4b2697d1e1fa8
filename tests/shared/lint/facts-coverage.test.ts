/** Every way in which MongooseIM takes or refuses a push stanza has a rule, or a reason why it can have none. */
import { expect, it } from 'vitest';
import { LINT_RULES } from '#shared/lint/catalogue.ts';

const TABLES: readonly (readonly [section: string, letter: string, last: number])[] = [
  ['2.2', 'C', 13],
  ['2.6', 'P', 14],
  ['4.2', 'E', 18],
  ['4.5', 'D', 6],
];

/** Cases that no look at a stanza can find. */
const UNSEEN: Readonly<Record<string, string>> = {
  'facts 2.2 C1': 'what a right request gets',
  'facts 2.2 C6': 'a rule of the server’s configuration',
  'facts 2.6 P10': 'the affiliations of the node',
  'facts 2.6 P12': 'the device is gone',
  'facts 2.6 P13': 'the push service failed',
  'facts 2.6 P14': 'what a right request gets',
  'facts 4.2 E17': 'who owns the node',
  'facts 4.5 D4': 'what a right request does',
};

const cases = TABLES.flatMap(([section, letter, last]) =>
  Array.from({ length: last }, (_, index) => `facts ${section} ${letter}${index + 1}`),
);

it('gives every case a rule', () => {
  const cited = new Set(LINT_RULES.flatMap(({ evidence }) => evidence.split('; ')));

  expect(cases.filter((name) => !cited.has(name) && !(name in UNSEEN))).toEqual([]);
  expect(Object.keys(UNSEEN).filter((name) => cited.has(name))).toEqual([]);
});
