/** Rules for publishing to a push node by hand. XEP-0357 0.4.1 §7; the order of the checks: facts 2.6. */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild, firstChild } from '../xml/query.ts';
import {
  NS_DATA_FORMS,
  NS_PUBSUB,
  NS_PUBSUB_PUBLISH_OPTIONS,
  NS_PUSH_0,
} from '../xmpp/namespaces.ts';
import { setAttribute, setText } from './edits.ts';
import { actions, pubsubElements } from './pubsub-parts.ts';
import { formFields, nameOf, optionsOf, valuesOf } from './push-parts.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';

/** A payload this long in XML is near the service’s limit of 60000, which it counts in another form. */
const LARGE_PAYLOAD = 40_000;
const SUMMARY: readonly string[] = ['message-count', 'last-message-sender', 'last-message-body'];

const NODE_MISSING: LintRule = {
  id: 'publish.node-missing',
  severity: 'error',
  title: 'Publish without a node',
  reason: 'The answer is bad-request with nodeid-required.',
  evidence: 'facts 2.6 P1',
  check: (document) =>
    actions(document, 'publish')
      .filter(({ attrs }) => (attrs['node'] ?? '') === '')
      .map((element) => ({ element, attribute: 'node', message: 'The node is missing. Add it.' })),
};

const ITEM: LintRule = {
  id: 'publish.item',
  severity: 'error',
  title: 'Publish without exactly one item',
  reason:
    'The answer is bad-request: item-required without one, invalid-payload with more or something else.',
  evidence: 'facts 2.6 P2; facts 2.6 P3',
  check: (document) =>
    actions(document, 'publish').flatMap((publish) => {
      const children = childElements(publish);
      if (children.length === 1 && children[0]?.name === 'item') return [];
      const message =
        children.length === 0
          ? 'There is no item. Add one.'
          : 'There is more than one item, or something else. Leave one item.';
      return [{ element: children[1] ?? publish, message }];
    }),
};

const PAYLOAD: LintRule = {
  id: 'publish.payload',
  severity: 'error',
  title: 'Item without exactly one payload',
  reason: 'The answer is bad-request: payload-required without one, invalid-payload with more.',
  evidence: 'facts 2.6 P7; facts 2.6 P8',
  check: (document) =>
    items(document)
      .filter((item) => childElements(item).length !== 1)
      .map((element) => ({
        element,
        message: `The item has ${childElements(element).length === 0 ? 'no payload' : 'more than one payload'}. It needs one notification.`,
      })),
};

const PAYLOAD_NAME: LintRule = {
  id: 'publish.payload-name',
  severity: 'warning',
  title: 'Payload is no notification',
  reason: 'A push node answers bad-request to any other element.',
  evidence: 'facts 2.6 P11',
  check: (document) =>
    items(document).flatMap((item) => {
      const payload = firstChild(item);
      if (payload === undefined || !isPush(document) || payload.name === 'notification') return [];
      const message = `${payload.name} is not what a push node takes. Write a notification in ${NS_PUSH_0}.`;
      return [{ element: payload, message }];
    }),
};

const PAYLOAD_LARGE: LintRule = {
  id: 'publish.payload-large',
  severity: 'warning',
  title: 'Large payload',
  reason: 'Above max_payload_size the answer is payload-too-big; APNs and FCM take 4 KB in all.',
  evidence: 'facts 2.6 P6',
  check: (document) =>
    items(document)
      .filter((item) => {
        const place = document.placeOf(item);
        return (place?.close?.end ?? 0) - (place?.open.start ?? 0) > LARGE_PAYLOAD;
      })
      .map((element) => ({ element, message: 'The payload is very large. Shorten the body.' })),
};

const OPTIONS: LintRule = {
  id: 'publish.options',
  severity: 'error',
  title: 'Publish-options that the push node refuses',
  reason:
    'A push node wants them with FORM_TYPE, device_id and service: conflict with precondition-not-met, which makes the server remove the registration when it publishes itself.',
  evidence: 'facts 2.6 P9',
  check: (document) => {
    if (!isPush(document)) return [];
    return actions(document, 'publish').flatMap((publish) => {
      const options = actions(document, 'publish-options')[0];
      if (options === undefined) {
        return [{ element: publish, message: 'There are no publish-options. Add them.' }];
      }
      const form = findChild(options, 'x', NS_DATA_FORMS);
      return form === undefined
        ? [{ element: options, message: 'publish-options hold no data form. Add one.' }]
        : checkForm(document, form);
    });
  },
};

