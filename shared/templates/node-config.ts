/** Change the options of a node. XEP-0060 1.30.0 §8.2.4; value sets: facts 2.2. */
import { createElement } from '../xml/node.ts';
import { findChild } from '../xml/query.ts';
import { buildSubmitForm, findDataForm } from '../xmpp/data-form.ts';
import { NS_PUBSUB_NODE_CONFIG, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
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

/** Sets options of a node of one's own; those left blank stay as they are. */
export const SET_NODE_CONFIG: Template = {
  id: 'set-node-config',
  title: 'Set node configuration',
  description:
    'Owners only. Options left blank stay as they are; names that the service does not know are ignored without a word.',
  spec: { id: 'XEP-0060', section: '§8.2.4' },
  fields: [SERVICE_FIELD, NODE_FIELD, ...NODE_OPTION_FIELDS],
  build(values, id) {
    const fields = toSubmitFields(values, NODE_OPTION_NAMES, 'other');
    const form = buildSubmitForm(NS_PUBSUB_NODE_CONFIG, fields, { hiddenType: true });
    const configure = createElement(
      'configure',
      NS_PUBSUB_OWNER,
      { node: textOf(values, 'node') },
      [form],
    );
    return buildIq(
      { type: 'set', to: attributeOf(values, 'to'), id },
      createElement('pubsub', NS_PUBSUB_OWNER, {}, [configure]),
    );
  },
  read(stanza) {
    const pubsub = readIqPayload(stanza, 'set', 'pubsub', NS_PUBSUB_OWNER);
    const configure = pubsub && findChild(pubsub, 'configure', NS_PUBSUB_OWNER);
    if (configure === undefined) return null;
    return {
      ...readSubmitFields(findDataForm(configure), NODE_OPTION_NAMES, 'other'),
      to: stanza.attrs['to'] ?? '',
      node: configure.attrs['node'] ?? '',
    };
  },
};
