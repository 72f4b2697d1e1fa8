/**
 * XML in a form that can be compared line by line: each tag and each text stands on a line of its own,
 * so that a difference is where the meaning differs, not where somebody broke a line.
 */
import { isBlankPart, outlineSteps, type OutlinePart } from './outline.ts';
import { attributesOf } from './outline-names.ts';
import { escapeAttribute } from './serialize.ts';

/** What a comparison does not look at. */
export interface CompareOptions {
  readonly ignoreAttributeOrder: boolean;
  /** Between tags, around texts, and repeated inside them and inside tags. */
  readonly ignoreWhitespace: boolean;
}

const INDENT = '  ';
const DEEPEST_INDENT = 20;
const STEP_LINES = 2_000;

/** Writes a text for comparing. */
export function compareForm(text: string, options: CompareOptions): string {
  const steps = compareSteps(text, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in steps of a few milliseconds, for a caller that must not be held up. */
export function* compareSteps(
  text: string,
  options: CompareOptions,
): Generator<void, string, void> {
  const { parts, end } = yield* outlineSteps(text);
  const lines: string[] = [];
  const open: OutlinePart[] = [];
  const put = (depth: number, line: string): void =>
    void lines.push(INDENT.repeat(Math.min(DEEPEST_INDENT, depth)) + line);
  const closeUntil = (index: number): void => {
    for (let last = open.at(-1); last !== undefined && last.next <= index; last = open.at(-1)) {
      if (last.closeEnd > last.closeStart) put(last.depth, `</${last.name}>`);
      open.pop();
    }
  };

  let pause = STEP_LINES;
  for (const [index, part] of parts.entries()) {
    closeUntil(index);
    if (part.kind === 'element') {
      put(part.depth, writeTag(text, part, options));
      if (part.next > index + 1) open.push(part);
      else if (part.closeEnd > part.closeStart && !options.ignoreWhitespace) open.push(part);
    } else if (!options.ignoreWhitespace || !isBlankPart(text, part)) {
      put(part.depth, writeText(text.slice(part.start, part.end), options));
    }
    if (lines.length < pause) continue;
    pause = lines.length + STEP_LINES;
    yield;
  }
  closeUntil(parts.length);
  if (end < text.length) lines.push(text.slice(end));
  return lines.join('\n');
}

/** A tag as written where everything counts; else its attributes with one space between and one kind of quotes. */
function writeTag(text: string, part: OutlinePart, options: CompareOptions): string {
  const written = text.slice(part.start, part.end);
  if (!options.ignoreAttributeOrder && !options.ignoreWhitespace) return drawBlanks(written);
  const attributes = attributesOf(text, part).map(
    ({ name, value }) => ` ${name}='${escapeAttribute(value)}'`,
  );
  if (options.ignoreAttributeOrder) attributes.sort();
  return `<${part.name}${attributes.join('')}${written.endsWith('/>') ? '/' : ''}>`;
}

function writeText(text: string, { ignoreWhitespace }: CompareOptions): string {
  return ignoreWhitespace ? text.trim().replace(/\s+/g, ' ') : drawBlanks(text);
}

/** What breaks lines or cannot be told from nothing has a picture of its own (Unicode "Control Pictures"). */
function drawBlanks(text: string): string {
  const drawn = text.replace(/\n/g, '␊').replace(/\r/g, '␍').replace(/\t/g, '␉');
  return drawn.replace(/^ +| +$/g, (blanks) => '␠'.repeat(blanks.length));
}
