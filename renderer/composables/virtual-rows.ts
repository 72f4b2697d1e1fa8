/**
 * A virtual list of rows of one height: TanStack Virtual, with rows known by their place so that the
 * drawn ones can be reused, and with what a list that follows its end needs.
 */
import { useVirtualizer } from '@tanstack/vue-virtual';
import { useElementSize } from '@vueuse/core';
import { computed, type Ref, watch } from 'vue';

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
export function useVirtualRows(
  host: Readonly<Ref<HTMLElement | null>>,
  count: Readonly<Ref<number>>,
  rowHeight: Readonly<Ref<number>>,
): VirtualRows {
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: count.value,
      getScrollElement: () => host.value,
      estimateSize: () => rowHeight.value,
      overscan: OVERSCAN,
    })),
  );
  // Sizes are asked for once; another density asks again.
  watch(rowHeight, () => virtualizer.value.measure());

  const { height } = useElementSize(host);
  const pageRows = computed(() => Math.max(1, Math.floor(height.value / rowHeight.value)));

  const visible = computed<readonly VirtualRow[]>(() => {
    const items = virtualizer.value.getVirtualItems();
    // At least as many as are ever drawn, or two rows would share a slot.
    const slots = Math.max(items.length, pageRows.value + 2 + 2 * OVERSCAN);
    return items.map(({ index, start }) => ({ index, top: start, slot: index % slots }));
  });

  return {
    visible,
    totalHeight: computed(() => virtualizer.value.getTotalSize()),
    pageRows,
    isAtEnd() {
      const element = host.value;
      if (element === null) return true;
      const below = element.scrollHeight - element.scrollTop - element.clientHeight;
      return below < rowHeight.value;
    },
    // Not the virtualizer's: it knows of new rows one change later than the page does.
    scrollToEnd() {
      const element = host.value;
      if (element !== null) element.scrollTop = element.scrollHeight;
    },
    reveal: (index) => {
      virtualizer.value.scrollToIndex(index, { align: 'auto' });
    },
  };
}
