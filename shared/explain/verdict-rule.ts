/** Verdicts as data: which answer of which step means what. */
import type { Flow, Verdict } from '../contract/run.ts';
import type { StanzaError } from '../xmpp/stanza-error.ts';

/**
 * A verdict for one kind of error. All given parts must match; rules are tried in their order, so the
 * narrower one stands first. Texts may contain `{server}` for the server's name.
 */
export interface ErrorRule {
  /** Defined condition. */
  readonly condition: string;
  /** Name of an application-specific condition that must be among the error's. */
  readonly application?: string;
  /** Its `feature` attribute. */
  readonly feature?: string;
  /** What the error's own text must match. */
  readonly text?: RegExp;
  readonly verdict: Verdict;
}

/** What the answers to one step mean. */
export interface StepExplanation {
  readonly result: Readonly<Record<Flow, Verdict>>;
  readonly errors: readonly ErrorRule[];
}

/** Steps that consist of one exchange. */
export type ExchangeStepId = 'create' | 'affiliation' | 'enable' | 'disable' | 'delete';

/** The first rule that an error matches. */
export function findRule(rules: readonly ErrorRule[], error: StanzaError): ErrorRule | undefined {
  return rules.find((rule) => matches(rule, error));
}

function matches(rule: ErrorRule, error: StanzaError): boolean {
  if (rule.condition !== error.condition) return false;
  if (rule.text !== undefined && !rule.text.test(error.text)) return false;
  if (rule.application === undefined) return true;
  return error.applicationConditions.some(
    (found) =>
      found.name === rule.application &&
      (rule.feature === undefined || rule.feature === found.feature),
  );
}
