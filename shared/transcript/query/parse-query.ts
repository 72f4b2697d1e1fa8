/** Reads the text of a query. */
import { ok, type Result } from '../../contract/result.ts';
import type { QueryNode } from './query-node.ts';

/**
 * Reads a query.
 * @param text as typed; empty matches everything
 * @returns the tree. Fails with `bad-query`, whose `details` are a `QueryFault`
 */
export function parseQuery(text: string): Result<QueryNode> {
  const wanted = text.trim();
  const span = { from: 0, to: text.length };
  return ok(
    wanted === '' ? { kind: 'everything', ...span } : { kind: 'text', text: wanted, ...span },
  );
}
