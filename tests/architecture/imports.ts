/** Reads the imports of a file with the compiler's own scanner, dynamic ones and types included. */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import packageFacts from '../../package.json' with { type: 'json' };
import { scriptOf, type SourceFile } from './source-files.ts';

/** What an import leads to. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string };

/** Every import of a file, resolved against the project's folder and the aliases of package.json. */
export function readImports(file: SourceFile): readonly Target[] {
  const { importedFiles } = ts.preProcessFile(scriptOf(file), true, true);
  return importedFiles.map(({ fileName }) => resolve(file.path, fileName));
}

function resolve(from: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier) };
  }
  if (specifier.startsWith('#')) return { kind: 'file', path: aliased(specifier) };
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    return { kind: 'node', name: specifier };
  }
  const parts = specifier.split('/');
  return { kind: 'package', name: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

function aliased(specifier: string): string {
  for (const [alias, target] of Object.entries(packageFacts.imports)) {
    const prefix = alias.replace('*', '');
    if (specifier.startsWith(prefix)) {
      return posix.normalize(target.replace('*', specifier.slice(prefix.length)));
    }
  }
  throw new Error(`package.json has no alias for ${specifier}.`);
}
