/** Mirror of the recordings on disk, and what is being recorded now. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type {
  ExportOutcome,
  ExportProgress,
  ImportProgress,
  RecordingFacts,
  RecordingStatus,
  RequestInput,
} from '#shared/contract/channels.ts';
import type { Problem, Result } from '#shared/contract/result.ts';
import { useNoticesStore } from './notices.ts';

export const useRecordingsStore = defineStore('recordings', () => {
  const recordings = shallowRef<readonly RecordingFacts[]>([]);
  const status = shallowRef<RecordingStatus | null>(null);
  const busy = ref(false);
  /** The export on its way; null for none. */
  const exportId = ref<string | null>(null);
  /** How far it is, once it takes long enough to tell. */
  const exported = shallowRef<ExportProgress | null>(null);
  /** As of exports. */
  const importId = ref<string | null>(null);
  const imported = shallowRef<ImportProgress | null>(null);

  /** Recordings whose file turned out to be damaged only where it was read. */
  const foundDamaged = shallowRef<ReadonlySet<string>>(new Set());

  const live = computed(() => recordings.value.find((recording) => recording.live) ?? null);

  function apply(changed: RecordingStatus): void {
    status.value = changed;
  }

  async function refresh(): Promise<void> {
    const answer = await request('recording.list', {});
    if (answer.ok) recordings.value = answer.value;
    else useNoticesStore().showProblem(answer.error);
  }

  /** Lets the user choose a file. @returns the recording, or null when cancelled or unreadable */
  async function open(): Promise<RecordingFacts | null> {
    busy.value = true;
    const answer = await watchImport((id) => request('recording.open', { importId: id }));
    busy.value = false;
    if (!answer.ok) {
      if (answer.error.code !== 'import-cancelled') useNoticesStore().showProblem(answer.error);
      return null;
    }
    await refresh();
    return answer.value;
  }

  /** Imports under an id of its own, so that progress is shown and it can be cancelled. */
  async function watchImport<Value>(
    work: (importId: string) => Promise<Result<Value>>,
  ): Promise<Result<Value>> {
    const mine = crypto.randomUUID();
    importId.value = mine;
    const answer = await work(mine);
    if (importId.value === mine) {
      importId.value = null;
      imported.value = null;
    }
    return answer;
  }

  function applyImport(progress: ImportProgress): void {
    if (progress.importId === importId.value) imported.value = progress;
  }

  async function cancelImport(): Promise<void> {
    if (importId.value !== null) await request('import.cancel', { importId: importId.value });
  }

  async function close(recordingId: string): Promise<void> {
    const answer = await request('recording.close', { recordingId });
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
    await refresh();
  }

  /** Deletes an earlier recording and its marks. */
  async function remove(recordingId: string): Promise<void> {
    const answer = await request('recording.delete', { recordingId });
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
    await refresh();
  }

  /** Learns from a problem that a recording is damaged: opening a file does not read all of it. */
  function learnFrom(problem: Problem, recordingId: string): void {
    if (problem.code !== 'recording-damaged' || foundDamaged.value.has(recordingId)) return;
    foundDamaged.value = new Set([...foundDamaged.value, recordingId]);
  }

  /** Tells whether what can still be read of a recording should be brought to safety. */
  function isDamaged({ id, live: isLive, problem }: RecordingFacts): boolean {
    return !isLive && (problem?.code === 'recording-damaged' || foundDamaged.value.has(id));
  }

  /** Reads what can be read of a damaged recording. @returns the new one, or null when nothing could */
  async function salvage(recordingId: string): Promise<RecordingFacts | null> {
    busy.value = true;
    const answer = await request('recording.salvage', { recordingId });
    busy.value = false;
    if (!answer.ok) {
      useNoticesStore().showProblem(answer.error);
      return null;
    }
    await refresh();
    return answer.value;
  }

  /** @returns what was written, or null when cancelled or failed */
  async function exportTo(input: RequestInput<'recording.export'>): Promise<ExportOutcome | null> {
    busy.value = true;
    exportId.value = input.exportId;
    const answer = await request('recording.export', input);
    busy.value = false;
    exportId.value = null;
    exported.value = null;
    if (!answer.ok) {
      if (answer.error.code !== 'export-cancelled') useNoticesStore().showProblem(answer.error);
      return null;
    }
    return answer.value;
  }

  function applyExport(progress: ExportProgress): void {
    if (progress.exportId === exportId.value) exported.value = progress;
  }

  async function cancelExport(): Promise<void> {
    if (exportId.value === null) return;
    // One that has ended meanwhile needs no cancelling.
    await request('export.cancel', { exportId: exportId.value });
  }

  return {
    recordings,
    status,
    live,
    busy,
    apply,
    refresh,
    open,
    close,
    remove,
    salvage,
    learnFrom,
    isDamaged,
    exportTo,
    exported,
    applyExport,
    cancelExport,
    imported,
    watchImport,
    applyImport,
    cancelImport,
  };
});
