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
export type LineColumn = (offset: number) => { readonly line: number; readonly column: number };

/**
 * Finds lines and columns. The lines are looked for once, so that thousands of places cost little.
 * @param text what the offsets are of
 */
export function createLineColumn(text: string): LineColumn {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
