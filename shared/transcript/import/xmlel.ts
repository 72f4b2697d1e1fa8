/**
 * Elements as Erlang servers hold them, written as XML. Attributes are a list of pairs
 * (`[{<<"id">>,<<"a1">>}]`) or, in later versions of the `exml` library, a map (`#{<<"id">> => <<"a1">>}`);
 * elements are tuples (`{xmlel,Name,Attributes,Children}`) or records (`#xmlel{name = …}`).
 */
import { escapeAttribute, escapeText } from '../../xml/serialize.ts';
import { DEFAULT_XML_LIMITS } from '../../xml/limits.ts';
import type { ErlangTerm } from './erlang-term.ts';

/** XML made of a term, or why there is none. */
export type TermXml =
  | {
      readonly ok: true;
      readonly kind: 'element' | 'stream-open' | 'stream-close';
      readonly xml: string;
    }
  | { readonly ok: false; readonly why: string };

/** Raised where a term is no XML; never escapes this module. */
class NotXml extends Error {}

/** Parts of an element's term, by their names in records and their places in tuples. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  xmlel: ['name', 'attrs', 'children'],
  xmlcdata: ['content', 'style'],
  xmlstreamstart: ['name', 'attrs'],
  xmlstreamend: ['name'],
  xmlstreamelement: ['element'],
};

type Parts = Readonly<Record<string, ErlangTerm | undefined>>;

/**
 * Writes a term as XML, attributes in their order. Parts that a cut term lacks are left out.
 * @param term `xmlel`, `xmlstreamelement`, `xmlstreamstart` or `xmlstreamend`
 * @returns the text, whose names and characters are not checked; or why the term is no XML
 */
export function writeTermXml(term: ErlangTerm): TermXml {
  const { tag, parts } = partsOf(term);
  try {
    switch (tag) {
      case 'xmlel':
        return { ok: true, kind: 'element', xml: elementText(parts) };
      case 'xmlstreamelement':
        return parts['element'] === undefined ? NO_ELEMENT : writeTermXml(parts['element']);
      case 'xmlstreamstart':
        return { ok: true, kind: 'stream-open', xml: `${startOfTag(parts)}>` };
      case 'xmlstreamend':
        return { ok: true, kind: 'stream-close', xml: `</${textOf(parts['name'])}>` };
      default:
        return NO_ELEMENT;
    }
  } catch (error) {
    if (error instanceof NotXml) return { ok: false, why: error.message };
    throw error;
  }
}

const NO_ELEMENT: TermXml = { ok: false, why: 'The term is no XML element' };

function partsOf(term: ErlangTerm): { readonly tag: string; readonly parts: Parts } {
  if (term.kind === 'record') return { tag: term.name, parts: fieldsOf(term.items) };
  if (term.kind !== 'tuple') return { tag: '', parts: {} };
  const [head, ...rest] = term.items;
  const tag = head?.kind === 'atom' ? head.text : '';
  const names = Object.hasOwn(PARTS, tag) ? (PARTS[tag] ?? []) : [];
  return { tag, parts: Object.fromEntries(names.map((name, place) => [name, rest[place]])) };
}

function fieldsOf(items: readonly ErlangTerm[]): Parts {
  return Object.fromEntries(
    pairsOf(items).map(([name, value]) => [name.kind === 'atom' ? name.text : '', value]),
  );
}

function pairsOf(items: readonly ErlangTerm[]): (readonly [ErlangTerm, ErlangTerm])[] {
  const pairs: (readonly [ErlangTerm, ErlangTerm])[] = [];
  for (let place = 0; place + 1 < items.length; place += 2) {
    const [key, value] = [items[place], items[place + 1]];
    if (key !== undefined && value !== undefined) pairs.push([key, value]);
  }
  return pairs;
}

/** Written without recursion on the way out: what is still to come waits in a list. */
function elementText(root: Parts): string {
  const out: string[] = [];
  const waiting: (string | { readonly term: ErlangTerm; readonly depth: number })[] = [];
  const write = (parts: Parts, depth: number): void => {
    if (depth > DEFAULT_XML_LIMITS.maxDepth) {
      throw new NotXml(`Elements are nested deeper than ${DEFAULT_XML_LIMITS.maxDepth}`);
    }
    // Of a child that is cut off right behind its beginning there is nothing to keep; and while the name of
    // an element is not known, what is in it may be a credential.
    const children = isCut(parts['name'])
      ? []
      : itemsOf(parts['children'], 'children').filter(
          (term) => term.kind !== 'tuple' || term.items.length > 1,
        );
    out.push(startOfTag(parts), children.length === 0 ? '/>' : '>');
    if (children.length === 0) return;
    waiting.push(`</${textOf(parts['name'])}>`);
    for (const term of children.toReversed()) waiting.push({ term, depth: depth + 1 });
  };
  write(root, 1);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') {
      out.push(next);
      continue;
    }
    const { tag, parts } = partsOf(next.term);
    if (tag === 'xmlel') write(parts, next.depth);
    else out.push(escapeText(tag === 'xmlcdata' ? textOf(parts['content']) : textOf(next.term)));
  }
  return out.join('');
}

function startOfTag(parts: Parts): string {
  const name = textOf(parts['name']);
  const known = isCut(parts['name']) ? [] : attributesOf(parts['attrs']);
  const attributes = known.map(
    ([key, value]) => ` ${textOf(key)}='${escapeAttribute(textOf(value))}'`,
  );
  return `<${name}${attributes.join('')}`;
}

/** A pair that the text cuts is left out. */
function attributesOf(term: ErlangTerm | undefined): (readonly [ErlangTerm, ErlangTerm])[] {
  return attributePairs(term).filter((pair) => !pair.some(isCut));
}

function isCut(term: ErlangTerm | undefined): boolean {
  return term !== undefined && 'cut' in term && term.cut;
}

function attributePairs(term: ErlangTerm | undefined): (readonly [ErlangTerm, ErlangTerm])[] {
  if (term?.kind === 'map') return pairsOf(term.items);
  return itemsOf(term, 'attributes').flatMap((pair) => {
    if (pair.kind !== 'tuple') throw new NotXml('The attributes of an element are no pairs');
    return pairsOf(pair.items);
  });
}

function itemsOf(term: ErlangTerm | undefined, what: string): readonly ErlangTerm[] {
  if (term === undefined || (term.kind === 'string' && term.text === '')) return [];
  if (term.kind !== 'list') throw new NotXml(`The ${what} of an element are no list`);
  return term.items;
}

/** Text of a binary, a string, an atom, a number, or of lists of these (`iodata`). */
function textOf(term: ErlangTerm | undefined): string {
  switch (term?.kind) {
    case undefined:
      return '';
    case 'binary':
    case 'string':
    case 'atom':
      return term.text;
    case 'number':
      return String(term.value);
    case 'list':
      return term.items.map(charText).join('');
    case 'tuple':
    case 'map':
    case 'record':
    case 'opaque':
      throw new NotXml('A text of an element is no text');
    default:
      return term satisfies never;
  }
}

/** A number in a list is a character. */
function charText(term: ErlangTerm): string {
  if (term.kind !== 'number') return textOf(term);
  const valid = Number.isInteger(term.value) && term.value >= 0 && term.value <= 0x10ffff;
  if (!valid) throw new NotXml('A text of an element holds a number that is no character');
  return String.fromCodePoint(term.value);
}
