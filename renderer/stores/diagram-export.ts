/** Takes the diagram out of the window: to a file or to the clipboard, masked. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import { countOf } from '#renderer/formatting/quantity.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { DiagramFormat } from '#shared/contract/query.ts';
import { MOST_EXPORTED, useDiagramStore } from './diagram.ts';
import { useInspectorStore } from './inspector.ts';
import { useNoticesStore } from './notices.ts';

export const useDiagramExportStore = defineStore('diagram-export', () => {
  const diagram = useDiagramStore();
  const inspector = useInspectorStore();
  const notices = useNoticesStore();

  const busy = ref(false);

  async function save(format: DiagramFormat): Promise<void> {
    const input = await inputOf(format);
    if (input === null) return;
    busy.value = true;
    const answer = await request('diagram.save', input);
    busy.value = false;
    if (!answer.ok) notices.showProblem(answer.error);
    else if (answer.value !== null) {
      const { fileName, entries, maskedValues } = answer.value;
      const masked = countOf(maskedValues, 'value', 'values');
      notices.showDone(`Saved ${fileName}: ${drawn(entries)}, ${masked} masked.`);
    }
  }

  async function copy(format: DiagramFormat): Promise<void> {
    const input = await inputOf(format);
    if (input === null) return;
    busy.value = true;
    const answer = await request('diagram.copy', input);
    busy.value = false;
    if (!answer.ok) notices.showProblem(answer.error);
    else notices.showDone(`Copied ${drawn(input.seqs.length)}, with names and JIDs masked.`);
  }

  async function inputOf(format: DiagramFormat): Promise<RequestInput<'diagram.save'> | null> {
    const { recordingId } = inspector;
    const seqs = await diagram.exportedSeqs();
    return recordingId === null || seqs.length === 0
      ? null
      : { recordingId, seqs: [...seqs], format };
  }

  /** Of more entries than a diagram can hold, only the newest were taken. */
  function drawn(entries: number): string {
    const words = countOf(entries, 'entry', 'entries');
    const { first, end } = diagram.bounds;
    return end - first > MOST_EXPORTED ? `the newest ${words}` : words;
  }

  return { busy, save, copy };
});
