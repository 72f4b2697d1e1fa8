import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { type VirtualRows, useVirtualRows } from '#renderer/composables/virtual-rows.ts';
import { stubElementHeight } from '#tests/support/element-height.ts';

const ROW = 24;
const VIEW_ROWS = 20;

describe('useVirtualRows', () => {
  beforeEach(() => stubElementHeight(ROW * VIEW_ROWS));
  afterEach(() => vi.unstubAllGlobals());

  function show(rows: number): { list: VirtualRows; element: HTMLElement } {
    const host = ref<HTMLElement | null>(null);
    const made: VirtualRows[] = [];
    const wrapper = mount(
      defineComponent({
        setup() {
          made.push(useVirtualRows(host, ref(rows), ref(ROW)));
          return () => h('div', { ref: host });
        },
      }),
    );
    const [list] = made;
    if (list === undefined) throw new Error('Nothing was set up');
    return { list, element: wrapper.element as HTMLElement };
  }

  async function scrollTo(element: HTMLElement, top: number): Promise<void> {
    element.scrollTop = top;
    element.dispatchEvent(new Event('scroll'));
    await nextTick();
  }

  it('draws as many rows of a million as fit', async () => {
    const { list } = show(1_000_000);
    await nextTick();
    expect(list.visible.value.length).toBeLessThan(VIEW_ROWS * 2);
    expect(list.totalHeight.value).toBe(24_000_000);
  });

  it('draws the rows around the scroll position', async () => {
    const { list, element } = show(1_000_000);
    await nextTick();
    await scrollTo(element, 500_000 * ROW);
    const indexes = list.visible.value.map((row) => row.index);
    expect(indexes).toContain(500_000);
    expect(indexes).toContain(500_000 + VIEW_ROWS - 1);
    expect(list.visible.value[0]).toMatchObject({ top: (indexes[0] ?? 0) * ROW });
  });

  it('uses every slot once', async () => {
    const { list, element } = show(1_000);
    await nextTick();
    await scrollTo(element, 321 * ROW);
    const slots = list.visible.value.map((row) => row.slot);
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('keeps slots while scrolling by a row', async () => {
    const { list, element } = show(1_000);
    await nextTick();
    await scrollTo(element, 321 * ROW);
    const before = new Map(list.visible.value.map((row) => [row.index, row.slot]));
    await scrollTo(element, 322 * ROW);
    const moved = list.visible.value.filter(
      ({ index, slot }) => before.has(index) && before.get(index) !== slot,
    );
    expect(moved).toEqual([]);
  });

  it('draws something after the list became shorter', async () => {
    const { list, element } = show(30);
    await nextTick();
    await scrollTo(element, 100_000);
    expect(list.visible.value.at(-1)?.index).toBe(29);
  });

  it('reveals by the shortest way', async () => {
    const { list, element } = show(1_000);
    await nextTick();
    await scrollTo(element, 100 * ROW);
    list.reveal(110);
    expect(element.scrollTop).toBe(100 * ROW);
    list.reveal(50);
    expect(element.scrollTop).toBe(50 * ROW);
    list.reveal(200);
    expect(element.scrollTop).toBe((200 - VIEW_ROWS + 1) * ROW);
  });
});
