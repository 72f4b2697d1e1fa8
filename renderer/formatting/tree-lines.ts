/** The lines of an entry's tree: which parts are shown, and what stands on each line. */
import { attributesOf } from '#shared/xml/outline-names.ts';
import {
  isBlankPart,
  type OutlinePart,
  outlineSteps,
  type XmlOutline,
} from '#shared/xml/outline.ts';
import { resolveReferences } from '#shared/xml/markup-scan.ts';

/** A text taken apart for a tree. Arrays are parallel to the outline's parts. */
export interface EntryTree {
  readonly text: string;
  readonly outline: XmlOutline;
  /** 1 for parts with a line of their own. */
  readonly shown: Uint8Array;
  /** Place among the shown siblings, from 1, and how many they are. */
  readonly position: Uint32Array;
  readonly siblings: Uint32Array;
}

/** What stands on one line. */
export interface TreeLine {
  readonly part: OutlinePart;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** Attributes that are left out. */
  readonly moreAttributes: number;
  /** The text of a text, or of an element that holds nothing else. */
  readonly value: string | null;
}

/** Parts looked at between two pauses. */
const STEP_PARTS = 5_000;
const MOST_ATTRIBUTES = 20;
/** Longest text that is handed to a line; it shows less. */
const MOST_VALUE = 2_000;

/** Takes a text apart, in steps. */
export function* treeSteps(text: string): Generator<void, EntryTree, void> {
  const outline = yield* outlineSteps(text);
  const { parts } = outline;
  const shown = new Uint8Array(parts.length);
  const position = new Uint32Array(parts.length);
  const counts = new Uint32Array(parts.length + 1);
  for (const [index, part] of parts.entries()) {
    if (index % STEP_PARTS === STEP_PARTS - 1) yield;
    if (!hasLine(text, outline, index)) continue;
    shown[index] = 1;
    const parent = part.parent + 1;
    counts[parent] = (counts[parent] ?? 0) + 1;
    position[index] = counts[parent] ?? 0;
  }
  const siblings = new Uint32Array(parts.length);
  for (const [index, { parent }] of parts.entries()) {
    if (index % STEP_PARTS === 0) yield;
    siblings[index] = counts[parent + 1] ?? 0;
  }
  return { text, outline, shown, position, siblings };
}

/** Layout has no line; nor has the only text of an element, which stands beside its tag. */
function hasLine(text: string, { parts }: XmlOutline, index: number): boolean {
  const part = parts[index];
  if (part === undefined) return false;
  if (part.kind === 'element') return true;
  return !isBlankPart(text, part) && !isOnlyText(parts, parts[part.parent], index);
}

function isOnlyText(
  parts: readonly OutlinePart[],
  parent: OutlinePart | undefined,
  index: number,
): boolean {
  if (parent === undefined || parts[index]?.kind !== 'text') return false;
  return parts[index - 1] === parent && parent.next === index + 1;
}

/** Tells whether something can be folded into a part's line. */
export function canFold({ outline: { parts } }: EntryTree, index: number): boolean {
  const part = parts[index];
  return part !== undefined && part.next > index + 1 && !isOnlyText(parts, part, index + 1);
}

/** Indexes of the parts that have a line while some are folded; ascending. */
export function visibleParts(tree: EntryTree, folded: ReadonlySet<number>): Uint32Array {
  const { parts } = tree.outline;
  const visible = new Uint32Array(parts.length);
  let count = 0;
  for (let index = 0; index < parts.length;) {
    if (tree.shown[index] === 1) {
      visible[count] = index;
      count += 1;
    }
    index = folded.has(index) ? (parts[index]?.next ?? parts.length) : index + 1;
  }
  return visible.subarray(0, count);
}

/** Where a part stands among ascending indexes, or where its line would be. */
export function placeOf(visible: Uint32Array, index: number): number {
  let low = 0;
  let high = visible.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((visible[middle] ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, visible.length - 1);
}

/** Reads what stands on a line. */
export function readTreeLine(
  { text, outline: { parts } }: EntryTree,
  index: number,
): TreeLine | null {
  const part = parts[index];
  if (part === undefined) return null;
  if (part.kind !== 'element') {
    return { part, attributes: [], moreAttributes: 0, value: readText(text, part) };
  }
  const attributes = attributesOf(text, part);
  const inner = parts[index + 1];
  return {
    part,
    attributes: attributes.slice(0, MOST_ATTRIBUTES),
    moreAttributes: Math.max(0, attributes.length - MOST_ATTRIBUTES),
    value: inner !== undefined && isOnlyText(parts, part, index + 1) ? readText(text, inner) : null,
  };
}

function readText(text: string, { kind, start, end }: OutlinePart): string {
  const raw = text.slice(start, Math.min(end, start + MOST_VALUE));
  return kind === 'text' ? resolveReferences(raw) : raw;
}
