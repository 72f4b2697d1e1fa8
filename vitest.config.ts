import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const node = (name: string, include: string[], timeoutMs: number) => ({
  extends: true as const,
  test: { name, include, environment: 'node', testTimeout: timeoutMs, hookTimeout: timeoutMs },
});

const MILLION = 'tests/desktop/inspector-million.test.ts';
const HOSTILE = 'tests/desktop/hostile-entries.test.ts';

const desktop = (name: string, include: string[], exclude: string[], groupOrder = 0) => {
  const { test, ...project } = node(name, include, 180_000);
  return { ...project, test: { ...test, exclude, sequence: { groupOrder } } };
};

/**
 * Projects by what they need: `unit` nothing, `servers` ejabberd and Prosody, `desktop`, `million` and `hostile`
 * Electron and a display. The last four start real programs and get patient limits; each file has ports and folders of
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
      desktop('desktop', ['tests/desktop/**/*.test.ts'], [MILLION, HOSTILE]),
      // They watch how long the page stands still, so nothing else may run meanwhile.
      desktop('million', [MILLION], [], 1),
      desktop('hostile', [HOSTILE], [], 2),
    ],
    fileParallelism: true,
    maxWorkers: 2,
  },
});
