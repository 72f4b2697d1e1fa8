/** Lint rules as data: to add one is to add an object and a line in the catalogue. */
import type { XmlElement } from '../xml/node.ts';
import type { ScannedTag } from '../transcript/markup-scan.ts';

export type Severity = 'error' | 'warning' | 'hint';

/** What the linter says of a draft before it is sent. */
export interface Finding {
  /** Id of the rule, e.g. `iq.id-missing`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What, why, what to do, in that order. */
  readonly message: string;
  /** UTF-16 units from the start of the text, from 0. */
  readonly offset: number;
  /** UTF-16 units of the place; at least 1 unless the text is empty. */
  readonly length: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** A draft that is well-formed. */
export interface LintDocument {
  readonly stanza: XmlElement;
  /** The opening tag of an element of the stanza, with the places of its attributes. */
  readonly tagOf: (element: XmlElement) => ScannedTag | undefined;
}

/** What a rule found: where, by element and perhaps attribute, and what. */
export interface RuleMatch {
  readonly element: XmlElement;
  /** Attribute to point at; the tag when absent or not found. */
  readonly attribute?: string;
  readonly message: string;
}

export interface LintRule {
  readonly id: string;
  readonly severity: Severity;
  readonly check: (document: LintDocument) => readonly RuleMatch[];
}
