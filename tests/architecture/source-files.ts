/** The project's own files, for the tests that hold all of them to a rule. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Folders at the top that hold code. */
export const CODE_FOLDERS = ['shared', 'electron', 'renderer', 'tests'];

const GENERATED = new Set(['node_modules', 'out', 'dist', 'output', 'fixtures']);

export interface SourceFile {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** All `.ts` and `.vue` files under the given folders, sorted by path. */
export function readSources(folders: readonly string[] = CODE_FOLDERS): readonly SourceFile[] {
  return folders
    .flatMap((folder) => walk(folder))
    .filter((path) => /\.(ts|vue)$/.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function walk(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return GENERATED.has(entry.name) ? [] : walk(path);
  });
}

/** The code of a file: all of a `.ts`, the script blocks of a `.vue`. */
export function scriptOf({ path, text }: SourceFile): string {
  if (!path.endsWith('.vue')) return text;
  return [...text.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)]
    .map((match) => match[1])
    .join('\n');
}
