/** Which queries nothing but the end of their thread may end. */
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import type { QueryNode } from '#shared/transcript/query/query-node.ts';

/** Whether one step of a query can take for ever: it holds a regular expression. */
export function mayNeverEnd(text: string): boolean {
  const parsed = parseQuery(text);
  return parsed.ok && usesRegex(parsed.value);
}

function usesRegex(node: QueryNode): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.some(usesRegex);
    case 'not':
      return usesRegex(node.part);
    case 'field':
      return node.values.some(({ kind }) => kind === 'regex');
    default:
      return node.kind === 'regex';
  }
}
