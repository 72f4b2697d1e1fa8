import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const node = (name: string, include: string[], timeoutMs: number) => ({
  extends: true as const,
  test: { name, include, environment: 'node', testTimeout: timeoutMs, hookTimeout: timeoutMs },
});

/**
 * Projects by what they need: `unit` nothing, `servers` ejabberd and Prosody, `desktop` Electron and a
 * display. The last two start real programs and get patient limits; each file has ports and folders of
 * its own, so files may run side by side.
 */
export default defineConfig({
  plugins: [vue()],
  test: {
    reporters: ['default'],
    projects: [
      node(
        'unit',
        [
          'tests/architecture/**/*.test.ts',
          'tests/shared/**/*.test.ts',
          'tests/electron/**/*.test.ts',
        ],
        20_000,
      ),
      {
        extends: true,
        test: {
          name: 'renderer',
          include: ['tests/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          testTimeout: 20_000,
        },
      },
      { ...node('servers', ['tests/servers/**/*.test.ts', 'tests/flows/**/*.test.ts'], 90_000) },
      { ...node('desktop', ['tests/desktop/**/*.test.ts'], 180_000) },
    ],
    fileParallelism: true,
    maxWorkers: 2,
  },
});
