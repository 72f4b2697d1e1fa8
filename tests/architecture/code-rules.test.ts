/** Rules about the text of files that a reviewer would otherwise have to look for. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isConfiguration } from './import-table.ts';
import { readSources, ROOT, scriptOf, type SourceFile } from './source-files.ts';

const MAX_LINES = 400;
const MAX_COMPONENT_LINES = 250;

/** At the top: what git, npm and the builds make; see .gitignore. */
const GENERATED_FOLDERS = new Set(['.git', '.vite', 'node_modules', 'out', 'dist']);

const sources = readSources();
const paths = (files: readonly SourceFile[]): string[] => files.map((file) => file.path);

describe('files', () => {
  it('stay small', () => {
    const tooLong = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(
        ({ path, lines }) => lines > (path.endsWith('.vue') ? MAX_COMPONENT_LINES : MAX_LINES),
      );
    expect(tooLong).toEqual([]);
  });

  it('are named after their subject', () => {
    const components = sources.filter((file) => file.path.endsWith('.vue'));
    const others = sources.filter(
      (file) => file.path.endsWith('.ts') && !isConfiguration(file.path),
    );
    const misnamed = [
      ...components.filter(
        (file) => !/^(App|([A-Z][a-z0-9]+){2,})\.vue$/.test(basename(file.path)),
      ),
      ...others.filter(
        (file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/.test(basename(file.path)),
      ),
      ...others.filter((file) => /(^|\/)(index|utils?|helpers?|common|manager)\b/.test(file.path)),
    ];
    expect(paths(misnamed)).toEqual([]);
  });

  it('lie in the folders of the layout', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !GENERATED_FOLDERS.has(entry.name))
      .map((entry) => entry.name);
    expect(folders.toSorted()).toEqual(['.ci', 'docs', 'electron', 'renderer', 'shared', 'tests']);
  });
});

describe('code', () => {
  it('has no any', () => {
    expect(sources.flatMap((file) => anyTypes(file))).toEqual([]);
  });

  it('never turns text into markup', () => {
    const sinks =
      /\bv-html\b|\.(innerHTML|outerHTML|srcdoc)\b|\b(insertAdjacentHTML|createContextualFragment|document\.write)\b/;
    const renderer = sources.filter((file) => file.path.startsWith('renderer/'));
    expect(paths(renderer.filter((file) => sinks.test(file.text)))).toEqual([]);
  });

  it('opens nothing outside', () => {
    const own = sources.filter((file) => !file.path.startsWith('tests/'));
    expect(paths(own.filter((file) => /\bopenExternal\b|\bopenPath\b/.test(file.text)))).toEqual(
      [],
    );
  });

  it('compiles no text', () => {
    const compilers = /\beval\(|\bnew Function\(|\bnode:vm\b/;
    const own = sources.filter((file) => !file.path.startsWith('tests/'));
    expect(paths(own.filter((file) => compilers.test(scriptOf(file))))).toEqual([]);
  });
});

describe('preload bundle', () => {
  it('requires nothing but electron', () => {
    const text = readFileSync(join(ROOT, 'out', 'preload', 'preload.cjs'), 'utf8');
    expect(text.match(/\brequire\([^)]*\)/g)).toEqual(['require("electron")']);
  });
});

function anyTypes(file: SourceFile): string[] {
  const script = scriptOf(file);
  // Most files don't even hold the word.
  if (!/\bany\b/.test(script)) return [];
  const tree = ts.createSourceFile(file.path, script, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      found.push(`${file.path}:${tree.getLineAndCharacterOfPosition(node.pos).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
