/** What the lines around a line tell: the entries of a group, its last one, the entry before. */
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';

/** Entries of a group that may tell how it ended. */
const ROWS_OF_GROUP = 6;
/** Entries of an exchange, of which most have two. */
const MOST_IN_EXCHANGE = 16;

export interface GroupLines {
  /** The first entries of a group, as far as they are at hand. @param index of its head */
  rowsOfGroup(index: number, entries: number): EntryRow[];
  /** Tells whether an entry is the last of its exchange: the next one is of none, and needs to be set apart. */
  closesExchange(index: number): boolean;
  /** The entry before, on the recording's clock; null for none. */
  previousMs(index: number): number | null;
}

/** @returns questions about the lines of the inspector */
export function useGroupLines(): GroupLines {
  const inspector = useInspectorStore();

  function rowAt(index: number): EntryRow | null {
    const line = inspector.lineAt(index);
    return line?.kind === 'entry' ? line.row : null;
  }

  return {
    rowsOfGroup(index, entries) {
      const count = Math.min(entries, ROWS_OF_GROUP);
      const rows = Array.from({ length: count }, (_, at) => rowAt(index + 1 + at));
      return rows.filter((row) => row !== null);
    },
    closesExchange(index) {
      if (inspector.order !== 'exchange') return false;
      const lowest = Math.max(inspector.bounds.first, index - MOST_IN_EXCHANGE);
      for (let at = index - 1; at >= lowest; at -= 1) {
        const line = inspector.lineAt(at);
        if (line?.kind === 'group') return at + line.entries === index;
      }
      return false;
    },
    previousMs: (index) => (rowAt(index - 1) ?? rowAt(index - 2))?.monotonicMs ?? null,
  };
}
