/** Writes a query down again. */
import type { PathStep, QueryNode, TextMatch } from './query-node.ts';
import { escapeBare, quote } from './query-quote.ts';

/** Text that means nothing else when it stands bare. */
const PLAIN_TEXT = /^[\p{L}\p{N}_@][\p{L}\p{N}_@.-]*$/u;
const PLAIN_VALUE = /^[^\s(),"\\*/][^\s(),\\*]*$/;
const KEYWORD = /^(?:and|or|not)$/i;
const PLAIN_ATTRIBUTE = /^[^\s\]"][^\]"]*(?<!\s)$/;

/**
 * Writes a query.
 * @returns text that reads as the same tree again, but for the places in it
 */
export function printQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'everything':
      return '';
    case 'and':
      return node.parts.map((part) => bracketed(part, ['and', 'or'])).join(' ');
    case 'or':
      return node.parts.map((part) => bracketed(part, ['or'])).join(' or ');
    case 'not':
      return `not ${bracketed(node.part, ['and', 'or'])}`;
    case 'field':
      return `${node.field}:${node.values.map(printMatch).join(',')}`;
    case 'number':
      return `${node.field}${node.operator}${node.value}`;
    case 'after':
    case 'before':
      return `${node.kind}:${node.time}`;
    case 'is':
      return `is:${node.states.join(',')}`;
    case 'text':
      return printText(node.text);
    case 'regex':
      return `/${node.source}/${node.flags}`;
    case 'path':
      return printPath(node.steps);
  }
}

/** Writes text to be found anywhere. */
export function printText(text: string): string {
  return PLAIN_TEXT.test(text) && !KEYWORD.test(text) && !isPath(text) ? text : quote(text);
}

/** Writes one value of a text field. */
export function printMatch(match: TextMatch): string {
  if (match.kind === 'regex') return `/${match.source}/${match.flags}`;
  if (match.kind === 'glob') return escapeBare(match.pattern);
  return PLAIN_VALUE.test(match.text) ? match.text : quote(match.text);
}

function bracketed(node: QueryNode, kinds: readonly QueryNode['kind'][]): string {
  const text = printQuery(node);
  return kinds.includes(node.kind) ? `(${text})` : text;
}

function isPath(text: string): boolean {
  return /^(?:iq|message|presence)\./i.test(text);
}

/** `[]` tells a path of one plain name from a word. */
function printPath(steps: readonly PathStep[]): string {
  return steps.map((step, index) => printStep(step, index === 0)).join('');
}

function printStep({ name, namespace, attributes }: PathStep, first: boolean): string {
  const start = namespace !== null ? `{${namespace}}` : first ? '' : '.';
  const asked = attributes.map((attribute) => printAttribute(attribute)).join('');
  const mark = first && namespace === null && asked === '' ? '[]' : '';
  return `${start}${name ?? '*'}${mark}${asked}`;
}

function printAttribute({ name, value }: PathStep['attributes'][number]): string {
  if (value === null) return `[${name}]`;
  return `[${name}=${value === '' || PLAIN_ATTRIBUTE.test(value) ? value : quote(value)}]`;
}
