/** Reads a path: `iq[type=error].error{urn:ietf:params:xml:ns:xmpp-stanzas}item-not-found`. */
import type { PathStep, QueryFault } from './query-node.ts';
import { unquote } from './query-quote.ts';

const NAME = /[^\s.[\]{}"=]+/y;
const NAMESPACE = /\{([^}\s]*)\}/y;
const ATTRIBUTE = /\[\s*([^\s\]="[]*)\s*(?:(=)\s*("(?:[^"\\]|\\[^])*"|[^\]"]*))?\]/y;

/** The steps of a path, or what is wrong with it. */
export type PathOutcome =
  | { readonly ok: true; readonly steps: readonly PathStep[] }
  | { readonly ok: false; readonly fault: QueryFault };

/**
 * Reads a path.
 * @param offset where it stands in the query
 */
export function parsePath(text: string, offset: number): PathOutcome {
  const steps: PathStep[] = [];
  let at = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  }

  function takeAttributes(): PathStep['attributes'] {
    const attributes: { name: string; value: string | null }[] = [];
    for (let match = take(ATTRIBUTE); match !== null; match = take(ATTRIBUTE)) {
      const [, name = '', equals, value = ''] = match;
      // `[]` asks nothing: it makes a path of a single word.
      if (name === '' && equals === undefined) continue;
      attributes.push({ name, value: equals === undefined ? null : toValue(value) });
    }
    return attributes;
  }

  while (at < text.length) {
    const dot = steps.length > 0 && text[at] === '.';
    if (dot) at += 1;
    const namespace = take(NAMESPACE)?.[1] ?? null;
    const name = take(NAME)?.[0] ?? null;
    if (name === null && namespace === null) return broken();
    const attributes = takeAttributes();
    if (attributes.some((attribute) => attribute.name === '')) return broken();
    steps.push({ name: name === '*' ? null : name, namespace, attributes });
  }
  return { ok: true, steps };

  function broken(): PathOutcome {
    const bracket = text[at] === '[' || text[at] === '{';
    const from = offset + Math.min(at, text.length - 1);
    const message = bracket
      ? `The bracket “${text[at] ?? ''}” is not closed, or holds what cannot be read`
      : 'A step of the path has no name';
    const hint = 'A path is written iq[type=error].error{urn:…}item-not-found; text goes in quotes';
    return { ok: false, fault: { from, to: offset + text.length, message, hint } };
  }
}

function toValue(raw: string): string {
  return raw.startsWith('"') ? unquote(raw) : raw.trimEnd();
}
