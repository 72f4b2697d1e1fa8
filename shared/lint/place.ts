/** Places in a text: offsets of elements and attributes, lines and columns. */
import { type ScannedTag, scanTags } from '../xml/markup-scan.ts';
import type { XmlElement } from '../xml/node.ts';
import { walkElements } from '../xml/query.ts';

/** Where an element stands. */
export interface ElementPlace {
  readonly open: ScannedTag;
  /** Null for an empty-element tag. */
  readonly close: ScannedTag | null;
}

/**
 * Finds a tree's elements in the text it was parsed from.
 * @param text well-formed, so that the n-th opening tag is the n-th element of the tree
 */
export function locateElements(
  text: string,
  root: XmlElement,
): (element: XmlElement) => ElementPlace | undefined {
  const places = pairTags(scanTags(text));
  const byElement = new Map<XmlElement, ElementPlace>();
  let index = 0;
  for (const element of walkElements(root)) {
    const place = places[index];
    if (place !== undefined) byElement.set(element, place);
    index += 1;
  }
  return (element) => byElement.get(element);
}

/** Opening tags in their order, each with the tag that ends its element. */
function pairTags(tags: readonly ScannedTag[]): readonly ElementPlace[] {
  const places: { open: ScannedTag; close: ScannedTag | null }[] = [];
  const unclosed: { close: ScannedTag | null }[] = [];
  for (const tag of tags) {
    if (tag.kind === 'close') {
      const place = unclosed.pop();
      if (place !== undefined) place.close = tag;
      continue;
    }
    const place = { open: tag, close: null };
    places.push(place);
    if (tag.kind === 'open') unclosed.push(place);
  }
  return places;
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
