/** The inspector over a recording of a million entries, in the real window. */
import type { Desktop } from '#tests/support/desktop.ts';
import { generatedRecording, type GeneratedRecording } from '#tests/support/generated-recording.ts';
import { median, toFigure, type Figure } from './figure.ts';
import {
  openInspectorWindow,
  readMemory,
  requireWindow,
  showRecording,
  type Memory,
} from './inspector-window.ts';
import { benchQueryTimes } from './query-bench.ts';
import { scrollEndToEnd } from './scroll-bench.ts';

const ENTRIES = 1_000_000;
const OPEN_ROUNDS = 5;

type Progress = (text: string) => void;

/** @param progress hears what is being done */
export async function benchInspector(progress: Progress): Promise<Figure[]> {
  requireWindow();
  progress('inspector: generating a recording of a million entries');
  const recordings = { million: generatedRecording(ENTRIES), empty: generatedRecording(0) };
  const figures = [...(await benchOpening(recordings, progress))];
  const empty = await using(recordings, async (window) => {
    await showRecording(window, recordings.empty);
    return readMemory(window);
  });
  await using(recordings, async (window) => {
    await showRecording(window, recordings.million);
    progress('inspector: scrolling');
    const { frames, longTasks } = await scrollEndToEnd(window.page);
    figures.push(
      // The page's clock goes by tenths: three frames of a display of 60 Hz are told as 50.0 or as 50.1.
      toFigure(
        'inspector.scroll-frame-ms',
        'longest frame while scrolling, whole ms',
        Math.round(Math.max(...frames)),
        { atMost: 50 },
      ),
      toFigure('inspector.scroll-median-ms', 'median frame while scrolling', median(frames)),
      toFigure('inspector.scroll-long-tasks', 'tasks over 50 ms meanwhile', longTasks.length),
    );
    progress('inspector: asking');
    figures.push(...(await benchQueryTimes(window.page, `generated-${ENTRIES}`, progress)));
    figures.push(...memoryFigures(empty, await readMemory(window)));
  });
  return figures;
}

interface Recordings {
  readonly million: GeneratedRecording;
  readonly empty: GeneratedRecording;
}

/** Each time a new process; what is shown first in one was never opened by it before. */
async function benchOpening(recordings: Recordings, progress: Progress): Promise<Figure[]> {
  const times = { million: [] as number[], empty: [] as number[] };
  for (let round = 1; round <= OPEN_ROUNDS; round += 1) {
    progress(`inspector: opening, round ${round} of ${OPEN_ROUNDS}`);
    for (const which of ['empty', 'million'] as const) {
      times[which].push(
        await using(recordings, (window) => showRecording(window, recordings[which])),
      );
    }
  }
  const [million, empty] = [median(times.million), median(times.empty)];
  return [
    toFigure(
      'inspector.open-over-empty-ms',
      'milliseconds to the first rows of a million, over an empty recording',
      million - empty,
      { atMost: 500 },
    ),
    toFigure('inspector.open-ms', 'the same in all', million),
    toFigure('inspector.open-empty-ms', 'an empty recording', empty),
  ];
}

function memoryFigures(empty: Memory, million: Memory): Figure[] {
  return [
    toFigure(
      'inspector.main-mb',
      'memory of the main process over an empty recording, after scrolling and asking, MB',
      million.mainMb - empty.mainMb,
      { atMost: 200 },
    ),
    toFigure(
      'inspector.main-with-files-mb',
      'the same with what of the file is mapped, MB',
      million.mainWithFilesMb - empty.mainWithFilesMb,
    ),
    toFigure(
      'inspector.renderer-heap-mb',
      'heap of the window over an empty recording, MB',
      million.rendererHeapMb - empty.rendererHeapMb,
      { atMost: 60 },
    ),
  ];
}

async function using<Value>(
  { million, empty }: Recordings,
  work: (window: Desktop) => Promise<Value>,
): Promise<Value> {
  const window = await openInspectorWindow([million, empty]);
  try {
    return await work(window);
  } finally {
    await window.dispose();
  }
}
