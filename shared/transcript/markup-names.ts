/** Gives scanned tags their local names, namespaces and places, as far as the text itself tells them. */
import type { ScannedTag } from '../xml/markup-scan.ts';

/** A tag that knows what it is called. */
export interface NamedTag extends ScannedTag {
  readonly localName: string;
  /** Resolved namespace; null when the text does not declare it (a prefix from the stream header). */
  readonly ns: string | null;
  /** The enclosing open tag; null at the top. */
  readonly parent: NamedTag | null;
}

interface Scope {
  readonly tag: NamedTag;
  readonly namespaces: ReadonlyMap<string, string>;
}

const NO_NAMESPACES: ReadonlyMap<string, string> = new Map();

/**
 * Resolves names in document order. Close tags that match nothing are left as they are.
 * @param tags tags of one text, in order
 */
export function resolveNames(tags: readonly ScannedTag[]): NamedTag[] {
  const stack: Scope[] = [];
  // How many of each name are open, so that a close tag without one costs no search: a hostile text may
  // consist of nothing else.
  const opened = new Map<string, number>();
  const count = (name: string, step: number): number => {
    const now = (opened.get(name) ?? 0) + step;
    opened.set(name, now);
    return now;
  };
  const close = (name: string): void => {
    if (count(name, 0) === 0) return;
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      count(top.tag.name, -1);
      if (top.tag.name === name) return;
    }
  };
  return tags.map((tag) => {
    if (tag.kind === 'close') close(tag.name);
    const outer = stack.at(-1);
    const namespaces = declare(tag, outer?.namespaces ?? NO_NAMESPACES);
    const colon = tag.name.indexOf(':');
    const named: NamedTag = {
      ...tag,
      localName: tag.name.slice(colon + 1),
      ns: namespaces.get(colon < 0 ? '' : tag.name.slice(0, colon)) ?? null,
      parent: outer?.tag ?? null,
    };
    if (tag.kind === 'open') {
      stack.push({ tag: named, namespaces });
      count(tag.name, 1);
    }
    return named;
  });
}

function declare(tag: ScannedTag, outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const declared = tag.attributes.filter(
    ({ name }) => name === 'xmlns' || name.startsWith('xmlns:'),
  );
  if (declared.length === 0) return outer;
  const inner = new Map(outer);
  for (const { name, value } of declared) inner.set(name.slice('xmlns:'.length), value);
  return inner;
}
