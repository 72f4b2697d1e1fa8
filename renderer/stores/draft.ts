/**
 * A draft: a template filled in, as form and as XML. The form owns the XML until it is edited by hand;
 * from then on the XML counts. While it holds more than the form can show, the form does not write it:
 * hand-edited XML is rewritten only when the user asks for it.
 */
import { formatXml } from '#shared/xml/format.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { recognizeTemplate, templateOf } from '#shared/templates/catalogue.ts';
import { leftovers } from '#shared/templates/leftovers.ts';
import type { TemplateValues } from '#shared/templates/fields.ts';
import {
  completeValues,
  readTemplate,
  type Template,
  type TemplateId,
} from '#shared/templates/template.ts';

export interface Draft {
  readonly values: TemplateValues;
  readonly xml: string;
  readonly stanzaId: string;
  /** The XML was typed, not made by the form. */
  readonly byHand: boolean;
  /** What stands in the XML and not in the form; the form is locked while there is any. */
  readonly beyondForm: readonly string[];
}

/** A draft that the form wrote. */
export function draftFromValues(
  template: Template,
  values: TemplateValues,
  stanzaId: string,
): Draft {
  const complete = completeValues(template, values);
  return {
    values: complete,
    xml: writeXml(template, complete, stanzaId),
    stanzaId,
    byHand: false,
    beyondForm: [],
  };
}

/** A draft with the template whose form it is in. */
export interface TemplateDraft {
  readonly templateId: TemplateId;
  readonly draft: Draft;
}

/**
 * A draft of a finished stanza, in the first form that fits it, as it is when none does.
 * @param stanzaId replaces the id where the form shows the whole stanza, so that it can be sent again
 */
export function draftFromText(xml: string, stanzaId: string): TemplateDraft {
  const parsed = parseXml(xml);
  const template = parsed.ok ? recognizeTemplate(parsed.element) : templateOf('raw');
  const verbatim = template.verbatimField !== undefined;
  const text = parsed.ok && !verbatim ? formatXml(parsed.element) : xml;
  const read = withXml(template, draftFromValues(template, {}, stanzaId), text);
  const whole = !verbatim && read.beyondForm.length === 0;
  const draft = whole ? draftFromValues(template, read.values, stanzaId) : read;
  return { templateId: template.id, draft };
}

/** Raw drafts are their own text; all others are shown indented. */
function writeXml(template: Template, values: TemplateValues, stanzaId: string): string {
  const verbatim = template.verbatimField;
  if (verbatim !== undefined) return String(values[verbatim] ?? '');
  return formatXml(template.build(values, stanzaId));
}

/** The draft after its XML was edited by hand. */
export function withXml(template: Template, draft: Draft, xml: string): Draft {
  const verbatim = template.verbatimField;
  if (verbatim !== undefined) {
    return { ...draft, xml, byHand: true, values: { ...draft.values, [verbatim]: xml } };
  }
  const parsed = parseXml(xml);
  if (!parsed.ok)
    return { ...draft, xml, byHand: true, beyondForm: ['XML that is not well-formed'] };
  const values = readTemplate(template, parsed.element);
  return {
    xml,
    byHand: true,
    stanzaId: parsed.element.attrs['id'] ?? draft.stanzaId,
    values: values ?? draft.values,
    beyondForm: leftovers(template, parsed.element),
  };
}

/** The draft after a field was changed; unchanged while the XML holds more than the form. */
export function withValue(
  template: Template,
  draft: Draft,
  name: string,
  value: string | readonly string[],
): Draft {
  if (draft.beyondForm.length > 0) return draft;
  return draftFromValues(template, { ...draft.values, [name]: value }, draft.stanzaId);
}

/** What to send: the typed text as it is, a form's stanza without the white space added for reading. */
export function textToSend(template: Template, draft: Draft): string {
  if (draft.byHand || template.verbatimField !== undefined) return draft.xml;
  return serializeXml(template.build(draft.values, draft.stanzaId));
}
