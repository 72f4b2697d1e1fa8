/** Holds what the sources say about themselves: every export is described, every specification has one version. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { SPECS } from '#shared/xmpp/specs.ts';
import { readSources, ROOT, type SourceFile } from './source-files.ts';

const sources = readSources(['shared', 'electron/services']);

describe('exports', () => {
  it('say what they are for', () => {
    expect(sources.flatMap((file) => undocumented(file))).toEqual([]);
  });
});

describe('specifications', () => {
  it('are cited in the version of the table', () => {
    const versions = new Map(SPECS.map(({ id, version }) => [id as string, version]));
    const others = sources
      .flatMap(citations)
      .filter(({ id, version }) => version !== (versions.get(id) ?? version));
    expect(others).toEqual([]);
  });

  it('are cited in one version each', () => {
    const versions = new Map<string, Set<string>>();
    for (const { id, version } of sources.flatMap(citations)) {
      versions.set(id, (versions.get(id) ?? new Set()).add(version));
    }
    const several = [...versions].filter(([, found]) => found.size > 1);
    expect(several).toEqual([]);
  });
});

describe('docs', () => {
  it('name files that are there', () => {
    const paths = new Set(readSources().map((file) => file.path));
    const missing = readdirSync(join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) =>
        [...readFileSync(join(ROOT, 'docs', name), 'utf8').matchAll(SOURCE_PATH)]
          .map(([path]) => path)
          .filter((path) => !paths.has(path))
          .map((path) => `${name}: ${path}`),
      );
    expect(missing).toEqual([]);
  });
});

const SOURCE_PATH =
  /\b(?:shared|electron|renderer|tests)\/[\w/-]+(?:\.test|\.config)?\.(?:ts|vue)\b/g;

/** `XEP-0060 1.30.0`, with or without the title between. */
const CITATION = /(XEP-\d{4}) (?:"[^"]+" )?(\d+(?:\.\d+)+)/g;

function citations({ path, text }: SourceFile) {
  return [...text.matchAll(CITATION)].map(([, id = '', version = '']) => ({ path, id, version }));
}

function undocumented(file: SourceFile): string[] {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  return tree.statements
    .filter((statement) => isExported(statement) && !isDescribed(statement))
    .map((statement) => `${file.path}:${lineOf(tree, statement)}`);
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  const modifiers = ts.getModifiers(statement) ?? [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function isDescribed(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).length > 0;
}

function lineOf(tree: ts.SourceFile, statement: ts.Statement): number {
  return tree.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
}
