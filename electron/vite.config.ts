/**
 * The two Node bundles: out/main/main.js for Electron and out/cli/cli.js for a terminal. Each contains
 * everything but Node's own modules, `electron` and `libsql` (a native library that must stay a file).
 */
import { chmod } from 'node:fs/promises';
import { builtinModules } from 'node:module';
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
  plugins: [executableCli],
});
