/** Prints elements as Erlang's `~p` and `~tp` do, for round trips. */
import { isElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';

/** How attributes stand in a term. */
export type AttributeForm = 'list' | 'map';

/** @param parentNs namespace of the element around it */
export function printElement(
  element: XmlElement,
  form: AttributeForm,
  parentNs = 'jabber:client',
): string {
  const own = element.ns === parentNs ? [] : [['xmlns', element.ns] as const];
  const pairs = [...own, ...Object.entries(element.attrs)];
  const attributes =
    form === 'list'
      ? `[${pairs.map(([key, value]) => `{${printBinary(key)},${printBinary(value)}}`).join(',')}]`
      : `#{${pairs.map(([key, value]) => `${printBinary(key)} => ${printBinary(value)}`).join(',\n   ')}}`;
  const children = element.children.map((child) => printNode(child, form, element.ns));
  return `{xmlel,${printBinary(element.name)},${attributes},[${children.join(',\n  ')}]}`;
}

function printNode(node: XmlNode, form: AttributeForm, ns: string): string {
  if (isElement(node)) return printElement(node, form, ns);
  return form === 'list'
    ? `{xmlcdata,${printBinary(node)}}`
    : `{xmlcdata,${printBinary(node)},escaped}`;
}

/** As `~tp` prints it: quoted where that can be read, else byte by byte. */
export function printBinary(text: string): string {
  if (/[^\n\t\u0020-\u007e\u00a0-\ud7ff]/.test(text))
    return `<<${[...Buffer.from(text)].join(',')}>>`;
  const quoted = text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return /[^\u0000-\u007f]/.test(text) ? `<<"${quoted}"/utf8>>` : `<<"${quoted}">>`;
}
