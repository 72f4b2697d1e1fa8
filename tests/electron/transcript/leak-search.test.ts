import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { searchFile, searchReplaced, type ByteRange } from '#services/transcript/leak-search.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const SECRET: Secret = { value: 'friend@example.org', class: 'account' };
const OTHER: Secret = { value: 'p4ss-w0rd', class: 'password' };

/** A part of a file, and what it becomes. */
type Part = readonly [before: string, after?: string];

/** Writes a file, searches it, replaces some of its parts, and searches that. */
async function replace(
  path: string,
  parts: readonly Part[],
  before: readonly Secret[],
  after = before,
) {
  writeFileSync(path, parts.map(([text]) => text).join(''));
  const searched = await searchFile(path, before);
  let length = 0;
  const replaced: ByteRange[] = [];
  for (const [text, anew] of parts) {
    const start = length;
    length += Buffer.byteLength(anew ?? text);
    if (anew !== undefined) replaced.push({ start, end: length });
  }
  writeFileSync(path, parts.map(([text, anew]) => anew ?? text).join(''));
  return searchReplaced(path, after, searched, replaced);
}

/** Whether a text stands nowhere but in parts that are replaced. */
function isInsideOnly(text: string, parts: readonly Part[]): boolean {
  const rest = parts.map(([before, after]) =>
    after === undefined ? before : before.replaceAll(text, '\0'),
  );
  return !rest.join('').includes(text);
}

const FAR = 'x'.repeat(200_000);

describe('searchReplaced', () => {
  it.each<readonly [where: string, parts: readonly Part[]]>([
    ['within a replaced part', [[FAR], ['a', `b ${SECRET.value} c`], [FAR]]],
    ['into a replaced part', [[`${FAR}friend@`], ['a', 'example.org'], [FAR]]],
    ['out of a replaced part', [[FAR], ['a', 'friend@'], [`example.org${FAR}`]]],
    ['around a replaced part', [[`${FAR}friend@`], ['a', 'ex'], [`ample.org${FAR}`]]],
    ['across a part that went', [[`${FAR}friend@`], ['a', ''], [`example.org${FAR}`]]],
    ['in the last of several parts', [['a', 'b'], [FAR], ['a', 'b'], [FAR], ['a', SECRET.value]]],
  ])('finds a value %s', async (_where, parts) => {
    const path = join(createTemporaryFolder(), 'file');
    const { leaked, sought } = await replace(path, parts, [SECRET, OTHER]);
    expect(leaked).toEqual([SECRET]);
    expect(sought).toEqual(new Set([SECRET, OTHER]));
  });

  it('finds a new value in unchanged bytes', async () => {
    const path = join(createTemporaryFolder(), 'file');
    const parts: Part[] = [[`${FAR}${SECRET.value}${FAR}`], ['a', 'b']];
    expect((await replace(path, parts, [OTHER], [OTHER, SECRET])).leaked).toEqual([SECRET]);
  });

  it('finds nothing where what was found is replaced', async () => {
    const path = join(createTemporaryFolder(), 'file');
    const parts: Part[] = [[FAR], [SECRET.value, '[hidden]'], [FAR]];
    expect((await replace(path, parts, [OTHER, SECRET])).leaked).toEqual([]);
  });

  it('finds in a second change what the first one looked for', async () => {
    const path = join(createTemporaryFolder(), 'file');
    const first = await replace(path, [['clean'], ['a', 'b']], [OTHER], [OTHER, SECRET]);
    writeFileSync(path, `clean${SECRET.value} and ${OTHER.value}`);
    const second = await searchReplaced(path, [OTHER, SECRET], first, [{ start: 5, end: 38 }]);
    expect(new Set(second.leaked)).toEqual(new Set([OTHER, SECRET]));
  });

  it('finds what a search of all finds', async () => {
    const path = join(createTemporaryFolder(), 'file');
    const text = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', '1', 'é') });
    const gap = fc.constantFrom('', FAR);
    const part = fc.tuple(text, fc.option(text, { nil: undefined }), gap);
    const value = fc.string({ minLength: 4, maxLength: 6, unit: fc.constantFrom('a', 'b', '1') });
    const secrets = fc.uniqueArray(value, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 6 }),
        secrets,
        fc.nat(12),
        async (made, values, known) => {
          const parts = made.flatMap(([before, after, apart]): Part[] => [
            after === undefined ? [before] : [before, after],
            [apart],
          ]);
          const after = values.map((one): Secret => ({ value: one, class: 'token' }));
          // All places of what was looked for before were in what is replaced, as they are when entries are mended.
          const was = parts.map(([text]) => text).join('');
          const before = after
            .slice(0, known)
            .filter(({ value: one }) => !was.includes(one) || isInsideOnly(one, parts));
          const { leaked } = await replace(path, parts, before, after);
          const { leaked: expected } = await searchFile(path, after);
          expect(new Set(leaked)).toEqual(new Set(expected));
        },
      ),
      { numRuns: 150 },
    );
  });
});
