/** Holds every import of the project against the table. */
import { describe, expect, it } from 'vitest';
import { findImportRule, IMPORT_TABLE, isAllowedPackage, isUnder } from './import-table.ts';
import { readImports, type Target } from './imports.ts';
import { readSources, type SourceFile } from './source-files.ts';

/** The one file outside the layers: the version is read from where npm keeps it. */
const ALLOWED_EVERYWHERE = ['package.json'];

const sources = readSources(['shared', 'electron', 'renderer']);

describe('imports', () => {
  it.each(IMPORT_TABLE.map((rule) => [rule.path]))('of %s keep to the table', (path) => {
    const broken = sources
      .filter((file) => findImportRule(file.path)?.path === path)
      .flatMap((file) => violations(file));
    expect(broken).toEqual([]);
  });

  it('are under a rule in every file', () => {
    const free = sources.filter((file) => findImportRule(file.path) === null);
    const configurations = free.filter((file) => file.path.endsWith('.config.ts'));
    expect(free).toEqual(configurations);
  });

  it('are caught when they break a rule', () => {
    const file = (path: string, text: string): SourceFile => ({ path, text });
    const broken = [
      file('shared/a.ts', `import { readFile } from 'node:fs/promises';`),
      file('shared/b.ts', `import '../electron/main.ts';`),
      file('electron/services/practice/c.ts', `import { xml } from '@xmpp/client';`),
      file('electron/services/practice/d.ts', `import '#services/xmpp/session-port.ts';`),
      file('electron/services/e.ts', `const electron = await import('electron');`),
      file('renderer/components/F.vue', `<script setup>import '../bridge/bridge.ts'</script>`),
    ];
    expect(broken.map((source) => violations(source).length)).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

function violations(file: SourceFile): string[] {
  return readImports(file)
    .filter((target) => !isAllowed(file.path, target))
    .map((target) => `${file.path} imports ${target.kind === 'file' ? target.path : target.name}`);
}

function isAllowed(from: string, target: Target): boolean {
  const rule = findImportRule(from);
  if (rule === null) return true;
  switch (target.kind) {
    case 'node':
      return rule.node;
    case 'package':
      return isAllowedPackage(target.name, rule.packages);
    case 'file':
      return (
        isUnder(target.path, [...rule.folders, ...ALLOWED_EVERYWHERE]) &&
        !isUnder(target.path, rule.notFolders ?? [])
      );
  }
}
