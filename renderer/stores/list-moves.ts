/** How keys lead through the lines: heads of groups are passed over, as they are no entries. */
import { type EntrySelection, MOST_SELECTED } from './entry-selection.ts';
import type { ListPosition } from './list-position.ts';
import type { QueryView } from './query-view.ts';

/** Lines looked through at once for the head of a group. */
const LINES_AT_ONCE = 200;

export type MoveMode = 'only' | 'range' | 'focus';

export interface ListMoves {
  /** Selects the entry of a line, or one beside it, and brings it into view; `focus` only goes there. */
  moveTo(index: number, mode?: MoveMode): Promise<void>;
  /** Selects the next entry in a direction: 1 down, -1 up. */
  selectNext(step: 1 | -1): Promise<void>;
  /** Selects the first entry of the next group, or of the one before. */
  selectGroup(step: 1 | -1): Promise<void>;
  /** Selects as many entries as can be selected, the newest. */
  selectAll(): Promise<void>;
}

export function createListMoves({
  view,
  position,
  selection,
}: {
  readonly view: QueryView;
  readonly position: ListPosition;
  readonly selection: EntrySelection;
}): ListMoves {
  let latest = 0;

  const clamp = (index: number): number => {
    const { first, end } = view.bounds.value;
    return Math.max(first, Math.min(end - 1, index));
  };

  async function isGroup(index: number): Promise<boolean> {
    const line = view.peek(index) ?? (await view.read(index, index + 1))?.[0];
    return line?.kind === 'group';
  }

  async function moveTo(index: number, mode: MoveMode = 'only'): Promise<void> {
    latest += 1;
    const mine = latest;
    const { first, end } = view.bounds.value;
    if (first === end) return;
    const wanted = clamp(index);
    position.reveal(wanted);
    const step = wanted < (selection.nearest.value ?? first) && wanted > first ? -1 : 1;
    const to = (await isGroup(wanted)) ? clamp(wanted + step) : wanted;
    if (mine !== latest) return;
    if (to === view.bounds.value.end - 1) position.toEnd();
    else position.reveal(to);
    if (mode === 'focus') selection.focusLine(to);
    else await selection.selectLine(to, mode);
  }

  /** @returns the index of the next head, or null */
  async function findHead(from: number, step: 1 | -1): Promise<number | null> {
    const { first, end } = view.bounds.value;
    let at = from;
    while (at >= first && at < end) {
      const low = Math.max(first, step > 0 ? at : at - LINES_AT_ONCE + 1);
      const high = Math.min(end, step > 0 ? at + LINES_AT_ONCE : at + 1);
      const lines = await view.read(low, high);
      if (lines === null) return null;
      const isHead = (line: (typeof lines)[number]): boolean => line.kind === 'group';
      const found = step > 0 ? lines.findIndex(isHead) : lines.findLastIndex(isHead);
      if (found >= 0) return low + found;
      at = step > 0 ? high : low - 1;
    }
    return null;
  }

  return {
    moveTo,
    async selectNext(step) {
      const { first, end } = view.bounds.value;
      const from = selection.nearest.value;
      await moveTo(from === null ? (step > 0 ? first : end - 1) : from + step);
    },
    async selectGroup(step) {
      const from = selection.nearest.value ?? Math.floor(position.top.value);
      // The head of the entry's own group stands just before its first entry.
      const head = await findHead(step > 0 ? from + 1 : from - 2, step);
      if (head === null) return;
      await moveTo(head + 1);
      position.reveal(head);
    },
    async selectAll() {
      const { first, end } = view.bounds.value;
      if (first < end) await selection.selectRange(Math.max(first, end - MOST_SELECTED), end - 1);
    },
  };
}
