/**
 * What an editor needs of a text before it can show it, made in steps: left to itself it reads and parses
 * a large text in one go.
 */
import { xmlLanguage } from '@codemirror/lang-xml';
import { Text } from '@codemirror/state';
import type { Tree } from '@lezer/common';

/** Lines put together between two pauses. */
const STEP_LINES = 5_000;
/** Moves of the parser between two pauses. */
const STEP_MOVES = 50;

/** The document of a text. */
export function* documentSteps(text: string): Generator<void, Text, void> {
  const lines = text.split('\n');
  let doc = Text.of(lines.slice(0, STEP_LINES));
  for (let from = STEP_LINES; from < lines.length; from += STEP_LINES) {
    yield;
    doc = doc.append(Text.of(['', ...lines.slice(from, from + STEP_LINES)]));
  }
  return doc;
}

/** The syntax tree of a text. */
export function* syntaxSteps(text: string): Generator<void, Tree, void> {
  const parse = xmlLanguage.parser.startParse(text);
  for (let move = 1; ; move += 1) {
    const tree = parse.advance();
    if (tree !== null) return tree;
    if (move % STEP_MOVES === 0) yield;
  }
}
