/** Rules for the options of a node. XEP-0060 1.30.0 §8.2; facts 2.2 and 2.3. */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import { NODE_OPTION_FIELDS, NODE_OPTION_NAMES } from '../templates/node-options.ts';
import { validateField } from '../templates/fields.ts';
import {
  NS_DATA_FORMS,
  NS_PUBSUB,
  NS_PUBSUB_NODE_CONFIG,
  NS_PUBSUB_OWNER,
} from '../xmpp/namespaces.ts';
import { didYouMean } from './did-you-mean.ts';
import { setAttribute, setText } from './edits.ts';
import { actions } from './pubsub-parts.ts';
import { formFields, nameOf, valuesOf } from './push-parts.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';

const CONFIG_NOT_SUBMIT: LintRule = {
  id: 'pubsub.config-not-submit',
  severity: 'error',
  title: 'Options not in a form of type submit',
  reason: 'MongooseIM answers bad-request, "Invalid form type".',
  evidence: 'facts 2.2 C7',
  check: (document) =>
    configForms(document)
      .filter((form) => !['submit', 'cancel'].includes(form.attrs['type'] ?? ''))
      .map((form) => ({
        element: form,
        attribute: 'type',
        message: `The form’s type is ${form.attrs['type'] === undefined ? 'missing' : `"${form.attrs['type']}"`}. Set type='submit'.`,
        fix: setAttribute(document, form, 'type', 'submit'),
      })),
};

const CONFIG_NO_FORM: LintRule = {
  id: 'pubsub.config-without-form',
  severity: 'hint',
  title: 'configure without a form',
  reason:
    'At a create the service’s defaults are used: anybody who knows a push node’s name can publish to it.',
  evidence: 'facts 2.2 C8; facts 2.3',
  check: (document) =>
    actions(document, 'configure')
      .filter((configure) => findChild(configure, 'x', NS_DATA_FORMS) === undefined)
      .map((element) => ({
        element,
        message: 'configure has no data form, so it says nothing. Put the options into one.',
      })),
};

const CONFIG_FORM_TYPE: LintRule = {
  id: 'pubsub.config-form-type',
  severity: 'hint',
  title: 'FORM_TYPE is not that of node configuration',
  reason: 'MongooseIM does not look at it; other servers ignore or refuse the options.',
  evidence: 'XEP-0060 1.30.0 §16.4.4; facts 2.2 C9',
  check: (document) =>
    configForms(document).flatMap((form) => {
      const field = formFields(form).find((candidate) => nameOf(candidate) === 'FORM_TYPE');
      const value = field === undefined ? undefined : findChild(field, 'value', NS_DATA_FORMS);
      if (form.attrs['type'] === 'cancel' || field === undefined || value === undefined) {
        return form.attrs['type'] === 'cancel' || field !== undefined
          ? []
          : [
              {
                element: form,
                message: `The form has no FORM_TYPE. Add ${NS_PUBSUB_NODE_CONFIG}.`,
              },
            ];
      }
      if (valuesOf(field)[0] === NS_PUBSUB_NODE_CONFIG) return [];
      const message = `FORM_TYPE is not ${NS_PUBSUB_NODE_CONFIG}. Correct it.`;
      return [{ element: field, message, fix: setText(document, value, NS_PUBSUB_NODE_CONFIG) }];
    }),
};

const CONFIG_UNKNOWN: LintRule = {
  id: 'pubsub.config-unknown',
  severity: 'warning',
  title: 'Option that the service does not know',
  reason: 'MongooseIM ignores unknown names and answers result.',
  evidence: 'facts 2.2 C10',
  check: (document) =>
    configFields(document)
      .filter((field) => !KNOWN_OPTIONS.includes(nameOf(field)))
      .map((field) => {
        const typed = nameOf(field);
        const meant =
          didYouMean(typed.startsWith('pubsub#') ? typed : `pubsub#${typed}`, OPTION_NAMES) ??
          prefixed(typed);
        return {
          element: field,
          attribute: 'var',
          message: `"${typed}" is no option of a node. ${meant === null ? 'It will be ignored.' : `Did you mean ${meant}?`}`,
          fix: meant === null ? undefined : setAttribute(document, field, 'var', meant),
        };
      }),
};