function checkForm(document: LintDocument, form: XmlElement): RuleMatch[] {
  if (form.attrs['type'] !== 'submit') {
    const fix = setAttribute(document, form, 'type', 'submit');
    return [{ element: form, attribute: 'type', message: "Set type='submit'.", fix }];
  }
  const formType = formFields(form).find((field) => nameOf(field) === 'FORM_TYPE');
  if (formType === undefined || valuesOf(formType)[0] !== NS_PUBSUB_PUBLISH_OPTIONS) {
    const value = formType === undefined ? undefined : findChild(formType, 'value', NS_DATA_FORMS);
    return [
      {
        element: formType ?? form,
        message: `FORM_TYPE is not ${NS_PUBSUB_PUBLISH_OPTIONS}. Correct it.`,
        fix: value === undefined ? undefined : setText(document, value, NS_PUBSUB_PUBLISH_OPTIONS),
      },
    ];
  }
  const missing = ['device_id', 'service'].filter((name) => !(name in optionsOf(form)));
  if (missing.length === 0) return [];
  return [
    { element: form, message: `The options lack ${missing.join(' and ')}. Add what is missing.` },
  ];
}

const OPTION_VALUES: LintRule = {
  id: 'publish.option-values',
  severity: 'warning',
  title: 'device_id without exactly one value',
  reason:
    'It passes the check for its presence and is dropped then: the answer is result, and no push is sent.',
  evidence: 'facts 2.6; facts 9 row 25',
  check: (document) =>
    actions(document, 'publish-options')
      .flatMap((options) => childElements(options, 'x', NS_DATA_FORMS))
      .flatMap(formFields)
      .filter((field) => ['device_id', 'service'].includes(nameOf(field)))
      .filter((field) => valuesOf(field).filter((value) => value !== '').length !== 1)
      .map((element) => ({ element, message: `${nameOf(element)} needs exactly one value.` })),
};

const SUMMARY_MISSING: LintRule = {
  id: 'publish.summary',
  severity: 'warning',
  title: 'Notification without its summary',
  reason:
    'MongooseIM builds the alert from message-count, sender and body: without one of them, or with a count that is no number, the publish fails (up to 6.7: result, and no push).',
  evidence: 'facts 6.5; facts 9 row 23',
  check: (document) =>
    items(document).flatMap((item) => {
      const notification = findChild(item, 'notification');
      if (notification === undefined || isSilent(document)) return [];
      const form = findChild(notification, 'x', NS_DATA_FORMS);
      const values = form === undefined ? {} : optionsOf(form);
      const missing = SUMMARY.filter((name) => values[name] === undefined);
      if (missing.length > 0) {
        return [
          {
            element: form ?? notification,
            message: `The summary lacks ${missing.join(', ')}. Add what is missing.`,
          },
        ];
      }
      return /^\d+$/.test(values['message-count'] ?? '')
        ? []
        : [
            {
              element: form ?? notification,
              message: 'message-count is no whole number. Correct it.',
            },
          ];
    }),
};

/** Rules for a publish. */
export const PUBLISH_RULES: readonly LintRule[] = [
  NODE_MISSING,
  ITEM,
  PAYLOAD,
  PAYLOAD_NAME,
  PAYLOAD_LARGE,
  OPTIONS,
  OPTION_VALUES,
  SUMMARY_MISSING,
];

function items(document: LintDocument): XmlElement[] {
  return actions(document, 'publish').flatMap((publish) =>
    childElements(publish, 'item', NS_PUBSUB),
  );
}

/** Other nodes take any payload, so it has to look like a push: by its payload or its options. */
function isPush(document: LintDocument): boolean {
  const carries = items(document).some((item) =>
    childElements(item).some(({ name, ns }) => name === 'notification' || ns === NS_PUSH_0),
  );
  return (
    carries ||
    pubsubElements(document).some(
      (pubsub) => findChild(pubsub, 'publish-options') !== undefined && offersToken(pubsub),
    )
  );
}

function offersToken(pubsub: XmlElement): boolean {
  const options = findChild(pubsub, 'publish-options');
  const form = options === undefined ? undefined : findChild(options, 'x', NS_DATA_FORMS);
  return form !== undefined && 'device_id' in optionsOf(form);
}

function isSilent(document: LintDocument): boolean {
  return actions(document, 'publish-options')
    .flatMap((options) => childElements(options, 'x', NS_DATA_FORMS))
    .some((form) => optionsOf(form)['silent'] === 'true');
}
