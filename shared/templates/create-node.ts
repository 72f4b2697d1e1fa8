/**
 * Create a push node.
 * XEP-0060 "Publish-Subscribe" §8.1 "Create a Node"; the attribute `type` is MongooseIM's own, see its
 * push tutorial and facts 2.2 and 2.3.
 */
import { createElement, type XmlElement } from '../xml/node.ts';
import { findChild } from '../xml/query.ts';
import { buildSubmitForm, findDataForm } from '../xmpp/data-form.ts';
import { NS_PUBSUB, NS_PUBSUB_NODE_CONFIG } from '../xmpp/namespaces.ts';
import type { TemplateField, TemplateValues } from './fields.ts';
import { NODE_OPTION_FIELDS, NODE_OPTION_NAMES } from './node-options.ts';
import {
  buildIq,
  NODE_FIELD,
  readIqPayload,
  readSubmitFields,
  SERVICE_FIELD,
  toSubmitFields,
} from './stanza-parts.ts';
import { attributeOf, type Template, textOf } from './template.ts';

const TYPE_FIELD: TemplateField = {
  kind: 'choice',
  name: 'type',
  label: 'Node type',
  help: 'Only a node of type push hands notifications to the push service.',
  group: 'main',
  required: false,
  defaultValue: 'push',
  options: [{ value: 'push', label: 'push' }],
  otherwise:
    'This is no push node. Notifications published to it reach no device. Use "push", unless you are testing what happens without.',
  advise: (value) =>
    value === ''
      ? {
          severity: 'warning',
          message:
            'No type is asked for. The service then uses the first of its plugins, usually flat, and says nothing. Use "push".',
        }
      : null,
};

function build(values: TemplateValues, id: string): XmlElement {
  const fields = toSubmitFields(values, NODE_OPTION_NAMES, 'other');
  const form = buildSubmitForm(NS_PUBSUB_NODE_CONFIG, fields, { hiddenType: true });
  // FORM_TYPE alone configures nothing; without any option the service's defaults apply.
  const configured = form.children.length > 1;
  const create = createElement('create', NS_PUBSUB, {
    node: textOf(values, 'node'),
    type: attributeOf(values, 'type'),
  });
  return buildIq(
    { type: 'set', to: attributeOf(values, 'to'), id },
    createElement('pubsub', NS_PUBSUB, {}, [
      create,
      configured ? createElement('configure', NS_PUBSUB, {}, [form]) : undefined,
    ]),
  );
}

function read(stanza: XmlElement): TemplateValues | null {
  const pubsub = readIqPayload(stanza, 'set', 'pubsub', NS_PUBSUB);
  const create = pubsub && findChild(pubsub, 'create', NS_PUBSUB);
  if (pubsub === undefined || create === undefined) return null;
  const configure = findChild(pubsub, 'configure', NS_PUBSUB);
  return {
    ...readSubmitFields(
      configure === undefined ? null : findDataForm(configure),
      NODE_OPTION_NAMES,
      'other',
    ),
    to: stanza.attrs['to'] ?? '',
    node: create.attrs['node'] ?? '',
    type: create.attrs['type'] ?? '',
  };
}

/** Creates a node whose items go to a push service instead of to subscribers. */
export const CREATE_NODE: Template = {
  id: 'create-node',
  title: 'Create push node',
  description:
    'PubSub-full only. The result proves that the name was free and is yours now; it does not repeat the type.',
  spec: { id: 'XEP-0060', section: '§8.1' },
  fields: [SERVICE_FIELD, NODE_FIELD, TYPE_FIELD, ...NODE_OPTION_FIELDS],
  build,
  read,
};
