import { describe, expect, it } from 'vitest';
import { FORMATS, formatOfFile } from '#shared/transcript/formats/catalogue.ts';
import { FORMAT_IDS } from '#shared/transcript/formats/format.ts';

describe('FORMATS', () => {
  it.each(FORMAT_IDS)('lists %s under its own id', (id) => {
    expect(FORMATS[id].id).toBe(id);
  });

  it('gives each format an ending of its own', () => {
    const endings = Object.values(FORMATS).map(({ extension }) => extension);
    expect(new Set(endings).size).toBe(FORMAT_IDS.length);
  });
});

describe('formatOfFile()', () => {
  it.each([
    ['run.jsonl', 'jsonl'],
    ['/tmp/Report.MD', 'markdown'],
    ['run.txt', undefined],
    ['md', undefined],
  ])('reads the ending of %s', (name, id) => {
    expect(formatOfFile(name)?.id).toBe(id);
  });
});
