/** Lint rules as data: to add one is to add an object and a line in the catalogue. */
import type { XmlElement } from '../xml/node.ts';
import type { ScannedTag } from '../xml/markup-scan.ts';
import type { Severity } from './finding.ts';

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

/** One thing the linter knows, as data and a pure function. */
export interface LintRule {
  readonly id: string;
  readonly severity: Severity;
  readonly check: (document: LintDocument) => readonly RuleMatch[];
}
