/**
 * Tests that need a program which may be missing: skipped with its name on a contributor's machine, a
 * failure where PUSHSCOPE_REQUIRE_ALL=1 says that everything must be there.
 */
import { describe, it } from 'vitest';

/**
 * @param missing what is missing and how to get it, or null when all is there
 */
export function describeWhen(missing: string | null, title: string, body: () => void): void {
  if (missing === null) {
    describe(title, body);
  } else if (process.env['PUSHSCOPE_REQUIRE_ALL'] === '1') {
    describe(title, () => {
      it('finds all it needs', () => {
        throw new Error(`This needs ${missing}.`);
      });
    });
  } else {
    describe.skip(`${title} (needs ${missing})`, body);
  }
}
