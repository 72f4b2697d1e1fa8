/** Ways to a diagram of something chosen: selected entries, the exchange of one, a run. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { RunSnapshot } from '#shared/contract/run.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { useDiagramStore } from './diagram.ts';
import { useInspectorStore } from './inspector.ts';
import { usePlacesStore } from './places.ts';
import { readSelectedRows } from './selected-rows.ts';
import { useSelectedExchangeStore } from './selected-exchange.ts';

export const useDiagramChoiceStore = defineStore('diagram-choice', () => {
  const inspector = useInspectorStore();
  const exchange = useSelectedExchangeStore();
  const diagram = useDiagramStore();
  const places = usePlacesStore();

  const selected = computed(() =>
    inspector.selectedSeqs.length > 1 ? inspector.selectedSeqs.length : 0,
  );
  const inExchange = computed(() => exchange.rows.length);

  async function showSelection(): Promise<void> {
    if (inspector.query === null) return;
    const rows = await readSelectedRows(inspector.query.id, inspector.selectedSeqs);
    if (rows.length > 0) showRows('selection', rows);
  }

  function showExchange(): void {
    if (exchange.rows.length > 0) showRows('exchange', exchange.rows);
  }

  function showRows(kind: 'selection' | 'exchange', rows: readonly EntryRow[]): void {
    diagram.show({ kind, rows });
    places.go('diagram');
  }

  /** The selected entries; of a single one, its exchange. */
  async function showChosen(): Promise<void> {
    if (selected.value > 0) await showSelection();
    else showExchange();
  }

  /** Everything that happened while a run went on, whoever it happened to. */
  async function showRun({ startedAt, endedAt }: RunSnapshot): Promise<void> {
    if (inspector.reopened !== null) await inspector.show(null);
    const end = endedAt === null ? '' : ` before:${toNext(endedAt)}`;
    diagram.show({ kind: 'run', text: `after:${startedAt}${end}` });
    places.go('diagram');
  }

  return {
    ...{ selected, inExchange, showSelection, showExchange, showChosen, showRun },
    showAll: () => diagram.show({ kind: 'all' }),
  };
});

/** What happened in the last millisecond belongs to the run, too. */
function toNext(time: string): string {
  return new Date(Date.parse(time) + 1).toISOString();
}
