/** What the names in an outline mean: which namespace an element is in, and where that is declared. */
import { scanTag, type ScannedAttribute } from './markup-scan.ts';
import type { OutlinePart, XmlOutline } from './outline.ts';

/** The namespace of an element, and where it comes from. */
export interface ResolvedName {
  /** As written; empty for the default namespace. */
  readonly prefix: string;
  readonly localName: string;
  /** Null when nothing declares it. */
  readonly ns: string | null;
  /** Name of the element that declares it; null when that is the stream, outside the text. */
  readonly declaredBy: string | null;
}

/** In force inside a client's stream. */
const STREAM_SCOPE: ReadonlyMap<string, string> = new Map([
  ['', 'jabber:client'],
  ['stream', 'http://etherx.jabber.org/streams'],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

/** The element whose tag stands at an offset, or whose content does; null outside of all. */
export function elementAt({ parts }: XmlOutline, offset: number): OutlinePart | null {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((parts[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  let part = parts[low];
  while (part !== undefined && (part.kind !== 'element' || offset >= part.closeEnd)) {
    if (part.parent < 0) return null;
    part = parts[part.parent];
  }
  return part ?? null;
}

/**
 * Resolves the name of an element from the declarations around it.
 * @param text the text the outline is of
 */
export function resolveName(text: string, outline: XmlOutline, element: OutlinePart): ResolvedName {
  const colon = element.name.indexOf(':');
  const prefix = colon < 0 ? '' : element.name.slice(0, colon);
  const localName = element.name.slice(colon + 1);
  const wanted = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (
    let around: OutlinePart | undefined = element;
    around !== undefined;
    around = outline.parts[around.parent]
  ) {
    const declared = attributesOf(text, around).find(({ name }) => name === wanted);
    if (declared !== undefined)
      return { prefix, localName, ns: declared.value, declaredBy: around.name };
  }
  return { prefix, localName, ns: STREAM_SCOPE.get(prefix) ?? null, declaredBy: null };
}

/** Attributes of an element in the order they are written, references resolved. */
export function attributesOf(text: string, { start }: OutlinePart): readonly ScannedAttribute[] {
  return scanTag(text, start)?.attributes ?? [];
}
