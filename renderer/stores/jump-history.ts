/** The entries a user has jumped between, as a browser remembers pages. */
import { computed, type ComputedRef, shallowRef } from 'vue';

/** Jumps remembered; older ones are forgotten. */
const MOST_JUMPS = 100;

export interface JumpHistory {
  readonly canGoBack: ComputedRef<boolean>;
  readonly canGoForward: ComputedRef<boolean>;
  /** A jump from one entry to another; what lay ahead is forgotten. */
  add(from: number | null, to: number): void;
  /** @returns the entry to go to, or null when there is none */
  back(): number | null;
  forward(): number | null;
  clear(): void;
}

export function createJumpHistory(): JumpHistory {
  const places = shallowRef<readonly number[]>([]);
  const current = shallowRef(-1);

  function go(step: 1 | -1): number | null {
    const seq = places.value[current.value + step];
    if (seq === undefined) return null;
    current.value += step;
    return seq;
  }

  return {
    canGoBack: computed(() => current.value > 0),
    canGoForward: computed(() => current.value < places.value.length - 1),
    add(from, to) {
      if (from === to) return;
      const until = places.value.slice(0, current.value + 1);
      const left = from === null || until.at(-1) === from ? [] : [from];
      places.value = [...until, ...left, to].slice(-MOST_JUMPS);
      current.value = places.value.length - 1;
    },
    back: () => go(-1),
    forward: () => go(1),
    clear() {
      places.value = [];
      current.value = -1;
    },
  };
}
