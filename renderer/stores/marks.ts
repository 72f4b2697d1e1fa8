/** Mirror of the bookmarks and notes on the recording in the inspector. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { Events } from '#shared/contract/channels.ts';
import type { EntryMark } from '#shared/contract/query.ts';
import { useInspectorStore } from './inspector.ts';
import { useNoticesStore } from './notices.ts';

export const useMarksStore = defineStore('marks', () => {
  const inspector = useInspectorStore();
  const notices = useNoticesStore();

  /** Ascending by entry. */
  const marks = shallowRef<readonly EntryMark[]>([]);
  const bySeq = computed(() => new Map(marks.value.map((mark) => [mark.seq, mark])));
  /** The entry whose note is being written. */
  const editing = ref<number | null>(null);

  watch(
    () => inspector.recordingId,
    async (recordingId) => {
      marks.value = [];
      editing.value = null;
      if (recordingId === null) return;
      const answer = await request('mark.list', { recordingId });
      if (recordingId !== inspector.recordingId) return;
      if (answer.ok) marks.value = answer.value;
      else notices.showProblem(answer.error);
    },
    { immediate: true },
  );

  function apply({ recordingId, marks: changed }: Events['mark.changed']): void {
    if (recordingId === inspector.recordingId) marks.value = changed;
  }

  function markOf(seq: number): EntryMark | undefined {
    return bySeq.value.get(seq);
  }

  async function save(mark: EntryMark): Promise<boolean> {
    const { recordingId } = inspector;
    if (recordingId === null) return false;
    const answer = await request('mark.save', { recordingId, ...mark });
    if (answer.ok) apply({ recordingId, marks: answer.value });
    else notices.showProblem(answer.error);
    return answer.ok;
  }

  async function toggleBookmark(seq: number): Promise<void> {
    const mark = markOf(seq);
    const bookmarked = mark?.bookmarked !== true;
    const saved = await save({ seq, bookmarked, note: mark?.note ?? '' });
    if (saved) notices.announce(bookmarked ? 'Bookmarked' : 'Bookmark removed');
  }

  /** @returns false when it could not be saved; the text stays in the editor then */
  async function saveNote(seq: number, note: string): Promise<boolean> {
    return save({ seq, bookmarked: markOf(seq)?.bookmarked ?? false, note: note.trim() });
  }

  /** Jumps to the next marked entry in a direction, from the selected one; behind the last, to the first. */
  async function jump(step: 1 | -1): Promise<void> {
    const from = inspector.selectedSeq ?? 0;
    const after = marks.value.filter(({ seq }) => (step > 0 ? seq > from : seq < from));
    const next = after.at(step > 0 ? 0 : -1) ?? marks.value.at(step > 0 ? 0 : -1);
    if (next === undefined) notices.announce('No entry is bookmarked or has a note.');
    else await inspector.jumpTo(next.seq);
  }

  return { marks, editing, apply, markOf, toggleBookmark, saveNote, jump };
});
