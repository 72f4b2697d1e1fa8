/** The page of the rules is written from the rules: `vitest run -u` on this file writes it anew. */
import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { LINT_RULES } from '#shared/lint/catalogue.ts';
import { XML_RULES } from '#shared/lint/xml-rules.ts';

const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'lint-rules.md');

const INTRODUCTION = `# Lint rules

What the linter says of stanzas before they are sent, in the window and by \`pushscope lint\`. An **error** is refused or
lost for certain, a **warning** is accepted and wrong, a **hint** is worth knowing. Rules that need to know the session
or the deployment stay silent without it. Facts are those of docs/server-facts.md. This page is
written from the rules in \`shared/lint\`.
`;

it('lists every lint rule', async () => {
  const rules = [
    ...XML_RULES.map((rule) => ({ ...rule, severity: 'error' })),
    ...LINT_RULES,
  ].toSorted((a, b) => a.id.localeCompare(b.id));
  const rows = rules.map(
    ({ id, severity, title, reason, evidence }) =>
      `| \`${id}\` | ${severity} | **${title}.** ${reason} | ${evidence} |`,
  );
  const table = ['| rule | severity | what and why | evidence |', '| - | - | - | - |', ...rows];
  const page = await format([INTRODUCTION, ...table, ''].join('\n'), { parser: 'markdown' });

  await expect(page).toMatchFileSnapshot(PAGE);
});
