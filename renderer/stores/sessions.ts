/** Mirror of the sessions, and which of them the user works with. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { AwayMode } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { useNoticesStore } from './notices.ts';

type ChangeRequest = 'session.reopen' | 'session.return' | 'session.away' | 'clock.measure';

export const useSessionsStore = defineStore('sessions', () => {
  const sessions = shallowRef<readonly SessionSnapshot[]>([]);
  const activeId = ref<string | null>(null);
  const loaded = ref(false);

  const active = computed(() => find(activeId.value) ?? null);
  const online = computed(() => sessions.value.filter((session) => session.state === 'online'));
  const pendingExchanges = computed(() =>
    sessions.value.reduce((sum, session) => sum + session.pendingExchanges, 0),
  );

  function find(id: string | null): SessionSnapshot | undefined {
    return sessions.value.find((session) => session.id === id);
  }

  function replaceAll(all: readonly SessionSnapshot[]): void {
    sessions.value = all;
    loaded.value = true;
    keepActiveValid();
  }

  function apply(session: SessionSnapshot): void {
    const known = sessions.value.some((item) => item.id === session.id);
    sessions.value = known
      ? sessions.value.map((item) => (item.id === session.id ? session : item))
      : [...sessions.value, session];
    keepActiveValid();
  }

  function forget(id: string): void {
    sessions.value = sessions.value.filter((session) => session.id !== id);
    keepActiveValid();
  }

  function keepActiveValid(): void {
    if (find(activeId.value) !== undefined) return;
    activeId.value = (online.value[0] ?? sessions.value[0])?.id ?? null;
  }

  function activate(id: string): void {
    activeId.value = id;
  }

  /** Activates the session at a place of the rail, counted from 1. */
  function activateAt(position: number): SessionSnapshot | null {
    const session = sessions.value[position - 1] ?? null;
    if (session !== null) activeId.value = session.id;
    return session;
  }

  async function refresh(): Promise<void> {
    const answer = await request('session.list', {});
    if (answer.ok) replaceAll(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  async function disconnect(sessionId: string): Promise<void> {
    const answer = await request('session.disconnect', { sessionId });
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
  }

  /** Asks for something that changes a session, and shows it as it is then. */
  async function change<Name extends ChangeRequest>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<void> {
    const answer = await request(name, input);
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  const reopen = (sessionId: string): Promise<void> => change('session.reopen', { sessionId });
  const comeBack = (sessionId: string): Promise<void> => change('session.return', { sessionId });
  const measureClock = (sessionId: string): Promise<void> => change('clock.measure', { sessionId });
  const goAway = (sessionId: string, mode: AwayMode): Promise<void> =>
    change('session.away', { sessionId, mode });

  async function remove(sessionId: string): Promise<void> {
    const answer = await request('session.remove', { sessionId });
    if (answer.ok) forget(sessionId);
    else useNoticesStore().showProblem(answer.error);
  }

  return {
    sessions,
    activeId,
    active,
    online,
    loaded,
    pendingExchanges,
    find,
    apply,
    forget,
    activate,
    activateAt,
    refresh,
    disconnect,
    reopen,
    goAway,
    comeBack,
    measureClock,
    remove,
  };
});
