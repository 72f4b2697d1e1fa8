/** Places in a text: offsets of elements and attributes, lines and columns. */
import { type ScannedTag, scanTags } from '../xml/markup-scan.ts';
import type { XmlElement } from '../xml/node.ts';
import { walkElements } from '../xml/query.ts';

/**
 * Finds the opening tags of a tree's elements in the text it was parsed from.
 * @param text well-formed, so that the n-th opening tag is the n-th element of the tree
 */
export function locateTags(
  text: string,
  root: XmlElement,
): (element: XmlElement) => ScannedTag | undefined {
  const opening = scanTags(text).filter((tag) => tag.kind !== 'close');
  const places = new Map<XmlElement, ScannedTag>();
  let index = 0;
  for (const element of walkElements(root)) {
    const tag = opening[index];
    if (tag !== undefined) places.set(element, tag);
    index += 1;
  }
  return (element) => places.get(element);
}

/** Line and column of an offset, both from 1. */
export function toLineColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
