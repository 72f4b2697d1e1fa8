/**
 * Writes a diagram in Mermaid's language for sequence diagrams.
 * Mermaid 11 documentation, "Sequence diagrams": participants with aliases, `->>`, `-->>`, `--x`,
 * `Note over`, and entity codes (`#35;`) for characters that the language gives a meaning.
 */
import { toVisibleText } from '../../xml/visible-text.ts';
import { formatLatency } from '../latency-text.ts';
import { type Arrow, arrowText } from './arrow.ts';
import type { Diagram, DiagramLine } from './diagram.ts';
import type { Lifeline } from './lifelines.ts';

/** Writes a diagram. @returns text that ends with a line break */
export function toMermaid({ lifelines, lines }: Diagram): string {
  const ids = new Map(lifelines.map(({ key }, index) => [key, `L${index + 1}`]));
  const idOf = (key: string): string => ids.get(key) ?? 'L1';
  const everybody = lifelines.length > 1 ? `L1,L${lifelines.length}` : 'L1';
  const statements = [
    ...lifelines.map((lifeline) => participant(lifeline, idOf(lifeline.key))),
    ...lines.flatMap((line) => [...gap(line, everybody), arrow(line.arrow, idOf)]),
  ];
  return ['sequenceDiagram', ...statements.map((statement) => `    ${statement}`), ''].join('\n');
}

function participant({ kind, name }: Lifeline, id: string): string {
  const who = kind === 'session' || kind === 'account' ? 'actor' : 'participant';
  return `${who} ${id} as ${escapeMermaid(name)}`;
}

function gap({ gapMs }: DiagramLine, everybody: string): readonly string[] {
  return gapMs === null ? [] : [`Note over ${everybody}: ${formatLatency(gapMs)} later`];
}

function arrow(one: Arrow, idOf: (key: string) => string): string {
  const text = escapeMermaid(arrowText(one));
  if (one.from === one.to) return `Note over ${idOf(one.from)}: ${text}`;
  return `${idOf(one.from)}${lineOf(one)}${idOf(one.to)}: ${text}`;
}

function lineOf({ kind, answer }: Arrow): string {
  if (kind === 'loss') return '--x';
  return answer ? '-->>' : '->>';
}

/**
 * Makes any text safe as a name or a label: what is no letter, digit or harmless sign becomes an entity
 * code, so that no text ends a statement (`;`), begins a comment (`%%`, `#`) or a directive.
 */
export function escapeMermaid(text: string): string {
  const escaped = toVisibleText(text)
    .trim()
    .replace(/[^\p{L}\p{N} .,/@=()'·✗⚠⟨⟩+_-]/gu, (char) => `#${char.codePointAt(0) ?? 0};`);
  return escaped === '' ? '#32;' : escaped;
}
