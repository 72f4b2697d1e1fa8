import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawDiagram } from '#shared/transcript/diagram/diagram.ts';
import { escapeMermaid, toMermaid } from '#shared/transcript/diagram/to-mermaid.ts';
import { DIAGRAM_ENTRIES } from './diagram-entries.ts';

const GOLDEN = join(import.meta.dirname, '../../../fixtures/golden/diagram.mmd');

/** One statement of the few that are written: no text may break out of its place. */
const STATEMENT =
  /^ {4}(?:(?:participant|actor) L\d+ as TEXT|L\d+(?:->>|-->>|--x)L\d+: TEXT|Note over L\d+(?:,L\d+)?: TEXT)$/
    .source;
const TEXT = String.raw`(?:[^#;:%{}<>\n"]|#\d+;)+`;
const LINE = new RegExp(STATEMENT.replaceAll('TEXT', TEXT), 'u');

function strayLines(mermaid: string): readonly string[] {
  const [head, ...lines] = mermaid.trimEnd().split('\n');
  return [
    ...(head === 'sequenceDiagram' ? [] : [head ?? '']),
    ...lines.filter((one) => !LINE.test(one)),
  ];
}

describe('toMermaid', () => {
  it('writes the recorded text', () => {
    expect(toMermaid(drawDiagram(DIAGRAM_ENTRIES))).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('stays in its grammar whatever names are', () => {
    const strange = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(strange, strange, (name, text) => {
        const [first] = DIAGRAM_ENTRIES;
        const rows = first === undefined ? [] : [{ ...first, sessionName: name, text }];
        expect(strayLines(toMermaid(drawDiagram(rows)))).toEqual([]);
      }),
    );
  });

  it.each([
    ['a;b', 'a#59;b'],
    ['a#b', 'a#35;b'],
    ['wrap: a', 'wrap#58; a'],
    ['%%{init}%%', '#37;#37;#123;init#125;#37;#37;'],
    ['  ', '#32;'],
    ['Łódź 北京', 'Łódź 北京'],
  ])('escapes %j', (text, escaped) => {
    expect(escapeMermaid(text)).toBe(escaped);
  });
});
