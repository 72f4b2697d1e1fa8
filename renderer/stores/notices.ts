/**
 * What the window tells its user outside any place: problems that stay until dismissed, confirmations
 * that leave by themselves, and the text of the polite live region.
 */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Problem } from '#shared/contract/result.ts';

export type Notice =
  | { readonly id: number; readonly kind: 'problem'; readonly problem: Problem }
  | { readonly id: number; readonly kind: 'done'; readonly text: string };

const DONE_STAYS_MS = 6_000;
const MOST_NOTICES = 4;

export const useNoticesStore = defineStore('notices', () => {
  const notices = shallowRef<readonly Notice[]>([]);
  const announcement = ref('');
  let lastId = 0;

  function add(notice: Notice): void {
    notices.value = [...notices.value, notice].slice(-MOST_NOTICES);
  }

  function dismiss(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }

  /** Reads a text out without showing it: results of steps, not each stanza. */
  function announce(text: string): void {
    announcement.value = text;
  }

  function showProblem(problem: Problem): void {
    lastId += 1;
    add({ id: lastId, kind: 'problem', problem });
    announce([problem.what, problem.next].filter(Boolean).join(' '));
  }

  function showDone(text: string): void {
    lastId += 1;
    const id = lastId;
    add({ id, kind: 'done', text });
    announce(text);
    setTimeout(() => dismiss(id), DONE_STAYS_MS);
  }

  return { notices, announcement, dismiss, announce, showProblem, showDone };
});
