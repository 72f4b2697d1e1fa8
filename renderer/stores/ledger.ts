/** Mirror of the ledger: what this console registered for pushes. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { LedgerEntry } from '#shared/contract/ledger.ts';
import { useNoticesStore } from './notices.ts';

export const useLedgerStore = defineStore('ledger', () => {
  const entries = shallowRef<readonly LedgerEntry[]>([]);

  function apply(changed: readonly LedgerEntry[]): void {
    entries.value = changed;
  }

  async function refresh(): Promise<void> {
    const answer = await request('ledger.list', {});
    if (answer.ok) apply(answer.value);
  }

  async function forget({ id }: LedgerEntry): Promise<void> {
    const answer = await request('ledger.forget', { id });
    if (answer.ok) apply(answer.value);
    else useNoticesStore().showProblem(answer.error);
  }

  return { entries, apply, refresh, forget };
});
