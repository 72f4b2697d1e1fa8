/** Between which numbers the entries of a query lie, so that the others need not be looked at. */
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

function intersect(one: SeqBounds, other: SeqBounds): SeqBounds {
  return { after: Math.max(one.after, other.after), upTo: Math.min(one.upTo, other.upTo) };
}
