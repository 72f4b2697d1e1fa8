/** Judges a draft before it is sent. */
import { parseXml, type XmlProblem } from '../xml/parse.ts';
import { LINT_RULES } from './catalogue.ts';
import type { LintContext } from './context.ts';
import type { Finding, FindingFix } from './finding.ts';
import { createLineColumn, type LineColumn, locateElements } from './place.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';
import { XML_RULES } from './xml-rules.ts';

/**
 * Lints one stanza.
 * @param xml the draft as typed
 * @param context what is known of the session and its deployment; rules that need more stay silent
 * @returns findings in the order of their places; a single one when the text is not well-formed
 */
export function lintStanza(xml: string, context: LintContext = {}): Finding[] {
  const parsed = parseXml(xml);
  if (!parsed.ok) return [toXmlFinding(xml, parsed.problem)];
  const placeOf = locateElements(xml, parsed.element);
  const document = { text: xml, stanza: parsed.element, placeOf };
  const lineColumn = createLineColumn(xml);
  return LINT_RULES.flatMap((rule) =>
    rule.check(document, context).map((match) => toFinding(document, lineColumn, rule, match)),
  ).sort((a, b) => a.offset - b.offset);
}

function toXmlFinding(xml: string, problem: XmlProblem): Finding {
  const rule = XML_RULES.find((candidate) => candidate.problem.test(problem.message));
  if (rule === undefined) throw new Error('The last rule fits every problem.');
  const offset = Math.max(0, Math.min(problem.offset, xml.length - 1));
  return {
    ...{ rule: rule.id, severity: 'error', title: rule.title },
    message: `${problem.message}. ${rule.advice}`,
    ...{ reason: rule.reason, evidence: rule.evidence },
    ...placeIn(createLineColumn(xml), offset, Math.min(1, xml.length)),
    ...withFix(rule.fix(xml, problem)),
  };
}

function toFinding(
  document: LintDocument,
  lineColumn: LineColumn,
  rule: LintRule,
  match: RuleMatch,
): Finding {
  const tag = document.placeOf(match.element)?.open;
  const attribute = tag?.attributes.find(({ name }) => name === match.attribute);
  const offset = attribute?.valueStart ?? tag?.start ?? 0;
  const end = attribute?.valueEnd ?? tag?.end ?? document.text.length;
  return {
    ...{ rule: rule.id, severity: match.severity ?? rule.severity, title: rule.title },
    message: match.message,
    ...{ reason: rule.reason, evidence: rule.evidence },
    ...placeIn(lineColumn, offset, Math.max(1, end - offset)),
    ...withFix(match.fix),
  };
}

function placeIn(
  lineColumn: LineColumn,
  offset: number,
  length: number,
): Pick<Finding, 'offset' | 'length' | 'line' | 'column'> {
  return { offset, length, ...lineColumn(offset) };
}

function withFix(fix: FindingFix | undefined): { readonly fix?: FindingFix } {
  return fix === undefined ? {} : { fix };
}
