import { afterEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, watch } from 'vue';
import { useSlicedWork } from '#renderer/composables/sliced-work.ts';

afterEach(() => vi.restoreAllMocks());

function* countTo(last: number): Generator<void, number, void> {
  for (let step = 0; step < last; step += 1) yield;
  return last;
}

/** Takes a millisecond a step, as far as the clock says. */
function slowClock(): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
}

it('does small work at once, once there is something to show it', async () => {
  const last = ref(2);
  const { value, working } = useSlicedWork(() => countTo(last.value));
  expect([value.value, working.value]).toEqual([null, false]);
  await vi.waitFor(() => expect(value.value).toBe(2));
  last.value = 3;
  await nextTick();
  expect([value.value, working.value]).toEqual([3, false]);
});

it('gives way between slices', async () => {
  slowClock();
  const { value, working } = useSlicedWork(() => countTo(100));
  const said: boolean[] = [];
  watch(working, (now) => said.push(now), { flush: 'sync' });
  await vi.waitFor(() => expect(value.value).toBe(100));
  expect(said).toEqual([true, false]);
});

it('drops work that is not wanted any more', async () => {
  slowClock();
  const last = ref(1_000);
  const { value } = useSlicedWork(() => (last.value === 0 ? null : countTo(last.value)));
  last.value = 5;
  await vi.waitFor(() => expect(value.value).toBe(5));
  last.value = 0;
  await nextTick();
  expect(value.value).toBeNull();
});

it('stops with its component', async () => {
  slowClock();
  let steps = 0;
  function* endless(): Generator<void, never, void> {
    for (;;) {
      steps += 1;
      yield;
    }
  }
  const scope = effectScope();
  scope.run(() => useSlicedWork(endless));
  scope.stop();
  const before = steps;
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  expect(steps).toBe(before);
});
