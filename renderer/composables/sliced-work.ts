/**
 * Work on a text of any size in slices of a few milliseconds, so that the window goes on answering.
 * What fits one slice, as almost every stanza does, is done at once, but for the first.
 */
import { getCurrentScope, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';

/** Half a frame: the other half belongs to drawing. */
const SLICE_MS = 8;

export interface SlicedWork<Value> {
  /** Null until the first work has ended; then the last result, until the next. */
  readonly value: Readonly<Ref<Value | null>>;
  readonly working: Readonly<Ref<boolean>>;
}

/**
 * Begins anew whenever something `start` looked at changes.
 * @param start the work, which pauses where it can be interrupted; null for nothing to do
 */
export function useSlicedWork<Value>(
  start: () => Generator<void, Value, void> | null,
): SlicedWork<Value> {
  const value = shallowRef<Value | null>(null);
  const working = ref(false);
  let latest = 0;

  async function run(steps: Generator<void, Value, void> | null): Promise<void> {
    latest += 1;
    const mine = latest;
    // What shows the first result is only being made meanwhile: a task of its own.
    if (steps !== null && value.value === null) await nextTask();
    while (mine === latest) {
      const result = steps === null ? { done: true as const, value: null } : runSlice(steps);
      if (result === null) working.value = true;
      // Showing a large result is work of its own, and gets a task of its own.
      if (working.value) await nextTask();
      if (mine !== latest) return;
      if (result === null) continue;
      value.value = result.value;
      working.value = false;
      return;
    }
  }

  watch(start, (steps) => void run(steps), { immediate: true });
  if (getCurrentScope() !== undefined) onScopeDispose(() => (latest += 1));
  return { value, working };
}

function runSlice<Value>(steps: Generator<void, Value, void>): IteratorReturnResult<Value> | null {
  const until = performance.now() + SLICE_MS;
  do {
    const step = steps.next();
    if (step.done === true) return step;
  } while (performance.now() < until);
  return null;
}

/** A timer would wait four milliseconds and more between slices. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
