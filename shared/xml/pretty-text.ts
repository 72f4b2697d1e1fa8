/**
 * Readable layout of XML text. Only white space between tags is put in or taken out, and never where an
 * element has text of its own; order and quotes of attributes, entities and what is broken stay as
 * they crossed. `format.ts` writes trees; this one lays out what somebody else has written.
 */
import { isBlankPart, outlineSteps, type OutlinePart, type XmlOutline } from './outline.ts';

/** Deeper levels stand below each other: more room would not show more. */
const DEEPEST_INDENT = 20;
const INDENT = '  ';
/** Lines written between two pauses. */
const STEP_LINES = 2_000;

/**
 * Lays out a text with one element a line.
 * @returns lines separated by `\n`; what follows the outline's end is left as it is
 */
export function prettyText(text: string): string {
  const steps = prettySteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of a few milliseconds, for a caller that must not be held up. */
export function* prettySteps(text: string): Generator<void, string, void> {
  const outline = yield* outlineSteps(text);
  const { parts } = outline;
  const holdsText = yield* findTextHolders(text, outline);
  const lines: string[] = [];
  const open: OutlinePart[] = [];
  let pause = STEP_LINES;

  const put = (part: OutlinePart, start: number, end: number): void => {
    if (end > start) {
      lines.push(INDENT.repeat(Math.min(DEEPEST_INDENT, part.depth)) + text.slice(start, end));
    }
  };
  const closeUntil = (index: number): void => {
    for (let last = open.at(-1); last !== undefined && last.next <= index; last = open.at(-1)) {
      put(last, last.closeStart, last.closeEnd);
      open.pop();
    }
  };

  for (let index = 0; index < parts.length;) {
    closeUntil(index);
    const part = parts[index];
    if (part === undefined) break;
    if (part.kind !== 'element') {
      if (!isBlankPart(text, part)) put(part, part.start, part.end);
      index += 1;
    } else if (holdsText[index] === 1 || part.next === index + 1) {
      put(part, part.start, part.closeEnd);
      index = part.next;
    } else {
      put(part, part.start, part.end);
      open.push(part);
      index += 1;
    }
    if (lines.length < pause) continue;
    pause = lines.length + STEP_LINES;
    yield;
  }
  closeUntil(parts.length);
  if (outline.end < text.length) lines.push(text.slice(outline.end));
  return lines.join('\n');
}

/** 1 for each element whose content must stay as it is: it has text of its own, or says that it has. */
function* findTextHolders(text: string, { parts }: XmlOutline): Generator<void, Uint8Array, void> {
  const holders = new Uint8Array(parts.length);
  for (const [index, part] of parts.entries()) {
    if (index % STEP_LINES === STEP_LINES - 1) yield;
    if (part.kind !== 'element') {
      if (part.parent >= 0 && !isBlankPart(text, part) && !isComment(text, part)) {
        holders[part.parent] = 1;
      }
      continue;
    }
    // White space and nothing else is a value, too.
    const only = part.next === index + 2 && parts[index + 1]?.kind === 'text';
    if (only || preservesSpace(text, part)) holders[index] = 1;
  }
  return holders;
}

function preservesSpace(text: string, { start, end }: OutlinePart): boolean {
  return PRESERVE.test(text.slice(start, Math.min(end, start + LONGEST_SEARCHED)));
}

const PRESERVE = /\sxml:space\s*=\s*['"]preserve['"]/;
/** An attribute that matters stands near the name; a value may have megabytes. */
const LONGEST_SEARCHED = 2_000;

function isComment(text: string, part: OutlinePart): boolean {
  return part.kind === 'other' && text.startsWith('<!--', part.start);
}
