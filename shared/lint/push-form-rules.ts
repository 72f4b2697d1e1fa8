/** Rules for the form of publish-options in an enable. XEP-0357 0.4.1 §5; facts 4.2 E5 to E15. */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText } from '../xml/query.ts';
import { NS_DATA_FORMS, NS_PUBSUB_PUBLISH_OPTIONS } from '../xmpp/namespaces.ts';
import { compareVersions } from '../xmpp/server-version.ts';
import { PUBLISH_OPTION_NAMES } from '../templates/publish-options.ts';
import type { LintContext } from './context.ts';
import { didYouMean } from './did-you-mean.ts';
import { insertFirst, removeElement, setAttribute, setText } from './edits.ts';
import type { Severity } from './finding.ts';
import { enables, formFields, nameOf, optionForms, valuesOf } from './push-parts.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';

const MANDATORY: readonly string[] = ['service', 'device_id'];

const NOT_SUBMIT: LintRule = {
  id: 'push.form-not-submit',
  severity: 'error',
  title: 'Form is not of type submit',
  reason:
    'MongooseIM since 6.2 answers bad-request; before, and on ejabberd, it is stored and each push fails later.',
  evidence: 'facts 4.2 E6; processone/ejabberd#2048',
  check: (document, context) =>
    optionForms(document.stanza)
      .filter((form) => form.attrs['type'] !== 'submit')
      .map((form) => ({
        ...(form.attrs['type'] === undefined ? refusedSince('6.2', context) : {}),
        element: form,
        attribute: 'type',
        message: `The form’s type is ${form.attrs['type'] === undefined ? 'missing' : `"${form.attrs['type']}"`}. Set type='submit'.`,
        fix: setAttribute(document, form, 'type', 'submit'),
      })),
};

/** An older server lets it through, and what it makes of it fails later. */
function refusedSince(
  version: string,
  { serverVersion }: LintContext,
): { readonly severity?: Severity } {
  if (serverVersion === undefined || !/^\d/.test(serverVersion)) return {};
  return compareVersions(serverVersion, version) < 0 ? { severity: 'warning' } : {};
}

const FORM_TYPE: LintRule = {
  id: 'push.form-type',
  severity: 'error',
  title: 'FORM_TYPE is not exactly publish-options',
  reason: 'Servers compare it letter by letter, spaces and line breaks included: bad-request.',
  evidence: 'facts 4.2 E7; esl/MongooseIM#3812',
  check: (document) =>
    optionForms(document.stanza).flatMap((form) => checkFormType(document, form)),
};

function checkFormType(document: LintDocument, form: XmlElement): RuleMatch[] {
  const fields = formFields(form).filter((field) => nameOf(field) === 'FORM_TYPE');
  const [field, second] = fields;
  if (field === undefined) {
    const xml = `<field var='FORM_TYPE' type='hidden'><value>${NS_PUBSUB_PUBLISH_OPTIONS}</value></field>`;
    const message = `The form has no FORM_TYPE. Add one with ${NS_PUBSUB_PUBLISH_OPTIONS}.`;
    return [{ element: form, message, fix: insertFirst(document, form, xml, 'Add FORM_TYPE') }];
  }
  if (second !== undefined) {
    const fix = removeElement(document, second, 'Remove the second FORM_TYPE');
    return [{ element: second, message: 'There is more than one FORM_TYPE. Keep one.', fix }];
  }
  const text = valuesOf(field)[0] ?? '';
  const value = findChild(field, 'value', NS_DATA_FORMS);
  if (value === undefined || text === NS_PUBSUB_PUBLISH_OPTIONS) return [];
  return [
    {
      element: field,
      message:
        text.trim() === NS_PUBSUB_PUBLISH_OPTIONS
          ? 'FORM_TYPE has white space around its value. Remove line breaks and spaces.'
          : `FORM_TYPE is "${text.trim()}", not that of publish-options. Write ${NS_PUBSUB_PUBLISH_OPTIONS}.`,
      fix: setText(document, value, NS_PUBSUB_PUBLISH_OPTIONS),
    },
  ];
}

const FIELD_VALUES: LintRule = {
  id: 'push.field-values',
  severity: 'error',
  title: 'Field without exactly one value',
  reason:
    'MongooseIM refuses the whole form for one such field: without a value since 6.1, with several since 6.2.',
  evidence: 'facts 4.2 E8',
  check: (document, context) =>
    fieldsOf(document)
      .filter((field) => valuesOf(field).length !== 1)
      .map((field) => {
        const several = valuesOf(field).length > 1;
        const name = nameOf(field);
        return {
          ...refusedSince(several ? '6.2' : '6.1', context),
          element: field,
          message: `Field ${name || 'without var'} has ${several ? 'several values. Keep one' : 'no value. Give it one, or remove the field'}.`,
          fix:
            several || MANDATORY.includes(name) || name === 'FORM_TYPE'
              ? undefined
              : removeElement(document, field, `Remove ${name}`),
        };
      }),
};

