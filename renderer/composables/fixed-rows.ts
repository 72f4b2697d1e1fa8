/**
 * A virtual list of rows of one height. Where a row stands is a multiplication, so the cost is that of
 * the rows in view, whatever the length of the list; a list that measures its rows would walk all of
 * them at every arrival.
 */
import { useEventListener, useResizeObserver } from '@vueuse/core';
import { computed, onMounted, type Ref, ref } from 'vue';

/** Rows drawn beyond each edge, so that scrolling does not outrun drawing. */
const OVERSCAN = 8;

export interface FixedRow {
  readonly index: number;
  /** Pixels from the top of the content. */
  readonly top: number;
  /**
   * Which of the drawn rows this is. The same slots serve other rows while scrolling: changing the texts
   * of a row costs a fraction of making one.
   */
  readonly slot: number;
}

export interface FixedRows {
  readonly visible: Readonly<Ref<readonly FixedRow[]>>;
  /** Height of the whole content in pixels. */
  readonly totalHeight: Readonly<Ref<number>>;
  /** Rows that fit the view. */
  readonly pageRows: Readonly<Ref<number>>;
  isAtEnd(): boolean;
  scrollToEnd(): void;
  /** Brings a row into view by the shortest way. */
  reveal(index: number): void;
}

/**
 * @param host the element that scrolls
 * @param count rows of the list
 * @param rowHeight pixels
 */
export function useFixedRows(
  host: Readonly<Ref<HTMLElement | null>>,
  count: Readonly<Ref<number>>,
  rowHeight: Readonly<Ref<number>>,
): FixedRows {
  const scrollTop = ref(0);
  const height = ref(0);

  function measure(): void {
    height.value = host.value?.clientHeight ?? 0;
  }

  onMounted(measure);
  useResizeObserver(host, measure);

  useEventListener(host, 'scroll', () => (scrollTop.value = host.value?.scrollTop ?? 0), {
    passive: true,
  });

  const pageRows = computed(() => Math.max(1, Math.floor(height.value / rowHeight.value)));
  const totalHeight = computed(() => count.value * rowHeight.value);

  const visible = computed<readonly FixedRow[]>(() => {
    const slots = pageRows.value + 2 + 2 * OVERSCAN;
    const lastTop = Math.max(0, totalHeight.value - height.value);
    const top = Math.min(scrollTop.value, lastTop);
    const first = Math.max(0, Math.floor(top / rowHeight.value) - OVERSCAN);
    const length = Math.max(0, Math.min(slots, count.value - first));
    return Array.from({ length }, (_, offset) => {
      const index = first + offset;
      return { index, top: index * rowHeight.value, slot: index % slots };
    });
  });

  function isAtEnd(): boolean {
    const element = host.value;
    if (element === null) return true;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    return below < rowHeight.value;
  }

  function scrollToEnd(): void {
    const element = host.value;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }

  function reveal(index: number): void {
    const element = host.value;
    if (element === null) return;
    const top = index * rowHeight.value;
    const bottom = top + rowHeight.value;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) {
      element.scrollTop = bottom - element.clientHeight;
    }
  }

  return { visible, totalHeight, pageRows, isAtEnd, scrollToEnd, reveal };
}
