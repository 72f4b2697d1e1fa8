/**
 * Which lines of a long list are in view, in line indexes: what the browser's scrolling is made to agree
 * with. Positions are kept by index, so lines added at either end move nothing.
 */
import { computed, type ComputedRef, ref } from 'vue';

/** The lines there are: from `first` to `end` (exclusive). */
export interface LineBounds {
  readonly first: number;
  readonly end: number;
}

export interface ListPosition {
  /** Index of the line at the upper edge of the view, with a fraction when it is cut. */
  readonly top: ComputedRef<number>;
  /** The highest value of `top`: the last line stands at the lower edge. */
  readonly lastTop: ComputedRef<number>;
  /** The view stays at the end. */
  readonly following: ComputedRef<boolean>;
  /** Lines that came since the view left the end. */
  readonly unseen: ComputedRef<number>;
  /** Lines that fit the view, with a fraction. */
  readonly rows: ComputedRef<number>;
  /** Tells how high the view is. */
  setRows(count: number): void;
  /** Scrolls; at the end the view follows from then on. */
  setTop(index: number): void;
  /** Stays where it is, whatever comes. */
  hold(): void;
  toEnd(): void;
  /** The lines are others now: none of them counts as having come since. */
  startAnew(): void;
  /** Tells whether a line is wholly in view. */
  shows(index: number): boolean;
  /** Brings a line into view: not at all when it is, to an edge when it is near, else to the middle. */
  reveal(index: number): void;
}

/** Until the list has been laid out. */
const ROWS_UNTIL_LAID_OUT = 20;

/** Creates a position that follows the end. */
export function createListPosition(bounds: () => LineBounds): ListPosition {
  const rows = ref(ROWS_UNTIL_LAID_OUT);
  const held = ref(0);
  const following = ref(true);
  /** The highest end the user has had in view since he left the end. */
  const seenEnd = ref(0);

  const lastTop = computed(() => Math.max(bounds().first, bounds().end - rows.value));
  const top = computed(() =>
    following.value ? lastTop.value : Math.max(bounds().first, Math.min(held.value, lastTop.value)),
  );
  const unseen = computed(() =>
    following.value ? 0 : Math.max(0, bounds().end - Math.max(seenEnd.value, bounds().first)),
  );

  function hold(): void {
    if (!following.value) return;
    held.value = top.value;
    seenEnd.value = bounds().end;
    following.value = false;
  }

  function setTop(index: number): void {
    hold();
    // Kept within what there is: lines that come before the first must not draw the view along.
    held.value = Math.max(bounds().first, index);
    following.value = index >= lastTop.value - 0.5;
    seenEnd.value = Math.max(seenEnd.value, Math.floor(top.value + rows.value));
  }

  function shows(index: number): boolean {
    return index >= top.value && index + 1 <= top.value + rows.value;
  }

  return {
    top,
    lastTop,
    following: computed(() => following.value),
    unseen,
    rows: computed(() => rows.value),
    setRows(count) {
      rows.value = Math.max(1, count);
    },
    setTop,
    hold,
    toEnd() {
      following.value = true;
    },
    startAnew() {
      seenEnd.value = bounds().end;
    },
    shows,
    reveal(index) {
      if (shows(index)) return;
      const away = index < top.value ? top.value - index : index + 1 - top.value - rows.value;
      if (away > rows.value) setTop(Math.round(index - (rows.value - 1) / 2));
      else setTop(index < top.value ? index : index + 1 - rows.value);
    },
  };
}