const FIELD_BLANK: LintRule = {
  id: 'push.field-blank',
  severity: 'warning',
  title: 'Field with an empty value',
  reason:
    'It is stored as an empty text and sent along: an empty topic, mode or service makes MongoosePush refuse each push.',
  evidence: 'facts 4.2 E9',
  check: (document) =>
    fieldsOf(document)
      .filter((field) => valuesOf(field).length === 1 && valuesOf(field)[0]?.trim() === '')
      .map((field) => ({
        element: field,
        message: `${nameOf(field)} is empty. Leave out options that are not used.`,
        fix: MANDATORY.includes(nameOf(field))
          ? undefined
          : removeElement(document, field, `Remove ${nameOf(field)}`),
      })),
};

const FIELD_NAMELESS: LintRule = {
  id: 'push.field-without-var',
  severity: 'warning',
  title: 'Field without var',
  reason: 'MongooseIM ignores it; older ones took the names of options for their values.',
  evidence: 'facts 4.2 E10; esl/MongooseIM#1526',
  check: (document) =>
    fieldsOf(document)
      .filter((field) => nameOf(field) === '')
      .map((element) => ({ element, message: 'The field has no var. Name the option there.' })),
};

const FIELD_TWICE: LintRule = {
  id: 'push.field-twice',
  severity: 'warning',
  title: 'The same field twice',
  reason: 'The last one wins, and nothing says so.',
  evidence: 'facts 4.2 E11',
  check: (document) =>
    optionForms(document.stanza).flatMap((form) => {
      const fields = formFields(form).filter((field) => !['', 'FORM_TYPE'].includes(nameOf(field)));
      const counting = new Map(fields.map((field) => [nameOf(field), field]));
      return fields
        .filter((field) => counting.get(nameOf(field)) !== field)
        .map((element) => ({
          element,
          message: `${nameOf(element)} stands there again below, and that one counts. Remove one of them.`,
          fix: removeElement(document, element, 'Remove the one that does not count'),
        }));
    }),
};

const OPTION_MISSING: LintRule = {
  id: 'push.option-missing',
  severity: 'warning',
  title: 'No service or no device_id',
  reason:
    'Enable is accepted all the same. A push node then refuses each publish, which removes the registration; a virtual host sends nothing, and nothing says so.',
  evidence: 'facts 4.2 E5; facts 4.2 E15',
  check: ({ stanza }) =>
    enables(stanza).flatMap((enable) => {
      const form = findChild(enable, 'x', NS_DATA_FORMS);
      const present = form === undefined ? [] : formFields(form).map(nameOf);
      const missing = MANDATORY.filter((name) => !present.includes(name));
      if (missing.length === 0) return [];
      return [
        {
          element: form ?? enable,
          message: `The options lack ${missing.join(' and ')}. With MongoosePush no push can be sent. Add ${missing.length > 1 ? 'them' : 'it'}.`,
        },
      ];
    }),
};

const OPTION_UNKNOWN: LintRule = {
  id: 'push.option-unknown',
  severity: 'warning',
  title: 'Option that MongoosePush ignores',
  reason: 'It is stored and sent to the push service module, which drops it without a word.',
  evidence: 'facts 4.2 E14; facts 6.2',
  check: (document) =>
    fieldsOf(document)
      .filter((field) => !['', 'FORM_TYPE', ...PUBLISH_OPTION_NAMES].includes(nameOf(field)))
      .map((field) => {
        const meant = didYouMean(nameOf(field), PUBLISH_OPTION_NAMES);
        return {
          element: field,
          attribute: 'var',
          message: `"${nameOf(field)}" is ignored by MongoosePush. ${meant === null ? 'Other push services may know it.' : `Did you mean ${meant}?`}`,
          fix: meant === null ? undefined : setAttribute(document, field, 'var', meant),
        };
      }),
};

const VALUE_SPACED: LintRule = {
  id: 'push.value-spaced',
  severity: 'warning',
  title: 'White space around a value',
  reason: 'Values are taken as they stand: a token with a line break is another token.',
  evidence: 'facts A.0 point 7',
  check: (document) =>
    fieldsOf(document)
      .filter((field) => nameOf(field) !== 'FORM_TYPE')
      .flatMap((field) => childElements(field, 'value', NS_DATA_FORMS).slice(0, 1))
      .flatMap((value) => {
        const text = ownText(value);
        if (text.trim() === '' || text.trim() === text) return [];
        return [
          {
            element: value,
            message: 'The value has white space around it. Remove line breaks and spaces.',
            fix: setText(document, value, text.trim(), 'Remove the white space'),
          },
        ];
      }),
};

/** Rules for the form of an enable. */
export const PUSH_FORM_RULES: readonly LintRule[] = [
  NOT_SUBMIT,
  FORM_TYPE,
  FIELD_VALUES,
  FIELD_BLANK,
  FIELD_NAMELESS,
  FIELD_TWICE,
  OPTION_MISSING,
  OPTION_UNKNOWN,
  VALUE_SPACED,
];

function fieldsOf({ stanza }: LintDocument): XmlElement[] {
  return optionForms(stanza).flatMap(formFields);
}
