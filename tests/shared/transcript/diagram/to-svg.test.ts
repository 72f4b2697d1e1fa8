import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawDiagram } from '#shared/transcript/diagram/diagram.ts';
import { toSvg } from '#shared/transcript/diagram/to-svg.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { DIAGRAM_ENTRIES } from './diagram-entries.ts';

const GOLDEN = join(import.meta.dirname, '../../../fixtures/golden/diagram.svg');
const svg = toSvg(drawDiagram(DIAGRAM_ENTRIES), 'A & B');
const withoutProlog = (text: string): string => text.slice(text.indexOf('<svg'));

describe('toSvg', () => {
  it('writes the recorded document', () => {
    expect(svg).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  it('is well-formed whatever names are', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('\uffff', '\ufffe', ']]>', '&', '\0', '\ud800') }),
    );
    fc.assert(
      fc.property(strange, strange, (name, text) => {
        const rows = DIAGRAM_ENTRIES.map((row) => ({ ...row, sessionName: name, text }));
        expect(parseXml(withoutProlog(toSvg(drawDiagram(rows), name)).trimEnd()).ok).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('fetches and runs nothing', () => {
    expect(svg).not.toMatch(/href|url\(|<script|<style|<foreignObject|\son\w+=/);
  });

  it('says the whole of what it cuts', () => {
    const text = 'x'.repeat(300);
    const rows = DIAGRAM_ENTRIES.slice(0, 1).map((row) => ({ ...row, text }));
    expect(toSvg(drawDiagram(rows), 't')).toContain(`<title>${text}</title>`);
  });
});
