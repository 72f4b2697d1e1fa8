/**
 * What the window tells its user outside any place: problems that stay until dismissed, confirmations
 * that leave by themselves, and the text of the polite live region.
 */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Problem } from '#shared/contract/result.ts';

/** What a notice offers to do. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export type Notice =
  | { readonly id: number; readonly kind: 'problem'; readonly problem: Problem }
  | {
      readonly id: number;
      readonly kind: 'done';
      readonly text: string;
      readonly action: NoticeAction | null;
    };

const DONE_STAYS_MS = 6_000;
/** Time to decide, for somebody who has to find the notice first. */
const ACTION_STAYS_MS = 20_000;
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

  /** Shows a problem, once: the same one again takes the place of the first. */
  function showProblem(problem: Problem): void {
    lastId += 1;
    const text = JSON.stringify(problem);
    notices.value = notices.value.filter(
      (notice) => notice.kind !== 'problem' || JSON.stringify(notice.problem) !== text,
    );
    add({ id: lastId, kind: 'problem', problem });
    announce([problem.what, problem.next].filter(Boolean).join(' '));
  }

  /** @param action such as taking back what was done */
  function showDone(text: string, action: NoticeAction | null = null): void {
    lastId += 1;
    const id = lastId;
    add({ id, kind: 'done', text, action });
    announce(text);
    setTimeout(() => dismiss(id), action === null ? DONE_STAYS_MS : ACTION_STAYS_MS);
  }

  return { notices, announcement, dismiss, announce, showProblem, showDone };
});
