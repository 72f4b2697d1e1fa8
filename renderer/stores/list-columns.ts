/** The columns of the list: which the user wants, how wide, and which of them the pane has room for. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { keep, readKept } from './kept-state.ts';

export const COLUMN_IDS = [
  ...(['time', 'since', 'delta', 'direction', 'session', 'kind'] as const),
  ...(['summary', 'latency', 'size'] as const),
] as const;

export type ColumnId = (typeof COLUMN_IDS)[number];

export interface ListColumn {
  readonly title: string;
  /** What it shows, where the title alone does not say it. */
  readonly hint: string;
  /** Pixels. */
  readonly width: number;
  readonly least: number;
}

export const COLUMNS: Readonly<Record<ColumnId, ListColumn>> = {
  time: { title: 'Time', hint: 'UTC, with milliseconds', width: 80, least: 40 },
  since: { title: 'Since', hint: 'Since the first entry, or a chosen one', width: 76, least: 40 },
  delta: { title: 'Delta', hint: 'Since the entry shown before', width: 68, least: 40 },
  direction: { title: 'Direction', hint: 'Sent, received or local', width: 26, least: 24 },
  session: { title: 'Session', hint: 'Whose stream it crossed', width: 84, least: 24 },
  kind: { title: 'Kind', hint: 'Stanza, nonza, state …', width: 56, least: 32 },
  summary: { title: 'Summary', hint: '', width: 200, least: 110 },
  latency: { title: 'Latency', hint: 'Of an answer, since its request', width: 52, least: 40 },
  size: { title: 'Size', hint: 'Bytes that crossed', width: 60, least: 40 },
};

const USUAL: readonly ColumnId[] = ['time', 'direction', 'session', 'summary', 'latency'];
/** What tells what an entry is; it takes the room that is left. */
const FLEXIBLE: ColumnId = 'summary';
/** Given up in a narrow pane, in this order. */
const GIVEN_UP: readonly ColumnId[] = [
  ...(['size', 'kind', 'delta', 'since', 'latency'] as const),
  ...(['session', 'time'] as const),
];
/** Below this the summary breaks off before it has said what failed. */
const COMFORTABLE_SUMMARY = 200;
const MOST_PIXELS = 480;
const GAP = 8;
const KEPT = 'inspector.columns';

type Widths = Readonly<Partial<Record<ColumnId, number>>>;

/** The columns that fit a pane, in their order. @param room in pixels */
export function fitColumns(
  wanted: readonly ColumnId[],
  widthOf: (id: ColumnId) => number,
  room: number,
): readonly ColumnId[] {
  const needs = (ids: readonly ColumnId[]): number =>
    ids.reduce((sum, id) => sum + GAP + (id === FLEXIBLE ? COLUMNS[id].least : widthOf(id)), 0);
  let fitting = wanted;
  for (const id of GIVEN_UP) {
    if (needs(fitting) <= room) break;
    fitting = fitting.filter((other) => other !== id);
  }
  return fitting;
}

export const useListColumnsStore = defineStore('list-columns', () => {
  const kept = readColumns();
  const wanted = shallowRef<readonly ColumnId[]>(kept.wanted);
  const widths = shallowRef<Widths>(kept.widths);
  /** Pixels for columns; unlimited until the list has been laid out. */
  const room = ref(Number.POSITIVE_INFINITY);

  const widthOf = (id: ColumnId): number => widths.value[id] ?? COLUMNS[id].width;
  const shown = computed(() => fitColumns(wanted.value, widthOf, room.value));
  /** Whether sessions are told by their colour alone, so that the summary has room. */
  const dotsOnly = computed(() => {
    if (widths.value.session !== undefined) return false;
    const others = shown.value.filter((id) => id !== FLEXIBLE);
    const taken = others.reduce((sum, id) => sum + GAP + widthOf(id), 0);
    return room.value - taken < COMFORTABLE_SUMMARY;
  });
  const drawnWidth = (id: ColumnId): number =>
    id === 'session' && dotsOnly.value ? COLUMNS.session.least : widthOf(id);
  /** For `grid-template-columns`. */
  const template = computed(() =>
    shown.value.map((id) => (id === FLEXIBLE ? 'minmax(0, 1fr)' : `${drawnWidth(id)}px`)).join(' '),
  );

  function save(): void {
    keep(KEPT, { wanted: wanted.value, widths: widths.value });
  }

  function toggle(id: ColumnId): void {
    if (id === FLEXIBLE) return;
    const without = wanted.value.filter((other) => other !== id);
    const all = without.length < wanted.value.length ? without : [...without, id];
    wanted.value = COLUMN_IDS.filter((other) => all.includes(other));
    save();
  }

  function resize(id: ColumnId, width: number): void {
    const within = Math.round(Math.max(COLUMNS[id].least, Math.min(MOST_PIXELS, width)));
    widths.value = { ...widths.value, [id]: within };
    save();
  }

  function reset(): void {
    wanted.value = USUAL;
    widths.value = {};
    save();
  }

  return { wanted, shown, template, dotsOnly, room, widthOf, toggle, resize, reset };
});

function readColumns(): { readonly wanted: readonly ColumnId[]; readonly widths: Widths } {
  const kept = readKept(KEPT);
  if (typeof kept !== 'object' || kept === null) return { wanted: USUAL, widths: {} };
  const { wanted, widths } = kept as { readonly wanted?: unknown; readonly widths?: unknown };
  const names = Array.isArray(wanted) ? (wanted as unknown[]) : USUAL;
  const sizes = typeof widths === 'object' && widths !== null ? Object.entries(widths) : [];
  return {
    wanted: COLUMN_IDS.filter((id) => id === FLEXIBLE || names.includes(id)),
    widths: Object.fromEntries(
      sizes.filter(([id, width]) => isColumn(id) && Number.isFinite(width)),
    ),
  };
}

function isColumn(id: string): boolean {
  return (COLUMN_IDS as readonly string[]).includes(id);
}
