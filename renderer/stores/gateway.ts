/** Mirror of the gateway and of the pushes it received. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { GatewaySnapshot, ReceivedPush } from '#shared/contract/gateway.ts';
import { useNoticesStore } from './notices.ts';

const MOST_PUSHES = 1_000;

export const useGatewayStore = defineStore('gateway', () => {
  const gateway = shallowRef<GatewaySnapshot>({ running: false, url: null, received: 0 });
  const pushes = shallowRef<readonly ReceivedPush[]>([]);
  const selectedId = ref<string | null>(null);
  const busy = ref(false);
  const unseen = ref(0);

  const selected = computed(
    () => pushes.value.find((push) => push.id === selectedId.value) ?? pushes.value.at(-1) ?? null,
  );

  function apply(snapshot: GatewaySnapshot): void {
    gateway.value = snapshot;
  }

  function add(push: ReceivedPush): void {
    if (pushes.value.some((known) => known.id === push.id)) return;
    pushes.value = [...pushes.value, push].slice(-MOST_PUSHES);
    unseen.value += 1;
  }

  function markSeen(): void {
    unseen.value = 0;
  }

  async function refresh(): Promise<void> {
    const [state, list] = await Promise.all([
      request('gateway.read', {}),
      request('gateway.list', {}),
    ]);
    if (state.ok) apply(state.value);
    if (list.ok) pushes.value = list.value.slice(-MOST_PUSHES);
    if (!state.ok) useNoticesStore().showProblem(state.error);
  }

  async function start(port: number): Promise<void> {
    busy.value = true;
    const answer = await request('gateway.start', { port });
    busy.value = false;
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  async function stop(): Promise<void> {
    busy.value = true;
    const answer = await request('gateway.stop', {});
    busy.value = false;
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  return {
    gateway,
    pushes,
    selectedId,
    selected,
    busy,
    unseen,
    apply,
    add,
    markSeen,
    refresh,
    start,
    stop,
  };
});
