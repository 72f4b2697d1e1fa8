/** The real window over recordings of a data folder of its own, and what is measured of it. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingDisplay } from '#tests/support/display.ts';
import { findElectron } from '#tests/support/electron-runtime.ts';
import { PROJECT_FOLDER, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { goTo } from '#tests/support/desktop-journey.ts';
import { placeRecordings, type GeneratedRecording } from '#tests/support/generated-recording.ts';

/**
 * Makes sure that a window can be measured.
 * @throws {@link MissingForBench} naming what is missing
 */
export function requireWindow(): void {
  const missing =
    findElectron() === null
      ? 'Electron (run `npx install-electron`, or name one in ELECTRON_OVERRIDE_DIST_PATH)'
      : missingDisplay();
  if (missing !== null)
    throw new MissingForBench(`The window cannot be measured without ${missing}.`);
  if (!existsSync(join(PROJECT_FOLDER, 'out', 'main', 'main.js'))) {
    throw new MissingForBench('The application is not built: run `npm run build`.');
  }
}

/** What a measurement needs is not there; the message says what. */
export class MissingForBench extends Error {
  override readonly name = 'MissingForBench';
}

/** Starts the application over some recordings, and goes to its transcripts. */
export async function openInspectorWindow(
  recordings: readonly GeneratedRecording[],
): Promise<Desktop> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'pushscope-bench-window-'));
  const clean = (): Promise<void> => rm(dataFolder, { recursive: true, force: true });
  try {
    await placeRecordings(dataFolder, recordings);
    const desktop = await startDesktop({ dataFolder, size: { width: 1280, height: 800 } });
    await goTo(desktop.page, 'Transcripts');
    await desktop.page
      .getByRole('button', { name: /^Show / })
      .first()
      .waitFor();
    return {
      ...desktop,
      async dispose() {
        await desktop.dispose();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/**
 * Shows a recording and waits for its first rows, or for the sentence that there are none.
 * @returns milliseconds from the click until the frame after the rows were there
 */
export function showRecording({ page }: Desktop, { entries }: GeneratedRecording): Promise<number> {
  return page.evaluate(async (count) => {
    const wanted = document.querySelector<HTMLElement>(`[aria-label^="Show Generated, ${count} "]`);
    if (wanted === null) throw new Error('The recording is not listed.');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isShown = (): boolean => {
      if (!document.querySelector('.recording-banner')?.textContent.includes('Generated, ')) {
        return false;
      }
      const row = document.querySelector('[role="listbox"] [role="option"]');
      if (count > 0) return row?.getAttribute('aria-setsize') === String(count);
      return row === null && document.querySelector('.entry-list .empty-state') !== null;
    };
    const start = performance.now();
    wanted.click();
    do await frame();
    while (!isShown());
    await frame();
    return performance.now() - start;
  }, entries);
}

export interface Memory {
  /** Of the main process: what it holds for itself, and with the files mapped into it, in MB. */
  readonly mainMb: number;
  readonly mainWithFilesMb: number;
  readonly rendererHeapMb: number;
}

/** How long the threads have for collecting their garbage, in milliseconds. */
const COLLECTING_MS = 1_000;

/** Looks at the memory after garbage was collected in both processes. */
export async function readMemory({ app, page }: Desktop): Promise<Memory> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await devtools.send('Runtime.getHeapUsage')) as { usedSize: number };
  await devtools.detach();
  const main = await app.evaluate(async (_electron, collectingMs) => {
    const v8 = process.getBuiltinModule('node:v8');
    const vm = process.getBuiltinModule('node:vm');
    // Threads cannot be asked; while this stands, a small collection is a whole one in all that are at work.
    v8.setFlagsFromString('--gc-global');
    await new Promise((resolve) => setTimeout(resolve, collectingMs));
    v8.setFlagsFromString('--no-gc-global');
    v8.setFlagsFromString('--expose-gc');
    (vm.runInNewContext('gc') as () => void)();
    const { rss } = process.memoryUsage();
    if (process.platform !== 'linux') return { rss, own: rss };
    const status = process.getBuiltinModule('node:fs').readFileSync('/proc/self/status', 'utf8');
    return { rss, own: Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024 };
  }, COLLECTING_MS);
  const mb = 1024 ** 2;
  return {
    mainMb: main.own / mb,
    mainWithFilesMb: main.rss / mb,
    rendererHeapMb: usedSize / mb,
  };
}
