/** Mirror of the settings, and what the application is. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { AppFacts, Settings } from '#shared/contract/channels.ts';
import { useNoticesStore } from './notices.ts';

export const useSettingsStore = defineStore('settings', () => {
  const settings = ref<Settings>({ theme: 'system' });
  const facts = shallowRef<AppFacts | null>(null);

  function apply(changed: Settings): void {
    settings.value = changed;
  }

  async function refresh(): Promise<void> {
    const [read, described] = await Promise.all([
      request('settings.read', {}),
      request('app.describe', {}),
    ]);
    if (read.ok) apply(read.value);
    if (described.ok) describe(described.value);
  }

  /** Files are read once, so what is wrong with them is said once. */
  function describe(described: AppFacts): void {
    const first = facts.value === null;
    facts.value = described;
    if (first) described.problems.forEach(useNoticesStore().showProblem);
  }

  async function save(changed: Settings): Promise<void> {
    apply(changed);
    const answer = await request('settings.save', changed);
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
  }

  return { settings, facts, apply, refresh, save };
});
