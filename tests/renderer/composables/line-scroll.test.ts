import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, nextTick, reactive, ref, shallowRef } from 'vue';
import { type LineScroll, MOST_PIXELS, useLineScroll } from '#renderer/composables/line-scroll.ts';
import { createListPosition, type LineBounds } from '#renderer/stores/list-position.ts';
import { stubElementHeight } from '#tests/support/element-height.ts';

const ROW = 24;
const VIEW_ROWS = 20;

describe('useLineScroll', () => {
  beforeEach(() => stubElementHeight(ROW * VIEW_ROWS));
  afterEach(() => vi.unstubAllGlobals());

  async function show(end: number) {
    const bounds = shallowRef<LineBounds>({ first: 0, end });
    const position = reactive({ ...createListPosition(() => bounds.value), bounds });
    const host = ref<HTMLElement | null>(null);
    const made: LineScroll[] = [];
    const wrapper = mount(
      defineComponent({
        setup() {
          made.push(useLineScroll(host, ref(ROW), position));
          return () => h('div', { ref: host });
        },
      }),
    );
    const [scroll] = made;
    if (scroll === undefined) throw new Error('Nothing was set up');
    await nextTick();
    const element = wrapper.element as HTMLElement;
    return { bounds, position, scroll, element };
  }

  async function drag(element: HTMLElement, top: number): Promise<void> {
    element.scrollTop = top;
    element.dispatchEvent(new Event('scroll'));
    await nextTick();
  }

  async function wheel(element: HTMLElement, deltaY: number): Promise<void> {
    element.dispatchEvent(new WheelEvent('wheel', { deltaY, cancelable: true }));
    await nextTick();
  }

  it('draws the lines in view and no others', async () => {
    const { scroll } = await show(1_000);
    expect(scroll.drawn.value.map(({ index }) => index)).toEqual(
      Array.from({ length: VIEW_ROWS }, (_, at) => 980 + at),
    );
  });

  it('scrolls short lists by pixels', async () => {
    const { element, position, scroll } = await show(1_000);
    expect(scroll.contentHeight.value).toBe(24_000);
    await drag(element, 120);
    expect(position.top).toBe(5);
  });

  it('reuses the slots of lines that left', async () => {
    const { element, scroll } = await show(1_000);
    await drag(element, 240);
    const before = scroll.drawn.value.map(({ slot }) => slot);
    expect(new Set(before).size).toBe(before.length);
    await drag(element, 240 + ROW * 21);
    expect(scroll.drawn.value.map(({ slot }) => slot)).toEqual(before);
  });

  it('limits the height of millions of lines', async () => {
    const { scroll } = await show(5_000_000);
    expect(scroll.contentHeight.value).toBe(MOST_PIXELS);
  });

  it('reaches both ends of millions of lines', async () => {
    const { element, position, scroll } = await show(5_000_000);
    await drag(element, 0);
    expect(scroll.drawn.value[0]?.index).toBe(0);
    await drag(element, MOST_PIXELS - ROW * VIEW_ROWS);
    expect([position.following, scroll.drawn.value.at(-1)?.index]).toEqual([true, 4_999_999]);
  });

  it('drags over millions of lines in proportion', async () => {
    const { element, position } = await show(5_000_000);
    await drag(element, (MOST_PIXELS - ROW * VIEW_ROWS) / 4);
    expect(Math.round(position.top)).toBeCloseTo(1_249_995, -1);
  });

  it('moves by rows over millions of lines', async () => {
    const { element, position } = await show(5_000_000);
    await drag(element, 8_000_000);
    const before = position.top;
    await wheel(element, 72);
    expect(position.top).toBeCloseTo(before + 3);
    await drag(element, element.scrollTop + 48);
    expect(position.top).toBeCloseTo(before + 5);
  });

  it('stays put when lines come at either end', async () => {
    const { bounds, element, position, scroll } = await show(1_000);
    await drag(element, 2_400);
    bounds.value = { first: -50, end: 1_200 };
    await nextTick();
    expect(position.top).toBe(100);
    expect(element.scrollTop).toBe(150 * ROW);
    expect(scroll.drawn.value[0]?.index).toBe(100);
  });

  it('stops following at the first turn of the wheel', async () => {
    const { bounds, element, position } = await show(1_000);
    await wheel(element, -10);
    bounds.value = { first: 0, end: 1_100 };
    await nextTick();
    expect([position.top, position.following]).toEqual([980, false]);
  });
});
