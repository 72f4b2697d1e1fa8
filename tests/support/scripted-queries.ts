/** Queries in the place of the main process's: over rows a test names, matched by a function. */
import type { QueryLine, QuerySnapshot } from '#shared/contract/query.ts';
import { ok } from '#shared/contract/result.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildRows } from './contract-builders.ts';
import type { ScriptedBridge } from './scripted-bridge.ts';

export interface ScriptedQueries {
  /** The latest snapshot of the query opened last. */
  snapshot(): QuerySnapshot;
  /** Lets the recording grow, and tells. */
  grow(rows: readonly EntryRow[]): void;
  /** Changes the snapshot of the query opened last, and tells. */
  change(given: Partial<QuerySnapshot>): void;
  /** Puts other lines in the place of those there were, under a new revision, and tells. */
  regroup(lines: readonly QueryLine[]): void;
}

/** A line of an entry. */
export function entryLine(row: EntryRow): QueryLine {
  return { kind: 'entry', row };
}

/**
 * Answers `query.*` from rows.
 * @param recorded the rows of every recording, or how many of the usual ones there are
 * @param matches judges a row by the text of the query
 */
export function scriptQueries(
  bridge: ScriptedBridge,
  recorded: readonly EntryRow[] | number,
  matches: (row: EntryRow, text: string) => boolean = () => true,
): ScriptedQueries {
  let rows = typeof recorded === 'number' ? buildRows(1, recorded) : recorded;
  let snapshot: QuerySnapshot | undefined;
  let afterSeq = 0;
  let lines: readonly QueryLine[] = [];
  let opened = 0;

  const current = (): QuerySnapshot => {
    if (snapshot === undefined) throw new Error('No query was opened');
    return snapshot;
  };
  const linesOf = (text: string): QueryLine[] =>
    rows.filter((row) => row.seq > afterSeq && matches(row, text)).map(entryLine);
  function change(given: Partial<QuerySnapshot>): void {
    snapshot = { ...current(), ...given };
    bridge.emit('query.changed', snapshot);
  }

  bridge.handle('query.open', ({ recordingId, text, order, ...rest }) => {
    opened += 1;
    ({ afterSeq } = rest);
    lines = linesOf(text);
    snapshot = {
      ...{ id: `q${opened}`, recordingId, text, order, first: 0, end: lines.length, revision: 0 },
      ...{ matching: lines.length, searched: rows.length, total: rows.length, state: 'done' },
    };
    return ok(snapshot);
  });
  bridge.handle('query.lines', ({ from, count }) => {
    const { first, revision } = current();
    const start = Math.max(first, from);
    return ok({
      revision,
      from: start,
      lines: lines.slice(start - first, from - first + count),
    });
  });
  bridge.handle('query.locate', ({ seq }) => {
    const { first, revision } = current();
    const exact = lines.findIndex((line) => line.kind === 'entry' && line.row.seq === seq);
    const after = lines.findIndex((line) => line.kind === 'entry' && line.row.seq >= seq);
    const nearest = after < 0 ? lines.length - 1 : after;
    return ok({ revision, index: exact < 0 ? null : first + exact, nearest: first + nearest });
  });
  bridge.handle('query.follow', () => ok(current()));
  bridge.handle('query.cancel', () => ok(current()));
  bridge.handle('query.close', () => ok(null));

  return {
    snapshot: current,
    change,
    grow(arrived) {
      rows = [...rows, ...arrived];
      lines = linesOf(current().text);
      const end = current().first + lines.length;
      change({ end, matching: lines.length, searched: rows.length, total: rows.length });
    },
    regroup(next) {
      lines = next;
      change({ first: 0, end: next.length, revision: current().revision + 1 });
    },
  };
}
