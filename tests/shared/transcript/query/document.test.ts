import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import { QUERY_FIELDS } from '#shared/transcript/query/query-fields.ts';
import { ENTRY_STATES } from '#shared/transcript/query/query-node.ts';

const page = readFileSync(new URL('../../../../docs/query-language.md', import.meta.url), 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').slice(1, -1));
const codeIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const blocks = [...page.matchAll(/```query\n([^`]+)```/g)].flatMap(([, lines = '']) =>
  lines.trim().split('\n'),
);
const examples = [...blocks, ...rows.flatMap((cells) => codeIn(cells.at(-1) ?? ''))];

describe('the page of the language', () => {
  it.each(examples)('has an example %s that is right', (example) => {
    expect(parseQuery(example)).toMatchObject({ ok: true });
  });

  it('names every field and state', () => {
    const named = rows.flatMap(([name = '']) => codeIn(name)).map((name) => name.replace(':', ''));
    expect(named.toSorted()).toEqual([...QUERY_FIELDS, ...ENTRY_STATES].toSorted());
  });

  it('has an example of every field', () => {
    const shown = examples.join(' ');
    for (const field of QUERY_FIELDS) expect(shown).toMatch(new RegExp(`\\b${field}[:<>=]`));
  });
});
