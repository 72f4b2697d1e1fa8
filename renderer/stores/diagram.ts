/**
 * The sequence diagram: of all entries that the inspector's filter lets through, of some that were
 * chosen, or of a run. It reads lines by index as they are looked at, with a query of its own, so that
 * list and diagram can be in different places.
 */
import { useDocumentVisibility } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { QuerySnapshot } from '#shared/contract/query.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { arrangeLifelines, type LifelineColumns } from '#shared/transcript/diagram/fold.ts';
import { createLifelineBook } from '#shared/transcript/diagram/lifelines.ts';
import { useInspectorFilterStore } from './inspector-filter.ts';
import { useInspectorStore } from './inspector.ts';
import { createListPosition } from './list-position.ts';
import { useNoticesStore } from './notices.ts';
import { createQueryView, type Transition } from './query-view.ts';
import { useSessionsStore } from './sessions.ts';

/** What the diagram shows. */
export type DiagramSubject =
  /** Whatever the inspector's filter lets through. */
  | { readonly kind: 'all' }
  | { readonly kind: 'selection' | 'exchange'; readonly rows: readonly EntryRow[] }
  | { readonly kind: 'run'; readonly text: string };

/** Lines beyond the view that are taken into account when they are at hand. */
const LINES_AROUND = 100;
/** Services and other accounts that have a column of their own while the rarely used ones are folded. */
const MOST_COLUMNS = 5;
/** As many entries as an export takes, by the contract. */
export const MOST_EXPORTED = 5_000;

export const useDiagramStore = defineStore('diagram', () => {
  const inspector = useInspectorStore();
  const bar = useInspectorFilterStore();
  const sessions = useSessionsStore();
  const visibility = useDocumentVisibility();

  const subject = shallowRef<DiagramSubject>({ kind: 'all' });
  /** Nobody sees it: no query is open for it. */
  const shown = ref(false);
  const columns = shallowRef<LifelineColumns>(arrangeLifelines([], MOST_COLUMNS));
  /** Rarely used lifelines stand in one column together. */
  const folding = ref(true);
  const selectedIndex = ref<number | null>(null);
  let book = newBook();

  const chosen = computed(() => ('rows' in subject.value ? subject.value.rows : null));
  const wanted = computed<RequestInput<'query.open'> | null>(() => {
    const { recordingId } = inspector;
    if (!shown.value || chosen.value !== null || recordingId === null) return null;
    if (subject.value.kind === 'run') {
      return { recordingId, text: subject.value.text, order: 'time', afterSeq: 0 };
    }
    return { recordingId, text: bar.applied, order: 'time', afterSeq: inspector.clearedSeq };
  });
  const follows = computed(() => visibility.value === 'visible' && !inspector.paused);

  const view = createQueryView({
    transition: () => fresh(),
    isAtEnd: () => position.following.value,
    onProblem: useNoticesStore().showProblem,
  });
  const bounds = computed(() =>
    chosen.value === null ? view.bounds.value : { first: 0, end: chosen.value.length },
  );
  const position = createListPosition(() => bounds.value);

  watch([chosen, () => JSON.stringify(wanted.value)], () => void open(), { immediate: true });
  watch(follows, (follow) => void view.follow(follow));
  watch(
    () => inspector.recordingId,
    () => (subject.value = { kind: 'all' }),
  );
  watch([() => inspector.selectedSeq, view.query], () => void locateSelected());

  function newBook() {
    const known = inspector.reopened === null ? sessions.sessions : [];
    return createLifelineBook(known.map(({ id, jid }) => ({ sessionId: id, jid })));
  }

  async function open(): Promise<void> {
    const startsAtTop = subject.value.kind !== 'all';
    if (chosen.value !== null) restart(startsAtTop);
    await view.open(wanted.value, fresh());
    if (wanted.value !== null && !follows.value) await view.follow(false);
  }

  function fresh(): Transition {
    return { anchorSeq: null, onShown: () => restart(subject.value.kind !== 'all') };
  }

  function restart(atTop: boolean): void {
    book = newBook();
    columns.value = arrangeLifelines([], MOST_COLUMNS);
    if (atTop) position.setTop(bounds.value.first);
    else position.toEnd();
    void locateSelected();
  }

  async function locateSelected(): Promise<void> {
    const seq = inspector.selectedSeq;
    const before = selectedIndex.value;
    const index = seq === null ? null : await indexOf(seq);
    if (seq !== inspector.selectedSeq) return;
    selectedIndex.value = index;
    if (index !== null && index !== before) position.reveal(index);
  }

  async function indexOf(seq: number): Promise<number | null> {
    if (chosen.value !== null) {
      const index = chosen.value.findIndex((row) => row.seq === seq);
      return index < 0 ? null : index;
    }
    return (await view.locate(seq))?.index ?? null;
  }

  function rowAt(index: number): EntryRow | undefined {
    if (chosen.value !== null) return chosen.value[index];
    const line = view.lineAt(index);
    return line?.kind === 'entry' ? line.row : undefined;
  }

  function peek(index: number): EntryRow | undefined {
    if (chosen.value !== null) return chosen.value[index];
    const line = view.peek(index);
    return line?.kind === 'entry' ? line.row : undefined;
  }

  /** The rows around those in view, as far as they are at hand; who takes part is read off them. */
  function readAround(from: number, to: number): readonly (EntryRow | undefined)[] {
    const count = to - from + 2 * LINES_AROUND;
    const around = Array.from({ length: count }, (_, offset) => peek(from - LINES_AROUND + offset));
    book.take(around.filter((row) => row !== undefined));
    arrange(new Set(columns.value.columns.map(({ key }) => key)));
    return around;
  }

  function arrange(held: ReadonlySet<string>): void {
    const most = folding.value ? MOST_COLUMNS : Infinity;
    columns.value = arrangeLifelines(book.lifelines(), most, held);
  }

  function toggleFolding(): void {
    folding.value = !folding.value;
    arrange(new Set());
  }

  /** Moves the selection of the inspector, which the diagram shares. */
  async function selectAt(index: number): Promise<void> {
    const { first, end } = bounds.value;
    const to = Math.max(first, Math.min(end - 1, index));
    const row = rowAt(to);
    position.reveal(to);
    if (row === undefined) return;
    selectedIndex.value = to;
    await inspector.select(row.seq);
    const inList = inspector.selectedIndex;
    if (inList !== null) await inspector.moveTo(inList);
  }

  /** The entries that an export takes: of more than it can hold, the newest. */
  async function exportedSeqs(): Promise<readonly number[]> {
    if (chosen.value !== null) return chosen.value.map((row) => row.seq);
    const { first, end } = view.bounds.value;
    const lines = await view.read(Math.max(first, end - MOST_EXPORTED), end);
    return (lines ?? []).flatMap((line) => (line.kind === 'entry' ? [line.row.seq] : []));
  }

  return {
    ...{
      subject,
      shown,
      bounds,
      columns,
      folding,
      toggleFolding,
      selectedIndex,
      query: view.query,
    },
    ...{ top: position.top, lastTop: position.lastTop, rows: position.rows },
    ...{ setTop: position.setTop, setRows: position.setRows, hold: position.hold },
    ...{ rowAt, readAround, selectAt, exportedSeqs, LINES_AROUND },
    apply(snapshot: QuerySnapshot): void {
      if (wanted.value !== null) view.take(snapshot);
    },
    endsOf: (row: EntryRow) => book.endsOf(row),
    show: (what: DiagramSubject) => (subject.value = what),
  };
});
