/** Mirror of the filters the user has given a name, and some that anybody can use. */
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { SavedFilter } from '#shared/contract/query.ts';
import type { Result } from '#shared/contract/result.ts';
import { useInspectorFilterStore } from './inspector-filter.ts';
import { useNoticesStore } from './notices.ts';

/** Shown until the user has filters of his own, and always in the palette. */
export const EXAMPLE_FILTERS: readonly Omit<SavedFilter, 'id'>[] = [
  { name: 'Errors', text: 'is:error,timeout' },
  { name: 'Unanswered requests', text: 'is:unanswered' },
  { name: 'Push', text: 'ns:urn:xmpp:push:0 or kind:push or child:create,publish' },
  { name: 'Slow answers', text: 'latency>1s' },
];

export const useSavedFiltersStore = defineStore('saved-filters', () => {
  const bar = useInspectorFilterStore();
  const notices = useNoticesStore();
  const filters = shallowRef<readonly SavedFilter[]>([]);
  /** The one whose query is applied. */
  const current = computed(() => filters.value.find(({ text }) => text === bar.applied));

  function apply(changed: readonly SavedFilter[]): void {
    filters.value = changed;
  }

  async function refresh(): Promise<void> {
    take(await request('filter.list', {}));
  }

  /** Gives the applied query a name. @returns whether it is saved */
  async function saveApplied(name: string): Promise<boolean> {
    return save({ id: crypto.randomUUID(), name, text: bar.applied });
  }

  async function rename(filter: SavedFilter, name: string): Promise<boolean> {
    return save({ ...filter, name });
  }

  async function save(filter: SavedFilter): Promise<boolean> {
    return take(await request('filter.save', filter));
  }

  async function remove(filter: SavedFilter): Promise<void> {
    if (!take(await request('filter.delete', { id: filter.id }))) return;
    notices.showDone(`Filter “${filter.name}” deleted.`, {
      label: 'Undo',
      run: () => void save(filter),
    });
  }

  function take(answer: Result<readonly SavedFilter[]>): boolean {
    if (answer.ok) apply(answer.value);
    else notices.showProblem(answer.error);
    return answer.ok;
  }

  return { filters, current, apply, refresh, saveApplied, rename, remove };
});
