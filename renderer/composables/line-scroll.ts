/**
 * Draws the lines in view of a list of any length and makes the browser's scrolling agree with its
 * position. An element cannot be as high as millions of lines, so beyond a limit the scroll bar stands
 * for the whole proportionally, while the wheel still moves by pixels.
 */
import { useEventListener } from '@vueuse/core';
import { computed, type Ref, watch } from 'vue';
import type { LineBounds, ListPosition } from '#renderer/stores/list-position.ts';
import { useContentSize } from './content-size.ts';

/** Browsers end near 33 million pixels; this is far enough from there. */
export const MOST_PIXELS = 16_000_000;

/** Lines after which the drawn ones get another origin, so that their offsets stay exact. */
const LINES_OF_ORIGIN = 4_096;

/** A line that is in view. */
export interface DrawnLine {
  readonly index: number;
  /**
   * Which of the drawn lines this is. The same slots serve other lines while scrolling: changing the
   * texts of a line costs a fraction of making one.
   */
  readonly slot: number;
  /** Pixels from the origin of the layer. */
  readonly top: number;
}

export interface LineScroll {
  readonly drawn: Readonly<Ref<readonly DrawnLine[]>>;
  /** Height of what the bar scrolls, in pixels. */
  readonly contentHeight: Readonly<Ref<number>>;
  /** Height of the view in pixels. */
  readonly viewHeight: Readonly<Ref<number>>;
  /** Pixels from the view's upper edge to the origin of the layer. */
  readonly layerTop: Readonly<Ref<number>>;
}

type ScrolledPosition = Pick<ListPosition, 'setRows' | 'setTop' | 'hold'> & {
  readonly bounds: LineBounds;
  readonly top: number;
  readonly lastTop: number;
  readonly rows: number;
};

/**
 * @param host the element that scrolls
 * @param rowHeight pixels
 * @param position a store's; its fields are reactive
 */
export function useLineScroll(
  host: Readonly<Ref<HTMLElement | null>>,
  rowHeight: Readonly<Ref<number>>,
  position: ScrolledPosition,
): LineScroll {
  const { height } = useContentSize(host);
  watch([height, rowHeight], () => {
    if (height.value > 0) position.setRows(height.value / rowHeight.value);
  });

  const fullHeight = computed(
    () => (position.bounds.end - position.bounds.first) * rowHeight.value,
  );
  const contentHeight = computed(() => Math.min(fullHeight.value, MOST_PIXELS));
  const scaled = computed(() => fullHeight.value > MOST_PIXELS);
  /** Pixels of the bar's range for each line. */
  const pixelsPerLine = computed(() =>
    scaled.value
      ? (contentHeight.value - height.value) / (position.lastTop - position.bounds.first)
      : rowHeight.value,
  );

  /** The browser's offset as it was last heard or set. */
  let known = 0;
  let dragging = false;

  function agree(): void {
    const element = host.value;
    if (element === null || (dragging && scaled.value)) return;
    const wanted = (position.top - position.bounds.first) * pixelsPerLine.value;
    // Compared with what is known, as reading the offset would lay the page out.
    if (Math.abs(known - wanted) < 1) return;
    element.scrollTop = wanted;
    known = wanted;
  }

  function onScroll(): void {
    const offset = host.value?.scrollTop ?? 0;
    const moved = offset - known;
    // Browsers round what was set.
    if (Math.abs(moved) < 1) return;
    known = offset;
    dragging = true;
    if (offset >= contentHeight.value - height.value - 1) position.setTop(position.lastTop);
    else if (scaled.value && offset > 0 && Math.abs(moved) < height.value) {
      position.setTop(position.top + moved / rowHeight.value);
    } else position.setTop(position.bounds.first + offset / pixelsPerLine.value);
  }

  function onWheel(event: WheelEvent): void {
    if (event.ctrlKey) return;
    // Before the scroll is heard: lines that come meanwhile would put the end further down.
    if (event.deltaY < 0 && position.lastTop > position.bounds.first) position.hold();
    if (!scaled.value) return;
    event.preventDefault();
    const unit = [1, rowHeight.value, height.value][event.deltaMode] ?? 1;
    position.setTop(position.top + (event.deltaY * unit) / rowHeight.value);
  }

  useEventListener(host, 'scroll', onScroll, { passive: true });
  useEventListener(host, 'scrollend', () => {
    dragging = false;
    agree();
  });
  useEventListener(host, 'wheel', onWheel, { passive: false });
  watch([() => position.top, () => position.bounds, contentHeight, height], agree, {
    flush: 'post',
  });

  const origin = computed(() => Math.floor(position.top / LINES_OF_ORIGIN) * LINES_OF_ORIGIN);
  const drawn = computed<readonly DrawnLine[]>(() => {
    const { first, end } = position.bounds;
    const from = Math.max(first, Math.floor(position.top));
    const to = Math.min(end, Math.ceil(position.top + position.rows));
    const slots = Math.ceil(position.rows) + 1;
    return Array.from({ length: Math.max(0, to - from) }, (_, offset) => {
      const index = from + offset;
      return {
        index,
        slot: ((index % slots) + slots) % slots,
        top: (index - origin.value) * rowHeight.value,
      };
    });
  });

  return {
    drawn,
    contentHeight,
    viewHeight: height,
    layerTop: computed(() => Math.round((origin.value - position.top) * rowHeight.value)),
  };
}
