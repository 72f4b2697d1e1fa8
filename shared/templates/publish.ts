/**
 * Publish a notification by hand, as the chat server does: the errors that it alone gets come back here.
 * XEP-0357 0.4.1 §7 and §8; what MongooseIM sends: facts 5.5 and 5.6.
 */
import { createElement } from '../xml/node.ts';
import { findChild } from '../xml/query.ts';
import { buildSubmitForm, findDataForm } from '../xmpp/data-form.ts';
import {
  NS_PUBSUB,
  NS_PUBSUB_PUBLISH_OPTIONS,
  NS_PUSH_0,
  NS_PUSH_SUMMARY,
} from '../xmpp/namespaces.ts';
import type { TemplateField } from './fields.ts';
import { PUBLISH_OPTION_FIELDS, PUBLISH_OPTION_NAMES } from './publish-options.ts';
import {
  buildIq,
  NODE_FIELD,
  readIqPayload,
  readSubmitFields,
  SERVICE_FIELD,
  toSubmitFields,
} from './stanza-parts.ts';
import { attributeOf, type Template, textOf } from './template.ts';

const SUMMARY_FIELDS: readonly TemplateField[] = [
  {
    kind: 'integer',
    name: 'message-count',
    label: 'Message count',
    help: 'Becomes the badge.',
    group: 'main',
    required: true,
    defaultValue: '1',
    min: 0,
    max: 1_000_000,
  },
  {
    kind: 'text',
    name: 'last-message-sender',
    label: 'Last sender',
    help: 'Becomes the title of the notification.',
    group: 'main',
    required: true,
    placeholder: 'bob@example.org',
  },
  {
    kind: 'text',
    name: 'last-message-body',
    label: 'Last message',
    help: 'Becomes the text of the notification, in clear for Apple or Google.',
    group: 'main',
    required: true,
    defaultValue: 'A test from Pushscope',
  },
];

const SUMMARY_NAMES = SUMMARY_FIELDS.map(({ name }) => [name, name] as const);
const OPTION_NAMES = PUBLISH_OPTION_NAMES.map((name) => [name, name] as const);

const ITEM_ID: TemplateField = {
  kind: 'text',
  name: 'item',
  label: 'Item id',
  help: 'Blank lets the service choose one.',
  group: 'more',
  required: false,
};

const OTHER: TemplateField = {
  kind: 'pairs',
  name: 'other',
  label: 'Other options',
  help: 'One name=value a line, as in the enable.',
  group: 'more',
  required: false,
  reserved: ['FORM_TYPE', ...PUBLISH_OPTION_NAMES],
};

/** Pushes to a device without a chat server in between. */
export const PUBLISH: Template = {
  id: 'publish',
  title: 'Publish notification',
  description:
    'PubSub-full only. Sends a real notification to the device. The answer is the one that your server would get: a result still does not prove that the phone showed it.',
  spec: { id: 'XEP-0357', section: '§7' },
  destructive: () => 'Sends a real notification to the device',
  fields: [SERVICE_FIELD, NODE_FIELD, ...SUMMARY_FIELDS, ...PUBLISH_OPTION_FIELDS, OTHER, ITEM_ID],
  build(values, id) {
    const summary = buildSubmitForm(
      NS_PUSH_SUMMARY,
      SUMMARY_NAMES.map(([name]) => [name, values[name]] as const),
      { hiddenType: false },
    );
    const options = buildSubmitForm(
      NS_PUBSUB_PUBLISH_OPTIONS,
      toSubmitFields(values, OPTION_NAMES, 'other'),
      { hiddenType: false },
    );
    const notification = createElement('notification', NS_PUSH_0, {}, [summary]);
    const item = createElement('item', NS_PUBSUB, { id: attributeOf(values, 'item') }, [
      notification,
    ]);
    const pubsub = createElement('pubsub', NS_PUBSUB, {}, [
      createElement('publish', NS_PUBSUB, { node: textOf(values, 'node') }, [item]),
      createElement('publish-options', NS_PUBSUB, {}, [options]),
    ]);
    return buildIq({ type: 'set', to: attributeOf(values, 'to'), id }, pubsub);
  },
  read(stanza) {
    const pubsub = readIqPayload(stanza, 'set', 'pubsub', NS_PUBSUB);
    const publish = pubsub && findChild(pubsub, 'publish', NS_PUBSUB);
    if (pubsub === undefined || publish === undefined) return null;
    const item = findChild(publish, 'item', NS_PUBSUB);
    const notification = item && findChild(item, 'notification', NS_PUSH_0);
    const summary = notification === undefined ? null : findDataForm(notification);
    const options = findChild(pubsub, 'publish-options', NS_PUBSUB);
    const form = options === undefined ? null : findDataForm(options);
    const { rest: _rest, ...read } = readSubmitFields(summary, SUMMARY_NAMES, 'rest');
    return {
      ...read,
      ...readSubmitFields(form, OPTION_NAMES, 'other'),
      to: stanza.attrs['to'] ?? '',
      node: publish.attrs['node'] ?? '',
      item: item?.attrs['id'] ?? '',
    };
  },
};
