/** Everything that can be done in the list of entries, by key and by name in the palette. */
import { useDiagramChoiceStore } from '#renderer/stores/diagram-choice.ts';
import { useEntryDetailStore } from '#renderer/stores/entry-detail.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { COLUMN_IDS, COLUMNS, useListColumnsStore } from '#renderer/stores/list-columns.ts';
import { useMarksStore } from '#renderer/stores/marks.ts';
import { useSelectedExchangeStore } from '#renderer/stores/selected-exchange.ts';
import { useTimeBaseStore } from '#renderer/stores/time-base.ts';
import { useTimelineFoldStore } from '#renderer/stores/timeline-fold.ts';
import { useTimelineStore } from '#renderer/stores/timeline.ts';
import { QUERY_ORDERS, type QueryOrder } from '#shared/contract/query.ts';

/** A key of the list, as `Ctrl+ArrowDown`: modifiers in the order Ctrl, Alt, Shift. */
export type ListKey = string;

export interface ListAction {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly ListKey[];
  readonly run: () => unknown;
}

const ORDER_TITLES: Readonly<Record<QueryOrder, string>> = {
  time: 'Order entries by time',
  exchange: 'Group entries by exchange',
  step: 'Group entries by run step',
};

/** Builds the actions on the stores of the calling component's application. */
export function useListActions(): readonly ListAction[] {
  const inspector = useInspectorStore();
  const marks = useMarksStore();
  const columns = useListColumnsStore();
  const exchange = useSelectedExchangeStore();
  const base = useTimeBaseStore();
  const detail = useEntryDetailStore();
  const diagram = useDiagramChoiceStore();
  const timeline = useTimelineStore();
  const fold = useTimelineFoldStore();

  const withSelected = (run: (seq: number) => unknown) => (): unknown =>
    inspector.selectedSeq === null ? undefined : run(inspector.selectedSeq);
  const action = (
    id: string,
    title: string,
    keys: readonly ListKey[],
    run: () => unknown,
  ): ListAction => ({ id: `list.${id}`, title, keys, run });

  const toggleFocused = (): unknown =>
    inspector.focusedIndex === null
      ? undefined
      : inspector.selectLine(inspector.focusedIndex, 'toggle');

  return [
    action('partner', 'Go to the other side of the exchange', ['J'], () => exchange.goToPartner()),
    action('back', 'Back to where the jump began', ['Alt+ArrowLeft'], () => inspector.goBack()),
    action('forward', 'Forward again', ['Alt+ArrowRight'], () => inspector.goForward()),
    action('bookmark', 'Bookmark the selected entry', ['B'], withSelected(marks.toggleBookmark)),
    action(
      'note',
      'Write a note on the selected entry',
      ['N'],
      withSelected((seq) => (marks.editing = seq)),
    ),
    action('next-mark', 'Next bookmark or note', ['F2'], () => marks.jump(1)),
    action('previous-mark', 'Previous bookmark or note', ['Shift+F2'], () => marks.jump(-1)),
    action('pause', 'Pause the list, or let it go on', ['P', ' '], () => inspector.togglePaused()),
    action('end', 'To the end of the list', ['Ctrl+End'], () => inspector.toEnd()),
    action('select-all', 'Select all entries', ['Ctrl+A'], () => inspector.selectAll()),
    action('toggle', 'Select the focused entry too, or no longer', ['Ctrl+ '], toggleFocused),
    action('copy', 'Copy the selected entries, masked', ['Ctrl+C'], () => detail.copy()),
    action('time-base', 'Count time from the selected entry, or the first', ['T'], base.toggle),
    action('next-group', 'Next group', ['Alt+ArrowDown'], () => inspector.selectGroup(1)),
    action('previous-group', 'Previous group', ['Alt+ArrowUp'], () => inspector.selectGroup(-1)),
    action('diagram', 'Show the selection as a diagram', ['D'], () => diagram.showChosen()),
    action('timeline', 'Fold the timeline, or show it', [], () => fold.toggle()),
    action('zoom-out', 'Zoom out the timeline', [], () => timeline.zoomOut()),
    ...QUERY_ORDERS.map((order) =>
      action(`order-${order}`, ORDER_TITLES[order], [], () => (inspector.order = order)),
    ),
    ...COLUMN_IDS.filter((id) => id !== 'summary').map((id) =>
      action(`column-${id}`, `Show or hide the column ${COLUMNS[id].title}`, [], () =>
        columns.toggle(id),
      ),
    ),
  ];
}

/** The key of an event as {@link ListKey}; letters are written large. */
export function listKeyOf(event: KeyboardEvent): ListKey {
  const { key } = event;
  const letter = key.length === 1 ? key.toUpperCase() : key;
  return [
    ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    // A large letter is a key, not a key with Shift.
    ...(event.shiftKey && key.length > 1 ? ['Shift'] : []),
    letter,
  ].join('+');
}

const KEY_SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
};

/** A key as people read it: `Alt+←`. */
export function showListKey(key: ListKey): string {
  return key
    .split('+')
    .map((part) => KEY_SIGNS[part] ?? part)
    .join('+');
}
