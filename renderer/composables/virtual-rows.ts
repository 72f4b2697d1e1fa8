/**
 * A virtual list of rows of one height, which is why nothing is kept for each row: a million of them cost
 * as much as ten. Drawn rows are known by their place, so that they can be reused.
 */
import { useEventListener } from '@vueuse/core';
import { computed, ref, type Ref } from 'vue';
import { useContentSize } from './content-size.ts';

/** Rows drawn beyond each edge, so that scrolling does not outrun drawing. */
const OVERSCAN = 8;

export interface VirtualRow {
  readonly index: number;
  /** Pixels from the top of the content. */
  readonly top: number;
  /**
   * Which of the drawn rows this is. The same slots serve other rows while scrolling: changing the texts
   * of a row costs a fraction of making one.
   */
  readonly slot: number;
}

export interface VirtualRows {
  readonly visible: Readonly<Ref<readonly VirtualRow[]>>;
  /** Height of the whole content in pixels. */
  readonly totalHeight: Readonly<Ref<number>>;
  /** Rows that fit the view. */
  readonly pageRows: Readonly<Ref<number>>;
  /** Brings a row into view by the shortest way. */
  reveal(index: number): void;
}

/**
 * @param host the element that scrolls
 * @param count rows of the list
 * @param rowHeight pixels
 */
export function useVirtualRows(
  host: Readonly<Ref<HTMLElement | null>>,
  count: Readonly<Ref<number>>,
  rowHeight: Readonly<Ref<number>>,
): VirtualRows {
  const { height } = useContentSize(host);
  const scrolled = ref(0);
  useEventListener(host, 'scroll', () => (scrolled.value = host.value?.scrollTop ?? 0), {
    passive: true,
  });

  const fitting = computed(() => Math.max(1, Math.floor(height.value / rowHeight.value)));
  const drawn = computed(() => fitting.value + 2 + 2 * OVERSCAN);
  const first = computed(() => {
    const top = Math.floor(scrolled.value / rowHeight.value) - OVERSCAN;
    // A list that became shorter shows its end until the browser has scrolled there.
    return Math.max(0, Math.min(top, count.value - drawn.value));
  });

  const visible = computed<readonly VirtualRow[]>(() =>
    Array.from({ length: Math.min(drawn.value, count.value - first.value) }, (_, place) => {
      const index = first.value + place;
      return { index, top: index * rowHeight.value, slot: index % drawn.value };
    }),
  );

  return {
    visible,
    totalHeight: computed(() => count.value * rowHeight.value),
    pageRows: fitting,
    reveal(index) {
      const element = host.value;
      if (element === null) return;
      const top = index * rowHeight.value;
      const lowest = top + rowHeight.value - height.value;
      element.scrollTop = Math.min(top, Math.max(lowest, scrolled.value));
    },
  };
}
