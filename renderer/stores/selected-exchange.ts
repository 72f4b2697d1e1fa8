/** The exchange of the selected entry: the request and everything that refers to it, filtered out or not. */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { useInspectorStore } from './inspector.ts';
import { useNoticesStore } from './notices.ts';

export const useSelectedExchangeStore = defineStore('selected-exchange', () => {
  const inspector = useInspectorStore();

  /** Oldest first; empty for an entry that belongs to none. */
  const rows = shallowRef<readonly EntryRow[]>([]);
  const seqs = computed(() => new Set(rows.value.map((row) => row.seq)));
  const answers = computed(() => rows.value.filter((row) => row.replyTo !== null));
  let latest = 0;
  let reading: Promise<void> | null = null;

  /** One request at a time: whoever holds an arrow key down passes more entries than can be asked for. */
  async function read(): Promise<void> {
    latest += 1;
    const mine = latest;
    await reading;
    if (mine !== latest) return;
    reading = readSelected();
    await reading;
  }

  async function readSelected(): Promise<void> {
    const { recordingId, selectedSeq: seq } = inspector;
    const wanted = recordingId !== null && seq !== null;
    const answer = wanted ? await request('entry.exchange', { recordingId, seq }) : null;
    if (inspector.recordingId !== recordingId || inspector.selectedSeq !== seq) return;
    // An entry that is gone has no partners to show; the detail says what happened.
    rows.value = answer?.ok === true && answer.value.length > 1 ? answer.value : [];
  }

  /** How an entry stands to the exchange: a part of it, between its parts in time, or neither. */
  function linkOf(seq: number): 'part' | 'between' | null {
    if (seqs.value.has(seq)) return 'part';
    const first = rows.value[0];
    const last = rows.value.at(-1);
    if (first === undefined || last === undefined || inspector.order !== 'time') return null;
    return seq > first.seq && seq < last.seq ? 'between' : null;
  }

  /** Jumps to the next entry of the exchange; from the last, to the request. */
  async function goToPartner(): Promise<void> {
    await reading;
    const from = inspector.selectedSeq ?? 0;
    const next = rows.value.find((row) => row.seq > from) ?? rows.value[0];
    if (next === undefined) useNoticesStore().announce('The entry belongs to no exchange.');
    else await inspector.jumpTo(next.seq);
  }

  watch(() => [inspector.recordingId, inspector.selectedSeq], read, { immediate: true });
  // An answer may come after its request was selected.
  watch(
    () => inspector.query?.total,
    () => {
      if (rows.value.length === 0 && inspector.selectedSeq !== null) void read();
    },
  );

  return { rows, seqs, answers, linkOf, goToPartner };
});
