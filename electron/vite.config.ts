/**
 * The two Node bundles: out/main/main.js for Electron and out/cli/cli.js for a terminal. Each contains
 * everything but Node's own modules, `electron` and `libsql` (a native library that must stay a file).
 */
import { chmod } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const unbundled = ['electron', 'libsql', ...builtinModules, /^node:/];

function nodeBundle(entry: string, folder: string): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, conditions: ['node'], builtins: [...builtinModules, /^node:/] },
    build: {
      outDir: `${here}../out/${folder}`,
      emptyOutDir: true,
      // Electron 33, the oldest runtime supported, carries Node 20.18.
      target: 'node20.18',
      // Readable as it is, so it needs no map.
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: `${here}${entry}`,
        platform: 'node',
        external: unbundled,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  };
}

/** How a source file starts a thread, and what takes the file's place in the bundle. */
const WORKER_URL = /new URL\(\s*'(\.\/[\w-]+-worker\.ts)',\s*import\.meta\.url,?\s*\)/g;

/** A thread runs a file of its own, which is bundled beside the program; Vite does that for browsers only. */
const bundledWorkers: Plugin = {
  name: 'bundled-workers',
  enforce: 'pre',
  async transform(code, importer) {
    for (const [whole, source = ''] of code.matchAll(WORKER_URL)) {
      const resolved = await this.resolve(source, importer);
      if (resolved === null) throw new Error(`${source}, named in ${importer}, is not there`);
      const fileName = basename(source, '.ts') + '.js';
      const reference = this.emitFile({ type: 'chunk', id: resolved.id, fileName });
      code = code.replace(
        whole,
        `new URL(import.meta.ROLLUP_FILE_URL_${reference}, import.meta.url)`,
      );
    }
    return { code, map: null };
  },
};

/** A file named by `bin` in package.json must be executable. */
const executableCli: Plugin = {
  name: 'executable-cli',
  applyToEnvironment: (environment) => environment.name === 'cli',
  async writeBundle(options) {
    await chmod(`${options.dir}/cli.js`, 0o755);
  },
};

export default defineConfig({
  root: here,
  // A thread's file is named relative to the program that starts it.
  base: './',
  logLevel: 'warn',
  // With a builder, `vite build` builds every environment below and no browser bundle.
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'cli']) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
    },
  },
  environments: {
    main: nodeBundle('main.ts', 'main'),
    cli: nodeBundle('hosts/cli/cli.ts', 'cli'),
  },
  plugins: [bundledWorkers, executableCli],
});