const OPTION_NAMES = NODE_OPTION_NAMES.map(([, name]) => name);
/** Those that MongooseIM’s form has besides, which say nothing about pushing. XEP-0060 §16.4.4. */
const KNOWN_OPTIONS: readonly string[] = [
  ...['', 'FORM_TYPE', ...OPTION_NAMES],
  ...['title', 'description', 'type', 'collection', 'roster_groups_allowed', 'contact'].map(
    (name) => `pubsub#${name}`,
  ),
  ...['item_expire', 'itemreply', 'language', 'notify_sub', 'publisher', 'tempsub'].map(
    (name) => `pubsub#${name}`,
  ),
  ...['body_xslt', 'children', 'children_max', 'dataform_xslt', 'owner', 'creator'].map(
    (name) => `pubsub#${name}`,
  ),
];

function prefixed(typed: string): string | null {
  return OPTION_NAMES.includes(`pubsub#${typed}`) ? `pubsub#${typed}` : null;
}

const CONFIG_VALUES: LintRule = {
  id: 'pubsub.config-values',
  severity: 'warning',
  title: 'Option without exactly one value',
  reason: 'MongooseIM ignores it: the default stays, and the answer is result.',
  evidence: 'facts 2.2 C11',
  check: (document) =>
    configFields(document)
      .filter((field) => OPTION_NAMES.includes(nameOf(field)) && valuesOf(field).length !== 1)
      .map((element) => ({
        element,
        message: `${nameOf(element)} has ${valuesOf(element).length === 0 ? 'no value' : 'several values'}. Give it one.`,
      })),
};

const CONFIG_VALUE: LintRule = {
  id: 'pubsub.config-value',
  severity: 'error',
  title: 'Option with a value outside its set',
  reason: 'The service answers not-acceptable and does not say which option it was.',
  evidence: 'facts 2.2 C12',
  check: (document) => judgedOptions(document, 'error'),
};

const CONFIG_ADVICE: LintRule = {
  id: 'pubsub.config-advice',
  severity: 'warning',
  title: 'Who may publish',
  reason:
    'The publish model decides who can push to the device: with open anybody who knows the node’s name, with publishers the owner and those with publisher or publish-only.',
  evidence: 'facts 2.3; facts 2.5',
  check: (document) => judgedOptions(document, 'warning'),
};

/** What the form of the create template says of the options that stand in the stanza. */
function judgedOptions(document: LintDocument, severity: 'error' | 'warning'): RuleMatch[] {
  return configFields(document).flatMap((element) => {
    const value = valuesOf(element)[0];
    const known = NODE_OPTION_NAMES.find(([, name]) => name === nameOf(element));
    const field = NODE_OPTION_FIELDS.find(({ name }) => name === known?.[0]);
    if (field === undefined || value === undefined || value === '') return [];
    if (field.name === 'max_items' && value === 'max') return [];
    const problem = validateField(field, value);
    if (problem?.severity !== severity) return [];
    const options = field.kind === 'choice' ? field.options.map((option) => option.value) : [];
    const meant = severity === 'error' ? didYouMean(value, options) : null;
    const child = findChild(element, 'value', NS_DATA_FORMS);
    return [
      {
        element,
        message: problem.message,
        fix: meant === null || child === undefined ? undefined : setText(document, child, meant),
      },
    ];
  });
}

/** Rules for node configuration, at its creation or later. */
export const NODE_CONFIG_RULES: readonly LintRule[] = [
  CONFIG_NOT_SUBMIT,
  CONFIG_NO_FORM,
  CONFIG_FORM_TYPE,
  CONFIG_UNKNOWN,
  CONFIG_VALUES,
  CONFIG_VALUE,
  CONFIG_ADVICE,
];

function configForms(document: LintDocument): XmlElement[] {
  return [
    ...actions(document, 'configure', NS_PUBSUB),
    ...actions(document, 'configure', NS_PUBSUB_OWNER),
  ].flatMap((configure) => childElements(configure, 'x', NS_DATA_FORMS).slice(0, 1));
}

function configFields(document: LintDocument): XmlElement[] {
  return configForms(document).flatMap(formFields);
}
