/** The query that finds entries with the same element in the same place. */
import type { PathStep } from '#shared/transcript/query/query-node.ts';
import { printQuery } from '#shared/transcript/query/print-query.ts';
import { attributesOf, resolveName } from '#shared/xml/outline-names.ts';
import type { OutlinePart, XmlOutline } from '#shared/xml/outline.ts';

/**
 * Writes a path from the stanza to an element, with namespaces where they change and the types of
 * stanza and error: `iq[type=error].error[type=cancel].{urn:…}item-not-found`.
 * @param element of a text, the element around it
 */
export function pathQuery(text: string, outline: XmlOutline, element: OutlinePart): string {
  const chain: OutlinePart[] = [];
  for (
    let part: OutlinePart | undefined = element;
    part !== undefined;
    part = outline.parts[part.parent]
  ) {
    if (part.kind === 'element') chain.unshift(part);
  }
  let around: string | null = 'jabber:client';
  const steps = chain.map((part): PathStep => {
    const { localName, ns } = resolveName(text, outline, part);
    const changed = ns !== null && ns !== around;
    around = ns;
    const type = attributesOf(text, part).find(({ name }) => name === 'type');
    const typed = type !== undefined && (part.depth === 0 || localName === 'error');
    return {
      name: localName,
      namespace: changed ? ns : null,
      attributes: typed ? [{ name: 'type', value: type.value }] : [],
    };
  });
  return printQuery({ kind: 'path', steps, from: 0, to: 0 });
}
