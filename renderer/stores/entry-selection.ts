/** The selected entries of the list. They stay selected when they leave the result; only their places go. */
import { computed, type ComputedRef, ref, shallowRef } from 'vue';
import type { QueryLine, QueryPlace } from '#shared/contract/query.ts';
import type { LineBounds } from './list-position.ts';

/** Entries selected together at most: as many as a copy or a diagram holds. */
export const MOST_SELECTED = 5_000;

/** Alone, into or out of those selected, or everything from the last one selected so. */
export type SelectMode = 'only' | 'toggle' | 'range';

export interface EntrySelection {
  /** The one that is shown in full. */
  readonly seq: ComputedRef<number | null>;
  /** Its line, or null when it is not in the result, or not found yet. */
  readonly index: ComputedRef<number | null>;
  /** It does not match the filter. */
  readonly outside: ComputedRef<boolean>;
  /** The line that keys act on: that of the selected entry, or one gone to without selecting it. */
  readonly focused: ComputedRef<number | null>;
  /** All selected, ascending. */
  readonly seqs: ComputedRef<readonly number[]>;
  has(seq: number): boolean;
  /** Selects an entry wherever it is. */
  select(seq: number | null, mode?: SelectMode): Promise<void>;
  /** Selects the entry of a line; of a group, its first. @returns false when there is none */
  selectLine(index: number, mode?: SelectMode): Promise<boolean>;
  selectRange(from: number, to: number): Promise<void>;
  /** Goes to a line and leaves selected what is. */
  focusLine(index: number): void;
  /** The result has changed: finds the places anew. @param known where the selected entry is now */
  relocate(known?: QueryPlace | null): Promise<void>;
  /** The line from which keys go on: that of the selected entry, or where it would be. */
  readonly nearest: ComputedRef<number | null>;
}

/** What a selection knows of the list. */
export interface SelectableLines {
  bounds(): LineBounds;
  peek(index: number): QueryLine | undefined;
  read(from: number, to: number): Promise<readonly QueryLine[] | null>;
  locate(seq: number): Promise<QueryPlace | null>;
}

export function createEntrySelection(lines: SelectableLines): EntrySelection {
  const lead = ref<number | null>(null);
  const place = shallowRef<QueryPlace | null>(null);
  const chosen = shallowRef<ReadonlySet<number>>(new Set());
  const sorted = computed(() => [...chosen.value].sort((a, b) => a - b));
  /** The focused line where it is not that of the selected entry. */
  const away = ref<number | null>(null);
  /** Where a range begins. */
  let pivot: number | null = null;
  let latest = 0;

  function take(seq: number | null, all: Iterable<number>, at: QueryPlace | null): void {
    away.value = null;
    lead.value = seq;
    place.value = at;
    chosen.value = new Set(all);
  }

  function toggled(seq: number): Set<number> {
    const all = new Set(chosen.value);
    if (!all.delete(seq) && all.size < MOST_SELECTED) all.add(seq);
    return all;
  }

  async function relocate(known?: QueryPlace | null): Promise<void> {
    latest += 1;
    const mine = latest;
    const seq = lead.value;
    if (seq === null) return;
    const found = known ?? (await lines.locate(seq));
    if (mine !== latest) return;
    place.value = found;
    pivot ??= found?.index ?? null;
  }

  async function select(seq: number | null, mode: SelectMode = 'only'): Promise<void> {
    latest += 1;
    const mine = latest;
    if (seq === null) take(null, [], null);
    else if (mode === 'only') {
      pivot = null;
      take(seq, [seq], null);
      await relocate();
    } else {
      const found = await lines.locate(seq);
      const index = found?.index ?? null;
      if (mine === latest && index !== null) await selectLine(index, mode);
    }
  }

  async function selectLine(index: number, mode: SelectMode = 'only'): Promise<boolean> {
    latest += 1;
    const mine = latest;
    const line = lines.peek(index) ?? (await lines.read(index, index + 1))?.[0];
    if (line === undefined || mine !== latest) return false;
    const seq = seqOf(line);
    const at = { revision: 0, index, nearest: index };
    if (mode === 'range' && pivot !== null) {
      await selectRange(pivot, index);
      return true;
    }
    pivot = index;
    if (mode === 'toggle') {
      const all = toggled(seq);
      const now = all.has(seq) ? seq : ([...all].at(-1) ?? null);
      take(now, all, now === seq ? at : null);
      // Taken away, it stays under the keys.
      if (now !== seq) {
        away.value = index;
        void relocate();
      }
    } else take(seq, [seq], at);
    return true;
  }

  async function selectRange(from: number, to: number): Promise<void> {
    latest += 1;
    const mine = latest;
    const low = Math.max(Math.min(from, to), to - MOST_SELECTED + 1);
    const high = Math.min(Math.max(from, to), low + MOST_SELECTED - 1);
    const between = await lines.read(low, high + 1);
    if (between === null || mine !== latest) return;
    const seqs = between.flatMap((line) => (line.kind === 'entry' ? [line.row.seq] : []));
    const last = lines.peek(to);
    if (last === undefined || seqs.length === 0) return;
    pivot = from;
    take(seqOf(last), [...seqs, seqOf(last)], { revision: 0, index: to, nearest: to });
  }

  return {
    seq: computed(() => lead.value),
    index: computed(() => place.value?.index ?? null),
    nearest: computed(() => away.value ?? place.value?.index ?? place.value?.nearest ?? null),
    focused: computed(() => away.value ?? place.value?.index ?? null),
    outside: computed(
      () => lead.value !== null && place.value !== null && place.value.index === null,
    ),
    seqs: sorted,
    has: (seq) => chosen.value.has(seq),
    select,
    selectLine,
    selectRange,
    focusLine(index) {
      pivot ??= place.value?.index ?? null;
      away.value = index === place.value?.index ? null : index;
    },
    relocate(known) {
      pivot = null;
      away.value = null;
      return relocate(known);
    },
  };
}

/** An entry's number; of a group, that of its first entry. */
export function seqOf(line: QueryLine): number {
  return line.kind === 'entry' ? line.row.seq : line.seq;
}
