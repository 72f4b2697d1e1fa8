/**
 * Reads Erlang terms as shells and logs print them, with the places of what is wrong. A term that a log
 * cut off, at its end or with `...`, gives what was whole. Terms nest without bound, so nothing recurses.
 */
import { readBinary, readQuoted } from './erlang-literal.ts';

/** A term. Processes, references and functions are `opaque`. */
export type ErlangTerm =
  | {
      readonly kind: 'atom' | 'string' | 'binary' | 'opaque';
      readonly text: string;
      /** Whether the text stops inside of it. */
      readonly cut: boolean;
    }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly ErlangTerm[] }
  /** Keys and values in turn. */
  | { readonly kind: 'map'; readonly items: readonly ErlangTerm[] }
  /** Names of fields, as atoms, and values in turn. */
  | { readonly kind: 'record'; readonly name: string; readonly items: readonly ErlangTerm[] };

/** A term, or why there is none; offsets are in UTF-16 units. */
export type TermOutcome =
  | {
      readonly ok: true;
      readonly term: ErlangTerm;
      readonly end: number;
      /** Where the text leaves something out; null when the term is whole. */
      readonly cutAt: number | null;
    }
  | { readonly ok: false; readonly message: string; readonly offset: number };

interface Frame {
  readonly kind: 'list' | 'tuple' | 'map' | 'record';
  readonly name: string;
  readonly items: ErlangTerm[];
}

type Token =
  | { readonly kind: 'open'; readonly frame: Frame; readonly end: number }
  | { readonly kind: 'close'; readonly of: string; readonly end: number }
  | {
      readonly kind: 'term';
      readonly term: ErlangTerm;
      readonly end: number;
      readonly cutAt: number | null;
    }
  | { readonly kind: 'separator' | 'dots'; readonly end: number };

const GAP = /(?:\s+|%[^\n]*)*/y;
const SEPARATOR = /,|\||=>|:=|=/y;
const DOTS = /\.\.\./y;
const OPENING = /\{|\[|#\{|#(?:([a-z]\w*)|'((?:[^'\\]|\\[^])*)')\{/y;
const NUMBER = /[+-]?\d+(?:#\w+|(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const ATOM = /[a-z_A-Z][\w@]*/y;
const OPAQUE = /#(?:Ref|Fun|Port)<[^>\n]*>|<\d+\.\d+\.\d+>/y;
const CLOSING: Readonly<Record<string, string>> = { '}': 'tuple map record', ']': 'list' };

/**
 * Reads one term.
 * @param at where it begins; white space and comments may stand before it
 * @param limit where the text ends for this term
 * @returns the term and where it ends, or what is wrong and where; never throws
 */
export function readTerm(text: string, at = 0, limit = text.length): TermOutcome {
  const stack: Frame[] = [];
  let here = skipGap(text, at);
  let cutAt: number | null = null;
  for (;;) {
    if (here >= limit) return endOfText(stack, cutAt ?? limit, limit);
    const token = readToken(text, here, limit);
    if (token === null) return wrong('Here is no Erlang term', here);
    let done: ErlangTerm | undefined;
    if (token.kind === 'open') stack.push(token.frame);
    else if (token.kind === 'dots') {
      cutAt ??= here;
      if (/["\d|]/.test(text.charAt(here - 1))) cutLast(stack.at(-1)?.items);
    } else if (token.kind === 'term') {
      done = token.term;
      cutAt ??= token.cutAt;
    } else if (token.kind === 'close') {
      const frame = stack.pop();
      if (frame === undefined) return wrong('A bracket is closed that was not opened', here);
      if (!token.of.includes(frame.kind)) {
        return wrong('A bracket is closed by one of another kind', here);
      }
      done = frame;
    }
    if (done !== undefined) {
      const around = stack.at(-1);
      if (around === undefined) return { ok: true, term: done, end: token.end, cutAt };
      around.items.push(done);
    } else if (stack.length === 0) return wrong('Here is no Erlang term', here);
    here = skipGap(text, token.end);
  }
}

/** Dots right behind a string, or behind the characters of one, stand for the rest of it. */
function cutLast(items: ErlangTerm[] | undefined): void {
  const last = items?.at(-1);
  if (last?.kind === 'number') items?.push({ kind: 'opaque', text: '...', cut: true });
  else if (last?.kind === 'string') items?.splice(-1, 1, { ...last, cut: true });
}

function wrong(message: string, offset: number): TermOutcome {
  return { ok: false, message, offset };
}

/** Closes what is open: each term holds what came of it. */
function endOfText(stack: readonly Frame[], cutAt: number, end: number): TermOutcome {
  for (let depth = stack.length - 1; depth > 0; depth -= 1) {
    const inner = stack[depth];
    if (inner !== undefined) stack[depth - 1]?.items.push(inner);
  }
  const [term] = stack;
  if (term === undefined) return wrong('Here is no Erlang term', end);
  return { ok: true, term, end, cutAt };
}

function skipGap(text: string, at: number): number {
  GAP.lastIndex = at;
  return GAP.test(text) ? GAP.lastIndex : at;
}

function readToken(text: string, at: number, limit: number): Token | null {
  const opening = match(OPENING, text, at);
  if (opening !== null) {
    const name = opening[1] ?? opening[2] ?? '';
    return { kind: 'open', frame: toFrame(opening[0], name), end: OPENING.lastIndex };
  }
  const char = text.charAt(at);
  const of = CLOSING[char];
  if (of !== undefined) return { kind: 'close', of, end: at + 1 };
  if (match(DOTS, text, at) !== null) return { kind: 'dots', end: at + 3 };
  if (match(SEPARATOR, text, at) !== null) return { kind: 'separator', end: SEPARATOR.lastIndex };
  return readLeaf(text, at, limit, char);
}

function toFrame(opening: string, name: string): Frame {
  const kind =
    opening === '{' ? 'tuple' : opening === '[' ? 'list' : name === '' ? 'map' : 'record';
  return { kind, name, items: [] };
}

function readLeaf(text: string, at: number, limit: number, char: string): Token | null {
  if (text.startsWith('<<', at)) {
    const binary = readBinary(text, at, limit);
    return binary === null ? null : leaf('binary', binary.text, binary.end, binary.cutAt);
  }
  if (char === '"' || char === "'") {
    const { text: body, end, cutAt } = readQuoted(text, at, limit);
    return leaf(char === '"' ? 'string' : 'atom', body, end, cutAt);
  }
  const opaque = match(OPAQUE, text, at);
  if (opaque !== null) return leaf('opaque', opaque[0], OPAQUE.lastIndex);
  const number = match(NUMBER, text, at);
  if (number !== null) {
    const term = { kind: 'number', value: Number(number[0]) } as const;
    return { kind: 'term', term, end: NUMBER.lastIndex, cutAt: null };
  }
  const atom = match(ATOM, text, at);
  return atom === null ? null : leaf('atom', atom[0], ATOM.lastIndex);
}

function leaf(
  kind: 'atom' | 'string' | 'binary' | 'opaque',
  text: string,
  end: number,
  cutAt: number | null = null,
): Token {
  return { kind: 'term', term: { kind, text, cut: cutAt !== null }, end, cutAt };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
