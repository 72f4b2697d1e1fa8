/** Keeps the tables of docs/practice-server.md equal to what is replayed and what can go wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRACTICE_FAULTS } from '#shared/contract/practice-faults.ts';
import { PRACTICE_PLANTS } from '#shared/contract/practice-plants.ts';
import { COVERED, UNCOVERED } from '#tests/support/golden-scenarios.ts';

const DOCUMENT = join(import.meta.dirname, '../../../docs/practice-server.md');

function documentedRows(): readonly string[] {
  return readFileSync(DOCUMENT, 'utf8')
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.replaceAll(/\s+/g, ' ').trim());
}

function replayedRows(): readonly string[] {
  const covered = COVERED.map(
    ({ id, note }) => `| ${id} | replayed${note === undefined ? '' : `, ${note}`} |`,
  );
  const uncovered = UNCOVERED.map(({ id, reason }) => `| ${id} | not covered: ${reason} |`);
  return [...covered, ...uncovered];
}

describe('docs/practice-server.md', () => {
  it('lists exactly what is replayed', () => {
    expect([...documentedRows()].sort()).toEqual([...replayedRows()].sort());
  });

  it('lists exactly how it can be misconfigured', () => {
    const documented = [
      ...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| \*\*([a-z-]+)\*\* +\| (.*?) +\|$/gm),
    ];
    expect(documented.map(([, id, title]) => ({ id, title }))).toEqual(
      PRACTICE_PLANTS.map(({ id, title }) => ({ id, title })),
    );
  });

  it('lists exactly what it does wrong', () => {
    const documented = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| `([a-z0-9-]+)` /gm)].map(
      ([, id]) => id,
    );
    expect(documented).toEqual(PRACTICE_FAULTS.map(({ id }) => id));
  });
});
