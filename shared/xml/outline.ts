/**
 * The parts of a text as a flat list, with their exact places, whether or not the text is well-formed.
 * A tree of objects would overflow the stack of whoever walks ten thousand levels; a list does not, and
 * a virtual view can draw any part of it.
 */
import { MARKUP_SECTIONS, scanTag, type ScannedTag } from './markup-scan.ts';

/** One part: an element, text between tags, or what is neither (comments, CDATA, broken markup). */
export interface OutlinePart {
  readonly kind: 'element' | 'text' | 'other';
  /** As written, with its prefix; empty unless it is an element. */
  readonly name: string;
  /** `text.slice(start, end)` is the open tag, or the whole part. */
  readonly start: number;
  readonly end: number;
  /** Of the close tag; both are `end` when there is none of its own. */
  readonly closeStart: number;
  readonly closeEnd: number;
  /** 0 at the top. */
  readonly depth: number;
  /** Index of the element around it; -1 at the top. */
  readonly parent: number;
  /** Index of the first part after everything inside. */
  readonly next: number;
}

/** All parts of a text in document order. */
export interface XmlOutline {
  readonly parts: readonly OutlinePart[];
  /** Offset up to which the text was read; less than its length when it has too many parts. */
  readonly end: number;
  /** Every tag is sound and has its partner. */
  readonly whole: boolean;
}

/** Parts beyond this are left out: nobody reads on, and each costs memory. */
export const MOST_OUTLINE_PARTS = 400_000;

/** Parts read between two pauses. */
const STEP_PARTS = 2_000;

type Growing = { -readonly [Key in keyof OutlinePart]: OutlinePart[Key] };

/** Lists the parts of a text. @see outlineSteps for large ones */
export function outlineXml(text: string, mostParts = MOST_OUTLINE_PARTS): XmlOutline {
  const steps = outlineSteps(text, mostParts);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * The same in steps of a few milliseconds, for a caller that must not be held up.
 * @param text anything
 * @param mostParts where to stop
 */
export function* outlineSteps(
  text: string,
  mostParts = MOST_OUTLINE_PARTS,
): Generator<void, XmlOutline, void> {
  const builder = createBuilder();
  let at = 0;
  let pause = STEP_PARTS;
  while (at < text.length && builder.parts.length < mostParts) {
    at = readPart(text, at, builder);
    if (builder.parts.length < pause) continue;
    pause = builder.parts.length + STEP_PARTS;
    yield;
  }
  return { parts: builder.parts, end: at, whole: builder.finish(at) && at === text.length };
}

/** Reads one tag, section or run of text. @returns where the next begins */
function readPart(text: string, at: number, builder: Builder): number {
  if (text[at] !== '<') return builder.addText(at, endOfText(text, at), 'text');
  const section = MARKUP_SECTIONS.find(([open]) => text.startsWith(open, at));
  if (section !== undefined) {
    const close = text.indexOf(section[1], at + section[0].length);
    if (close < 0) builder.spoil();
    return builder.addText(at, close < 0 ? text.length : close + section[1].length, 'other');
  }
  const tag = scanTag(text, at);
  if (tag?.sound === true) return builder.addTag(tag);
  builder.spoil();
  return builder.addText(at, endOfText(text, at + 1), 'other');
}

function endOfText(text: string, from: number): number {
  const next = text.indexOf('<', from);
  return next < 0 ? text.length : next;
}

interface Builder {
  readonly parts: Growing[];
  addText(start: number, end: number, kind: 'text' | 'other'): number;
  addTag(tag: ScannedTag): number;
  /** Notes that something is broken. */
  spoil(): void;
  /** Ends what is still open. @returns whether nothing was broken */
  finish(end: number): boolean;
}

function createBuilder(): Builder {
  const parts: Growing[] = [];
  const open: number[] = [];
  // So that a close tag without partner costs no search: a hostile text may consist of nothing else.
  const openNames = new Map<string, number>();
  let whole = true;

  function add(part: Pick<Growing, 'kind' | 'name' | 'start' | 'end'>): number {
    const { end } = part;
    const parent = open.at(-1) ?? -1;
    const next = parts.length + 1;
    parts.push({ ...part, closeStart: end, closeEnd: end, depth: open.length, parent, next });
    return end;
  }

  function count(name: string, step: 1 | -1): void {
    openNames.set(name, (openNames.get(name) ?? 0) + step);
  }

  function close(index: number, start: number, end: number): string {
    const part = parts[index];
    if (part === undefined) return '';
    part.closeStart = start;
    part.closeEnd = end;
    part.next = parts.length;
    count(part.name, -1);
    return part.name;
  }

  function closeTag(tag: ScannedTag): void {
    if ((openNames.get(tag.name) ?? 0) === 0) {
      whole = false;
      add({ kind: 'other', name: '', start: tag.start, end: tag.end });
      return;
    }
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const matches = parts[index]?.name === tag.name;
      close(index, tag.start, matches ? tag.end : tag.start);
      if (matches) return;
      whole = false;
    }
  }

  return {
    parts,
    addText: (start, end, kind) => add({ kind, name: '', start, end }),
    addTag(tag) {
      if (tag.kind === 'close') {
        closeTag(tag);
        return tag.end;
      }
      add({ kind: 'element', name: tag.name, start: tag.start, end: tag.end });
      if (tag.kind === 'open') {
        open.push(parts.length - 1);
        count(tag.name, 1);
      }
      return tag.end;
    },
    spoil: () => (whole = false),
    finish(end) {
      if (open.length > 0) whole = false;
      for (let index = open.pop(); index !== undefined; index = open.pop()) close(index, end, end);
      return whole;
    },
  };
}

/** Tells whether a text part is nothing but white space. */
export function isBlankPart(text: string, part: OutlinePart): boolean {
  return part.kind === 'text' && text.slice(part.start, part.end).trim() === '';
}
