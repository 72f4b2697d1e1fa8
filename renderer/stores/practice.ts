/** Mirror of the practice server. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { PracticePlantId } from '#shared/contract/practice-plants.ts';
import type { PracticeSnapshot } from '#shared/contract/practice.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { useNoticesStore } from './notices.ts';
import { useSessionsStore } from './sessions.ts';

export const usePracticeStore = defineStore('practice', () => {
  const practice = shallowRef<PracticeSnapshot | null>(null);
  const busy = ref(false);
  const running = computed(() => practice.value?.running ?? false);

  function apply(snapshot: PracticeSnapshot): void {
    practice.value = snapshot;
  }

  /** Tells whether a session is one of the practice server's. */
  function owns(session: SessionSnapshot): boolean {
    const snapshot = practice.value;
    if (snapshot === null) return false;
    const services = [snapshot.tcpService, snapshot.websocketService];
    return session.domain === snapshot.domain && services.includes(session.facts.service);
  }

  async function refresh(): Promise<void> {
    const answer = await request('practice.read', {});
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  /** Server and gateway running, two accounts online. @returns whether it worked */
  async function enter(): Promise<boolean> {
    busy.value = true;
    const answer = await request('practice.enter', {});
    busy.value = false;
    if (!answer.ok) {
      useNoticesStore().showProblem(answer.error);
      return false;
    }
    const sessions = useSessionsStore();
    for (const session of answer.value) sessions.apply(session);
    const first = answer.value[0];
    if (first !== undefined) sessions.activate(first.id);
    return true;
  }

  /** @param plant how it is to be misconfigured; null for not at all */
  async function start(
    backwardsCompatibleSession: boolean,
    plant: PracticePlantId | null = null,
  ): Promise<void> {
    busy.value = true;
    const answer = await request('practice.start', { backwardsCompatibleSession, plant });
    busy.value = false;
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  async function stop(): Promise<void> {
    busy.value = true;
    const answer = await request('practice.stop', {});
    busy.value = false;
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  return { practice, busy, running, apply, owns, refresh, enter, start, stop };
});
