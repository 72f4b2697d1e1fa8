/** Judges single entries by a query: what SQL cannot ask, and entries that are in no file. */
import type { EntryMark } from '../../contract/query.ts';
import type { XmlLimits } from '../../xml/limits.ts';
import type { XmlElement } from '../../xml/node.ts';
import { parseXml } from '../../xml/parse.ts';
import type { AnswerRelation, WireEntry } from '../entry.ts';
import { literalsOf, matchesPath } from './match-path.ts';
import { createStatePredicate } from './match-state.ts';
import { createTextPredicate } from './match-text.ts';
import type { QueryNode, TextField } from './query-node.ts';

/** What a query asks of an entry that the entry itself does not hold. */
export interface EntrySurroundings {
  /** How the entries that refer to this one relate to it. */
  relationsTo(seq: number): readonly AnswerRelation[];
  markOf(seq: number): EntryMark | undefined;
}

/** Judges an entry. */
export type EntryMatcher = (entry: WireEntry, surroundings: EntrySurroundings) => boolean;

type Node<Kind extends QueryNode['kind']> = Extract<QueryNode, { kind: Kind }>;

/** Judges an entry whose element is read when a path asks for it. */
type Predicate = (
  entry: WireEntry,
  surroundings: EntrySurroundings,
  element: () => XmlElement | null,
) => boolean;

/** Paths are looked for in everything that was recorded. */
const UNLIMITED: XmlLimits = {
  maxLength: Number.MAX_SAFE_INTEGER,
  maxDepth: Number.MAX_SAFE_INTEGER,
  maxAttributes: Number.MAX_SAFE_INTEGER,
};

/** Turns a query into a function. It parses an entry's text once at most, and only for paths. */
export function createEntryMatcher(query: QueryNode): EntryMatcher {
  const accepts = createPredicate(query);
  return (entry, surroundings) => {
    let element: XmlElement | null | undefined;
    const read = (): XmlElement | null => {
      if (element === undefined) element = parseElement(entry.xml);
      return element;
    };
    return accepts(entry, surroundings, read);
  };
}

/** The parts that a search for text looks at. */
export function searchedTexts(entry: WireEntry): readonly string[] {
  return [entry.xml, entry.text, entry.sessionName];
}

function parseElement(xml: string): XmlElement | null {
  const parsed = parseXml(xml, { limits: UNLIMITED });
  return parsed.ok ? parsed.element : null;
}

function createPredicate(node: QueryNode): Predicate {
  switch (node.kind) {
    case 'everything':
      return () => true;
    case 'and': {
      const parts = node.parts.map(createPredicate);
      return (...candidate) => parts.every((accepts) => accepts(...candidate));
    }
    case 'or': {
      const parts = node.parts.map(createPredicate);
      return (...candidate) => parts.some((accepts) => accepts(...candidate));
    }
    case 'not': {
      const accepts = createPredicate(node.part);
      return (...candidate) => !accepts(...candidate);
    }
    case 'field':
      return createFieldPredicate(node);
    case 'number':
      return createNumberPredicate(node);
    case 'after':
      return ({ time }) => time >= node.time;
    case 'before':
      return ({ time }) => time < node.time;
    case 'is': {
      const states = node.states.map(createStatePredicate);
      return (entry, surroundings) => states.some((accepts) => accepts(entry, surroundings));
    }
    case 'text': {
      const wanted = node.text.toLowerCase();
      return (entry) => searchedTexts(entry).some((text) => text.toLowerCase().includes(wanted));
    }
    case 'regex': {
      const pattern = new RegExp(node.source, node.flags);
      return (entry) => searchedTexts(entry).some((text) => pattern.test(text));
    }
    case 'path':
      return createPathPredicate(node);
  }
}

const FIELD_VALUES: Readonly<Record<TextField, (entry: WireEntry) => readonly (string | null)[]>> =
  {
    from: ({ from }) => [from],
    to: ({ to }) => [to],
    jid: ({ from, to }) => [from, to],
    id: ({ id }) => [id],
    type: ({ type }) => [type],
    kind: ({ kind }) => [kind],
    dir: ({ direction }) => [direction],
    session: ({ sessionName, sessionId }) => [sessionName, sessionId],
    ns: ({ childNs }) => [childNs],
    child: ({ childName, childAction }) => [childName, childAction],
    step: ({ stepId }) => [stepId],
    name: ({ name }) => [name],
    condition: ({ condition }) => [condition],
  };

function createFieldPredicate({ field, values }: Node<'field'>): Predicate {
  const valuesOf = FIELD_VALUES[field];
  const accepted = values.map((match) => createTextPredicate(field, match));
  return (entry) => valuesOf(entry).some((value) => accepted.some((accepts) => accepts(value)));
}

const COMPARISONS: Readonly<
  Record<Node<'number'>['operator'], (left: number, right: number) => boolean>
> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '=': (left, right) => left === right,
  '>=': (left, right) => left >= right,
  '>': (left, right) => left > right,
};

const NUMBERS = {
  latency: (entry: WireEntry) => entry.latencyMs,
  size: (entry: WireEntry) => entry.bytes,
  no: (entry: WireEntry) => entry.seq,
};

function createNumberPredicate({ field, operator, value }: Node<'number'>): Predicate {
  const compare = COMPARISONS[operator];
  const numberOf = NUMBERS[field];
  return (entry) => {
    const number = numberOf(entry);
    return number !== null && compare(number, value);
  };
}

function createPathPredicate({ steps }: Node<'path'>): Predicate {
  const literals = literalsOf(steps);
  return ({ xml }, _surroundings, element) => {
    if (xml === '' || !literals.every((literal) => xml.includes(literal))) return false;
    const root = element();
    return root !== null && matchesPath(root, steps);
  };
}
