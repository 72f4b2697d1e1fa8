/**
 * Rules for enable and disable.
 * XEP-0357 "Push Notifications" 0.4.1 §5 and §6; what MongooseIM refuses: facts 4.2, E1 to E8.
 */
import { ENABLE } from '../templates/push-registration.ts';
import { validateField } from '../templates/fields.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText } from '../xml/query.ts';
import { NS_DATA_FORMS, NS_PUBSUB_PUBLISH_OPTIONS, NS_PUSH_0 } from '../xmpp/namespaces.ts';
import type { LintRule, RuleMatch } from './rule.ts';

const NAMESPACE_MISSPELT: LintRule = {
  id: 'push.namespace-misspelt',
  severity: 'error',
  check: ({ stanza }) =>
    childElements(stanza)
      .filter(({ name, ns }) => (name === 'enable' || name === 'disable') && isMisspelt(ns))
      .map((element) => ({
        element,
        attribute: 'xmlns',
        message: `The namespace is "${element.ns}". No server handles push under that name. Write urn:xmpp:push:0.`,
      })),
};

/** Another namespace may be meant (stream management has an enable, too), unless it talks of push. */
function isMisspelt(ns: string): boolean {
  return ns !== NS_PUSH_0 && (ns === 'jabber:client' || /push/i.test(ns));
}

const JID_MISSING: LintRule = {
  id: 'push.jid-missing',
  severity: 'error',
  check: ({ stanza }) =>
    registrations(stanza)
      .filter((element) => (element.attrs['jid'] ?? '') === '')
      .map((element) => ({
        element,
        attribute: 'jid',
        message:
          'The jid is missing. Servers answer bad-request. Add the JID of the pubsub service or virtual host.',
      })),
};

const NODE_MISSING: LintRule = {
  id: 'push.node-missing',
  severity: 'error',
  check: ({ stanza }) =>
    registrations(stanza)
      .filter((element) => {
        const node = element.attrs['node'];
        return node === '' || (node === undefined && element.name === 'enable');
      })
      .map((element) => ({
        element,
        attribute: 'node',
        message:
          element.name === 'enable'
            ? 'The node is missing. MongooseIM answers bad-request, although XEP-0357 allows it. Add a node.'
            : 'The node is empty. MongooseIM answers bad-request. Name a node, or leave the attribute out to disable all of them.',
      })),
};

const FORM_TYPE_ATTRIBUTE: LintRule = {
  id: 'push.form-not-submit',
  severity: 'error',
  check: ({ stanza }) =>
    optionForms(stanza)
      .filter((form) => form.attrs['type'] !== 'submit')
      .map((form) => ({
        element: form,
        attribute: 'type',
        message:
          "The form is not of type submit. MongooseIM since 6.2 answers bad-request; ejabberd stores it and the push fails later. Set type='submit'.",
      })),
};

const FORM_TYPE_FIELD: LintRule = {
  id: 'push.form-type',
  severity: 'error',
  check: ({ stanza }) => optionForms(stanza).flatMap(checkFormType),
};

function checkFormType(form: XmlElement): RuleMatch[] {
  const fields = formFields(form).filter((field) => field.attrs['var'] === 'FORM_TYPE');
  const [field] = fields;
  if (field === undefined || fields.length > 1) {
    const count = field === undefined ? 'no FORM_TYPE' : 'more than one FORM_TYPE';
    return [
      {
        element: form,
        message: `The form has ${count}. MongooseIM answers bad-request. Have one, with ${NS_PUBSUB_PUBLISH_OPTIONS}.`,
      },
    ];
  }
  const value = valuesOf(field)[0] ?? '';
  if (value === NS_PUBSUB_PUBLISH_OPTIONS) return [];
  const spaced = value.trim() === NS_PUBSUB_PUBLISH_OPTIONS;
  return [
    {
      element: field,
      message: spaced
        ? 'FORM_TYPE has white space around its value. Servers compare exactly and answer bad-request. Remove line breaks and spaces.'
        : `FORM_TYPE is not that of publish-options. MongooseIM answers bad-request. Write ${NS_PUBSUB_PUBLISH_OPTIONS}.`,
    },
  ];
}

const FIELD_VALUES: LintRule = {
  id: 'push.field-values',
  severity: 'error',
  check: ({ stanza }) =>
    optionForms(stanza)
      .flatMap(formFields)
      .filter((field) => valuesOf(field).length !== 1)
      .map((field) => {
        const several = valuesOf(field).length > 1;
        return {
          element: field,
          message: `Field ${field.attrs['var'] ?? 'without var'} has ${several ? 'several values' : 'no value'}. MongooseIM since 6.1 refuses the whole form for it. ${several ? 'Keep one value.' : 'Give it a value or remove the field.'}`,
        };
      }),
};

const OPTION_VALUES: LintRule = {
  id: 'push.option-value',
  severity: 'warning',
  check: ({ stanza }) => optionForms(stanza).flatMap(checkOptions),
};

/** The form's own remarks, so that a draft typed by hand hears the same as one filled in. */
function checkOptions(form: XmlElement): RuleMatch[] {
  const fields = formFields(form);
  const values = Object.fromEntries(
    fields.map((field) => [field.attrs['var'] ?? '', valuesOf(field)[0] ?? '']),
  );
  return fields.flatMap((element) => {
    const name = element.attrs['var'] ?? '';
    const field = ENABLE.fields.find((candidate) => candidate.name === name);
    // jid, node, to and other are fields of the template's form, not options.
    if (field === undefined || ['jid', 'node', 'to', 'other'].includes(name)) return [];
    const problem = validateField(field, values[name], values);
    return problem?.severity === 'warning' ? [{ element, message: problem.message }] : [];
  });
}

const OPTION_MISSING: LintRule = {
  id: 'push.option-missing',
  severity: 'warning',
  check: ({ stanza }) =>
    registrations(stanza)
      .filter(({ name }) => name === 'enable')
      .flatMap(checkMandatoryOptions),
};

function checkMandatoryOptions(enable: XmlElement): RuleMatch[] {
  const form = findChild(enable, 'x', NS_DATA_FORMS);
  const present = form === undefined ? [] : formFields(form).map((field) => field.attrs['var']);
  const missing = ['service', 'device_id'].filter((name) => !present.includes(name));
  if (missing.length === 0) return [];
  return [
    {
      element: form ?? enable,
      message: `The options lack ${missing.join(' and ')}. Enable is accepted, and no push will ever be sent with MongoosePush. Add ${missing.length > 1 ? 'them' : 'it'}.`,
    },
  ];
}

/** Rules for push registrations. */
export const PUSH_RULES: readonly LintRule[] = [
  NAMESPACE_MISSPELT,
  JID_MISSING,
  NODE_MISSING,
  FORM_TYPE_ATTRIBUTE,
  FORM_TYPE_FIELD,
  FIELD_VALUES,
  OPTION_MISSING,
  OPTION_VALUES,
];

function registrations(stanza: XmlElement): XmlElement[] {
  return childElements(stanza).filter(
    ({ name, ns }) => ns === NS_PUSH_0 && (name === 'enable' || name === 'disable'),
  );
}

function optionForms(stanza: XmlElement): XmlElement[] {
  return registrations(stanza)
    .filter(({ name }) => name === 'enable')
    .flatMap((enable) => childElements(enable, 'x', NS_DATA_FORMS).slice(0, 1));
}

function formFields(form: XmlElement): XmlElement[] {
  return childElements(form, 'field', NS_DATA_FORMS);
}

function valuesOf(field: XmlElement): string[] {
  return childElements(field, 'value', NS_DATA_FORMS).map(ownText);
}
