import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import CommandPalette from '#renderer/components/layout/CommandPalette.vue';
import { useDiagramStore } from '#renderer/stores/diagram.ts';
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useRecordingsStore } from '#renderer/stores/recordings.ts';
import { useTimelineFoldStore } from '#renderer/stores/timeline-fold.ts';
import { buildRecording } from '#tests/support/contract-builders.ts';
import { mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import { scriptQueries } from '#tests/support/scripted-queries.ts';

enableAutoUnmount(afterEach);

describe('command palette', () => {
  beforeEach(async () => {
    const bridge = startFreshWindow();
    bridge.answer('recording.list', [buildRecording()]);
    scriptQueries(bridge, 20);
    await useRecordingsStore().refresh();
    await useInspectorStore().refresh();
    mountPart(CommandPalette);
    await flushPromises();
  });

  async function run(title: string): Promise<void> {
    usePlacesStore().paletteOpen = true;
    await flushPromises();
    const found = [...document.querySelectorAll<HTMLElement>('[role="option"]')].find((item) =>
      item.textContent.startsWith(title),
    );
    if (found === undefined) throw new Error(`There is no command "${title}"`);
    found.click();
    await flushPromises();
  }

  it('folds the timeline and shows it again', async () => {
    const fold = useTimelineFoldStore();
    const before = fold.open;
    await run('Fold the timeline');
    expect(fold.open).toBe(!before);
    await run('Fold the timeline');
    expect(fold.open).toBe(before);
  });

  it('zooms the timeline out and keeps the filter', async () => {
    const filter = useInspectorFilterStore();
    filter.apply('is:error after:12:00 before:13:00');
    await run('Zoom out the timeline');
    expect(filter.text).toBe('is:error');
  });

  it('draws the selected entries', async () => {
    const inspector = useInspectorStore();
    await inspector.selectLine(3);
    await inspector.selectLine(7, 'toggle');
    await run('Show the selection as a diagram');
    expect(usePlacesStore().place).toBe('diagram');
    expect(useDiagramStore().subject).toMatchObject({ kind: 'selection' });
    expect(useDiagramStore().bounds).toMatchObject({ first: 0, end: 2 });
  });

  it('stays where it is without a selection', async () => {
    const { place } = usePlacesStore();
    await run('Show the selection as a diagram');
    expect(usePlacesStore().place).toBe(place);
  });
});
