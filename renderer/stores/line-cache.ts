/**
 * The lines of a query that the window holds: pages around what was looked at last, never the whole.
 * What is missing is asked for once, the newest wish first; what was scrolled past meanwhile is not
 * asked for at all.
 */
import type { QueryLine, QueryLines } from '#shared/contract/query.ts';

/** Lines of a page: what a high view shows. Copying 200 into the window takes 4 ms, a quarter of a frame. */
export const PAGE_LINES = 64;
/** Pages kept; those not looked at for the longest time go first. */
export const MOST_PAGES = 150;
/** Requests on their way at most; the others wait and may be overtaken. */
const MOST_REQUESTS = 2;
/** Wishes kept: more than fit a view are of places left behind. */
const MOST_WISHES = 4;
/** Lines one answer may hold, by the contract. */
const MOST_LINES = 1_000;

export interface LineCache {
  /** The line at an index, or undefined while it is on its way. */
  at(index: number): QueryLine | undefined;
  /** The same, without asking for it. */
  peek(index: number): QueryLine | undefined;
  /** Reads lines from `from` to `to` (exclusive). @returns false when they could not be had */
  load(from: number, to: number): Promise<boolean>;
  /** Asks for nothing any more. */
  dispose(): void;
}

/** How a cache comes by lines. */
export interface LineSource {
  /** Answers of another revision are thrown away. */
  readonly revision: number;
  /** Index of the first line, and the one after the last, at this moment. */
  bounds(): { readonly first: number; readonly end: number };
  /** @returns null when they cannot be read; the user has been told then */
  read(from: number, count: number): Promise<QueryLines | null>;
  /** Lines have come that somebody asked for. */
  onArrived(): void;
}

type Page = (QueryLine | undefined)[];

/** Creates the cache of one revision of a query. */
export function createLineCache({ revision, bounds, read, onArrived }: LineSource): LineCache {
  // A Map keeps the order in which pages were looked at last.
  const pages = new Map<number, Page>();
  const onTheirWay = new Map<number, Promise<boolean>>();
  let wishes: number[] = [];
  let scheduled = false;
  let disposed = false;

  function peek(index: number): QueryLine | undefined {
    const number = Math.floor(index / PAGE_LINES);
    return pages.get(number)?.[index - number * PAGE_LINES];
  }

  function touch(number: number): Page {
    const page = pages.get(number) ?? [];
    pages.delete(number);
    pages.set(number, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= MOST_PAGES) break;
      pages.delete(oldest);
    }
    return page;
  }

  function keep(from: number, lines: readonly QueryLine[]): void {
    lines.forEach((line, offset) => {
      const index = from + offset;
      const number = Math.floor(index / PAGE_LINES);
      touch(number)[index - number * PAGE_LINES] = line;
    });
  }

  async function fetchLines(from: number, count: number): Promise<boolean> {
    const answer = await read(from, count);
    if (disposed || answer?.revision !== revision) return false;
    keep(answer.from, answer.lines);
    return answer.lines.length > 0;
  }

  /** Only what the page lacks: the last page grows with each arrival. */
  async function fetchPage(number: number): Promise<boolean> {
    const { first, end } = bounds();
    const to = Math.min(end, (number + 1) * PAGE_LINES);
    let from = Math.max(first, number * PAGE_LINES);
    while (from < to && peek(from) !== undefined) from += 1;
    if (from >= to) return false;
    const arrived = await fetchLines(from, to - from);
    if (arrived) onArrived();
    return arrived;
  }

  function pump(): void {
    scheduled = false;
    while (!disposed && onTheirWay.size < MOST_REQUESTS) {
      const number = wishes.pop();
      if (number === undefined) return;
      if (onTheirWay.has(number)) continue;
      const fetching = fetchPage(number).finally(() => {
        onTheirWay.delete(number);
        pump();
      });
      onTheirWay.set(number, fetching);
    }
  }

  function wish(number: number): void {
    if (onTheirWay.has(number)) return;
    wishes = [...wishes.filter((other) => other !== number), number].slice(-MOST_WISHES);
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(pump);
  }

  return {
    at(index) {
      const { first, end } = bounds();
      if (index < first || index >= end) return undefined;
      const line = peek(index);
      const number = Math.floor(index / PAGE_LINES);
      if (line === undefined) wish(number);
      else touch(number);
      return line;
    },
    peek,
    async load(from, to) {
      let missing = from;
      while (missing < to && peek(missing) !== undefined) missing += 1;
      for (let at = missing; at < to; at += MOST_LINES) {
        const count = Math.min(MOST_LINES, to - at);
        if (!(await fetchLines(at, count))) return false;
      }
      return true;
    },
    dispose() {
      disposed = true;
      wishes = [];
    },
  };
}
