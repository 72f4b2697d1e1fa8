/** Reads the text of a query. The grammar is in docs/query-language.md. */
import { fail, ok, type Problem, type Result } from '../../contract/result.ts';
import { parseFieldTerm } from './parse-field.ts';
import { parsePath } from './parse-path.ts';
import type { QueryFault, QueryNode, QuerySpan } from './query-node.ts';
import { unquote } from './query-quote.ts';
import type { QueryClock } from './query-time.ts';
import { tokenizeQuery, type QueryToken } from './query-token.ts';
import { compileRegex } from './query-regex.ts';

/** Longest query, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 4_096;
/** Deepest nesting of brackets and `not`. */
const MAX_DEPTH = 64;

/** For checking a text whose times nobody asks for. */
const ANY_CLOCK: QueryClock = { from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:00:00.000Z' };

/**
 * Reads a query.
 * @param text as typed; empty matches everything
 * @param clock what clock times and relative times refer to; only the times in the tree depend on it
 * @returns the tree. Fails with `bad-query`, whose `details` are a `QueryFault`; never throws
 */
export function parseQuery(text: string, clock = ANY_CLOCK): Result<QueryNode> {
  if (text.length > MAX_QUERY_LENGTH) {
    return fail(toProblem({ from: MAX_QUERY_LENGTH, to: text.length, ...TOO_LONG }));
  }
  const tokens = tokenizeQuery(text);
  if (tokens.length === 0) return ok({ kind: 'everything', from: 0, to: text.length });
  const parser = createParser(tokens, text.length, clock);
  const tree = parser.parse();
  const fault = parser.fault();
  return fault === null ? ok(tree) : fail(toProblem(fault));
}

/** The fault of a `bad-query` problem. */
export function faultOf(problem: Problem): QueryFault {
  return problem.details as QueryFault;
}

const TOO_LONG = {
  message: `The query is longer than ${MAX_QUERY_LENGTH} characters`,
  hint: 'Shorten it',
};

function toProblem(fault: QueryFault): Problem {
  return {
    code: 'bad-query',
    what: 'The filter cannot be understood.',
    why: `${fault.message}.`,
    ...(fault.hint === undefined ? {} : { next: `${fault.hint}.` }),
    place: `character ${fault.from + 1}`,
    details: fault,
  };
}

/** The first fault is kept and reading goes on, so that no step has to unwind. */
function createParser(tokens: readonly QueryToken[], length: number, clock: QueryClock) {
  let at = 0;
  let depth = 0;
  let fault: QueryFault | null = null;

  function report(span: QuerySpan, message: string, hint?: string): void {
    fault ??= { from: span.from, to: span.to, message, ...(hint === undefined ? {} : { hint }) };
  }

  const nextIs = (kind: QueryToken['kind'], word?: string): boolean => {
    const token = tokens[at];
    return token?.kind === kind && (word === undefined || token.raw.toLowerCase() === word);
  };

  function missingOperand(place: QuerySpan, what: string): QueryNode {
    report(place, what, 'To search for the word itself, put it in quotes');
    return { kind: 'everything', from: place.from, to: place.to };
  }

  function list(kind: 'and' | 'or', parts: readonly QueryNode[]): QueryNode {
    const [only, ...more] = parts;
    if (only !== undefined && more.length === 0) return only;
    return { kind, parts, from: parts[0]?.from ?? 0, to: parts.at(-1)?.to ?? length };
  }

  function parseOr(): QueryNode {
    const parts = [parseAnd()];
    while (nextIs('keyword', 'or')) {
      at += 1;
      parts.push(parseAnd());
    }
    return list('or', parts);
  }

  function parseAnd(): QueryNode {
    const parts = [parseUnary()];
    for (;;) {
      if (nextIs('keyword', 'and')) at += 1;
      else if (at >= tokens.length || nextIs('close') || nextIs('keyword', 'or')) break;
      parts.push(parseUnary());
    }
    return list('and', parts);
  }

  function parseUnary(): QueryNode {
    const token = tokens[at];
    const negates = nextIs('minus') || nextIs('keyword', 'not');
    if (token === undefined || !negates) return parsePrimary();
    at += 1;
    const part = nested(token, parseUnary);
    return { kind: 'not', part, from: token.from, to: part.to };
  }

  function nested(token: QueryToken, parse: () => QueryNode): QueryNode {
    if (depth >= MAX_DEPTH) {
      report(token, 'The query is nested too deep', `Use at most ${MAX_DEPTH} levels`);
      at = tokens.length;
      return { kind: 'everything', from: token.from, to: token.to };
    }
    depth += 1;
    const node = parse();
    depth -= 1;
    return node;
  }

  function parsePrimary(): QueryNode {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token === undefined) {
      const place = before ?? { from: length, to: length };
      return missingOperand(place, `Something must follow “${before?.raw ?? ''}”`);
    }
    if (token.kind === 'close' || token.kind === 'keyword') {
      const what =
        before === undefined
          ? `Something must stand before “${token.raw}”`
          : `Something must stand between “${before.raw}” and “${token.raw}”`;
      at += 1;
      return missingOperand(token, what);
    }
    at += 1;
    if (token.kind === 'open') return nested(token, () => parseGroup(token));
    return parseTerm(token);
  }

  function parseGroup(open: QueryToken): QueryNode {
    const inside = parseOr();
    if (nextIs('close')) at += 1;
    else report(open, 'The bracket is not closed', 'Add “)”');
    return inside;
  }

  function parseTerm(token: QueryToken): QueryNode {
    const span = { from: token.from, to: token.to };
    switch (token.kind) {
      case 'quoted':
        if (!token.closed) report(token, 'The quote is not closed', 'Add a “"” at its end');
        else if (token.raw === '""') report(token, 'The quote is empty');
        return { kind: 'text', text: unquote(token.raw), ...span };
      case 'regex': {
        const regex = compileRegex(token);
        if (!regex.ok) report(regex.fault, regex.fault.message, regex.fault.hint);
        return { kind: 'regex', source: regex.source, flags: regex.flags, ...span };
      }
      case 'path': {
        const path = parsePath(token.raw, token.from);
        if (!path.ok) report(path.fault, path.fault.message, path.fault.hint);
        return { kind: 'path', steps: path.ok ? path.steps : [], ...span };
      }
      case 'field':
        return parseField(token);
      default:
        return { kind: 'text', text: token.raw, ...span };
    }
  }

  function parseField(field: QueryToken): QueryNode {
    const start = at;
    while (isPartOfField(tokens[at], tokens[at - 1])) at += 1;
    const outcome = parseFieldTerm(field, tokens.slice(start, at), clock);
    if (!outcome.ok) {
      report(outcome.fault, outcome.fault.message, outcome.fault.hint);
      return { kind: 'everything', from: field.from, to: field.to };
    }
    return outcome.node;
  }

  return {
    parse(): QueryNode {
      const tree = parseOr();
      const rest = tokens[at];
      if (rest !== undefined) report(rest, 'There is no “(” for this bracket', 'Take it away');
      return tree;
    },
    fault: () => fault,
  };
}

/** A field's operator follows it at once, and so does a value its operator or a comma. */
function isPartOfField(token: QueryToken | undefined, before: QueryToken | undefined): boolean {
  if (before === undefined || token?.from !== before.to) return false;
  if (before.kind === 'field') return token.kind === 'operator';
  if (before.kind === 'operator' || before.kind === 'comma') {
    return ['value', 'quoted', 'regex', 'comma'].includes(token.kind);
  }
  return token.kind === 'comma';
}
