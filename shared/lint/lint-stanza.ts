/** Judges a draft before it is sent. */
import { parseXml, type XmlProblem } from '../xml/parse.ts';
import { LINT_RULES } from './catalogue.ts';
import { locateTags, toLineColumn } from './place.ts';
import type { Finding } from './finding.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';

/** Rule ids for texts that are not even XML as XMPP allows it; the first match counts. */
const XML_RULES: readonly (readonly [pattern: RegExp, rule: string])[] = [
  [/DOCTYPE/, 'xml.doctype'],
  [/^Comments/, 'xml.comment'],
  [/^Processing instructions/, 'xml.instruction'],
];

/**
 * Lints one stanza.
 * @param xml the draft as typed
 * @returns findings in the order of their places; a single one when the text is not well-formed
 */
export function lintStanza(xml: string): Finding[] {
  const parsed = parseXml(xml);
  if (!parsed.ok) return [toXmlFinding(xml, parsed.problem)];
  const document = { stanza: parsed.element, tagOf: locateTags(xml, parsed.element) };
  return LINT_RULES.flatMap((rule) =>
    rule.check(document).map((match) => toFinding(xml, document, rule, match)),
  ).sort((a, b) => a.offset - b.offset);
}

function toXmlFinding(xml: string, problem: XmlProblem): Finding {
  const known = XML_RULES.find(([pattern]) => pattern.test(problem.message));
  const offset = Math.max(0, Math.min(problem.offset, xml.length - 1));
  return {
    rule: known?.[1] ?? 'xml.not-well-formed',
    severity: 'error',
    message:
      known === undefined
        ? `The XML is not well-formed. ${problem.message}. Correct it at this place.`
        : `${problem.message}. The server would end the stream. Remove it.`,
    offset,
    length: Math.min(1, xml.length),
    ...toLineColumn(xml, offset),
  };
}

function toFinding(xml: string, document: LintDocument, rule: LintRule, match: RuleMatch): Finding {
  const tag = document.tagOf(match.element);
  const attribute = tag?.attributes.find(({ name }) => name === match.attribute);
  const offset = attribute?.valueStart ?? tag?.start ?? 0;
  const end = attribute?.valueEnd ?? tag?.end ?? xml.length;
  return {
    rule: rule.id,
    severity: rule.severity,
    message: match.message,
    offset,
    length: Math.max(1, end - offset),
    ...toLineColumn(xml, offset),
  };
}
