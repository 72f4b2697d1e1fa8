/** Text from a server's log on its way to a recording. What was pasted stays until it has become one. */
import { watchDebounced } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { PasteOutcome } from '#shared/contract/channels.ts';
import type { Problem } from '#shared/contract/result.ts';
import { MOST_PASTED } from '#shared/contract/limits.ts';
import { previewLog, type LogPreview } from '#shared/transcript/import/preview-log.ts';
import { useInspectorStore } from './inspector.ts';
import { useRecordingsStore } from './recordings.ts';

/** A longer text is kept beside the field: no field stays quick with it. In characters. */
const MOST_IN_FIELD = 256 * 1024;
const LOOK_AFTER_MS = 200;

export const usePasteLogStore = defineStore('paste-log', () => {
  const open = ref(false);
  /** What stands in the field. */
  const typed = ref('');
  /** A text too long for the field; it takes the field's place. */
  const held = shallowRef<string | null>(null);
  const preview = shallowRef<LogPreview | null>(null);
  const problem = shallowRef<Problem | null>(null);
  /** Shown when not everything could be read. */
  const outcome = shallowRef<PasteOutcome | null>(null);
  const busy = ref(false);

  const text = computed(() => held.value ?? typed.value);
  const readable = computed(() => text.value.length <= MOST_PASTED && /\S/.test(text.value));

  watchDebounced(text, look, { debounce: LOOK_AFTER_MS });

  function look(): void {
    problem.value = text.value.length > MOST_PASTED ? TOO_LONG : null;
    preview.value = /\S/.test(text.value) ? previewLog(text.value, MOST_IN_FIELD) : null;
  }

  /** Opens the dialog with a text, in place of what stood there. */
  function offer(pasted: string): void {
    if (!hold(pasted)) {
      held.value = null;
      typed.value = pasted;
    }
    outcome.value = null;
    open.value = true;
  }

  /** Keeps a text that no field should get. @returns false for one that is short enough */
  function hold(pasted: string): boolean {
    if (pasted.length <= MOST_IN_FIELD) return false;
    held.value = pasted;
    typed.value = '';
    return true;
  }

  function discard(): void {
    held.value = null;
    typed.value = '';
    preview.value = null;
    problem.value = null;
  }

  /** Makes a recording of the text and shows it in the inspector. */
  async function read(): Promise<void> {
    if (!readable.value) return;
    busy.value = true;
    const name = `Pasted ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const pasted = { name, text: text.value };
    const answer = await useRecordingsStore().watchImport((importId) =>
      request('recording.paste', { importId, ...pasted }),
    );
    busy.value = false;
    if (!answer.ok) {
      problem.value = answer.error;
      return;
    }
    discard();
    outcome.value = answer.value.unreadCount === 0 ? null : answer.value;
    open.value = outcome.value !== null;
    await useRecordingsStore().refresh();
    await useInspectorStore().show(answer.value.recording);
  }

  return {
    ...{ open, typed, held, text, readable, preview, problem, outcome, busy },
    ...{ offer, hold, discard, read },
  };
});

const TOO_LONG: Problem = {
  code: 'too-long',
  what: 'The text is too long to be pasted.',
  why: 'It has more than 16 million characters, which would hold up the window.',
  next: 'Save it as a file and choose “Open transcript…”, which takes logs of any length; or paste the part that matters.',
};
