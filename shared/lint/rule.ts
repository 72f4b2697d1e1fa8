/** Lint rules as data: to add one is to add an object and a line in its group. */
import type { XmlElement } from '../xml/node.ts';
import type { LintContext } from './context.ts';
import type { FindingFix, Severity } from './finding.ts';
import type { ElementPlace } from './place.ts';

/** A draft that is well-formed. */
export interface LintDocument {
  readonly text: string;
  readonly stanza: XmlElement;
  /** Where an element of the stanza stands in the text, its attributes and its end included. */
  readonly placeOf: (element: XmlElement) => ElementPlace | undefined;
}

/** What a rule found: where, by element and perhaps attribute, and what. */
export interface RuleMatch {
  readonly element: XmlElement;
  /** Attribute to point at; the tag when absent or not found. */
  readonly attribute?: string;
  /** What is wrong and what to do; the rule's reason says why. */
  readonly message: string;
  /** Where it is another than the rule's: an older server takes what a newer one refuses. */
  readonly severity?: Severity;
  /** Undefined where a person has to decide. */
  readonly fix?: FindingFix | undefined;
}

/** One thing the linter knows, as data and a pure function. */
export interface LintRule {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** What becomes of a stanza that breaks the rule. */
  readonly reason: string;
  /** `XEP-0357 0.4.1 §5`, `facts 4.2 E6`, `esl/MongooseIM#3380`; several parted by `; `. */
  readonly evidence: string;
  readonly check: (document: LintDocument, context: LintContext) => readonly RuleMatch[];
}
