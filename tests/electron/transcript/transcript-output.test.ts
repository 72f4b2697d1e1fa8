import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOutput } from '#services/transcript/transcript-output.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const MEBI = 1024 * 1024;

/** Of one to three bytes a unit, shorter, as long and longer than what is written at a time. */
const TEXTS = [
  ...['', 'a', 'ü€', '\u{1f514}', 'x'.repeat(MEBI / 2), '€'.repeat(MEBI / 2), 'y'.repeat(MEBI)],
  ...Array.from({ length: 40 }, (_, place) => `${place}ü€`.repeat(place * 700)),
];

it('writes texts of any length in order', async () => {
  const path = join(createTemporaryFolder(), 'out');
  const output = await createOutput(path);
  let expected = '';
  for (const [place, text] of TEXTS.entries()) {
    if (place % 5 === 0) await output.bytes(Buffer.from(text));
    else await output.text(text);
    expected += text;
    expect(output.length()).toBe(Buffer.byteLength(expected));
  }
  const hash = createHash('sha256').update(expected).digest('hex');
  expect(await output.hash()).toBe(hash);
  await output.text('end');
  await output.finish();
  await output.close();
  expect(readFileSync(path, 'utf8') === `${expected}end`).toBe(true);
});
