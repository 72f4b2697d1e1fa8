/** Between which numbers and times the entries of a query lie, so that the others need not be looked at. */
import type { QueryNode } from '#shared/transcript/query/query-node.ts';

/** Numbers greater than `after`, up to `upTo`. */
export interface SeqBounds {
  readonly after: number;
  readonly upTo: number;
}

const EVERYWHERE: SeqBounds = { after: -Infinity, upTo: Infinity };

/** Reads the bounds that a query sets by `no`; wide where it sets none. */
export function readSeqBounds(node: QueryNode): SeqBounds {
  if (node.kind === 'and') return node.parts.map(readSeqBounds).reduce(intersect, EVERYWHERE);
  if (node.kind !== 'number' || node.field !== 'no') return EVERYWHERE;
  const { operator, value } = node;
  const greater = operator.startsWith('>') || operator === '=';
  const lesser = operator.startsWith('<') || operator === '=';
  // An entry's number is whole; one more on either side is still judged.
  return {
    after: greater ? Math.floor(value) - 1 : -Infinity,
    upTo: lesser ? Math.ceil(value) : Infinity,
  };
}

/** Wall times, ISO 8601, UTC: from the first on, before the other. Null for no bound. */
export interface TimeBounds {
  readonly from: string | null;
  readonly before: string | null;
}

/** Reads the bounds that a query sets by `after` and `before`; null when it sets none. */
export function readTimeBounds(node: QueryNode): TimeBounds | null {
  const parts = node.kind === 'and' ? node.parts : [node];
  const from = parts.flatMap((part) => (part.kind === 'after' ? [part.time] : []));
  const before = parts.flatMap((part) => (part.kind === 'before' ? [part.time] : []));
  if (from.length + before.length === 0) return null;
  return { from: from.toSorted().at(-1) ?? null, before: before.toSorted()[0] ?? null };
}

function intersect(one: SeqBounds, other: SeqBounds): SeqBounds {
  return { after: Math.max(one.after, other.after), upTo: Math.min(one.upTo, other.upTo) };
}
