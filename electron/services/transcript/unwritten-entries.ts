/** Judges entries that are in memory only, because the disk fails. */
import type { WireEntry } from '#shared/transcript/entry.ts';
import { createEntryMatcher } from '#shared/transcript/query/match-query.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';

/**
 * Those of the entries that match a query. Nobody has marked them, and what refers to them is among them.
 * @param entries in rising order
 */
export function matchUnwritten(
  query: { readonly text: string; readonly afterSeq: number },
  entries: readonly WireEntry[],
): readonly WireEntry[] {
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return [];
  const node = parseQuery(query.text, { from: first.time, to: last.time });
  if (!node.ok) return [];
  const matches = createEntryMatcher(node.value);
  const relationsTo = (seq: number) =>
    entries.flatMap(({ replyTo, relation }) =>
      replyTo === seq && relation !== null ? [relation] : [],
    );
  return entries.filter(
    (entry) =>
      entry.seq > query.afterSeq && matches(entry, { relationsTo, markOf: () => undefined }),
  );
}
