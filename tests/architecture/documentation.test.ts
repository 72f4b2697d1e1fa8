/** Holds what the sources say about themselves: every export is described, every specification has one version. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { SPECS } from '#shared/xmpp/specs.ts';
import { citedFacts, citedRecordings, factEntries } from './fact-citations.ts';
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

describe('evidence', () => {
  const page = readFileSync(join(ROOT, 'docs/server-facts.md'), 'utf8');
  const commented = readSources().filter(({ path }) => !path.startsWith('tests/architecture/'));
  const citing = [...commented, { path: 'docs/server-facts.md', text: page }];

  it('is an entry of the page of facts', () => {
    const entries = factEntries(page);
    const cited = citing.flatMap(({ path, text }) =>
      citedFacts(text).map((entry) => ({ path, entry })),
    );
    expect(cited.length).toBeGreaterThan(100);
    expect(cited.filter(({ entry }) => !entries.has(entry))).toEqual([]);
  });

  it('is a recording that is there', () => {
    const names = readdirSync(join(ROOT, 'tests/fixtures/golden'));
    const numbers = new Set(names.map((name) => /^\d+/.exec(name)?.[0]));
    const missing = citing.flatMap(({ path, text }) =>
      citedRecordings(text)
        .filter((number) => !numbers.has(number))
        .map((number) => `${path}: ${number}`),
    );
    expect(missing).toEqual([]);
  });

  it('is on a page of this project', () => {
    const missing = commented.flatMap(({ path, text }) =>
      [...text.matchAll(CITED_PAGE)]
        .map(([, cited = '']) => cited)
        .filter((cited) => !existsSync(join(ROOT, cited)))
        .map((cited) => `${path}: ${cited}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('citations', () => {
  it.each([
    ['(facts, Part 0.3 and 0.4)', ['0.3', '0.4']],
    ['facts 8.3 to 8.5, recordings 01', ['8.3', '8.4', '8.5']],
    [
      'facts, Part 4.2 E6 to E8 and 4.5 D1;',
      ['4.2', '4.2 e6', '4.2 e7', '4.2 e8', '4.5', '4.5 d1'],
    ],
    ['Facts 1.3 and Part 9 rows 3 to 5.', ['1.3', '9', '9 row 3', '9 row 4', '9 row 5']],
    ['Facts 6.2 "Options" and A.0 point 7.', ['6.2', 'a.0', 'a.0 row 7']],
    ['Facts 4.4 (priority), 5.2 (who)', ['4.4', '5.2']],
    ['and facts,\n * appendix B.', ['b']],
    ['(library facts 4 to 6)', ['library 4', 'library 5', 'library 6']],
  ])('are read from %j', (text, entries) => {
    expect(citedFacts(text)).toEqual(entries);
  });
});

/** After `@see` or in brackets: what is named elsewhere may be a file that a program writes. */
const CITED_PAGE = /(?:@see |\()([\w./-]+\.md)\b/g;

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
