/**
 * The window's bundle. It is served from app://pushscope/ under a policy without inline code, so
 * nothing is inlined: fonts and images stay files and there is no inline preload script.
 */
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: './',
  logLevel: 'warn',
  plugins: [vue()],
  build: {
    outDir: `${here}../out/renderer`,
    emptyOutDir: true,
    // Chromium of Electron 33, the oldest runtime supported.
    target: 'chrome130',
    sourcemap: false,
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One local window loads it from disk: a single file starts sooner than many small ones.
    chunkSizeWarningLimit: 3_000,
  },
});
