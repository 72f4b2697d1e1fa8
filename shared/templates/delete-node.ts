/** Delete a node. XEP-0060 "Publish-Subscribe" §8.4 "Delete a Node". */
import { createElement } from '../xml/node.ts';
import { findChild } from '../xml/query.ts';
import { NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import { buildIq, NODE_FIELD, readIqPayload, SERVICE_FIELD } from './stanza-parts.ts';
import { attributeOf, type Template, textOf } from './template.ts';

/** Deletes a node of one's own. */
export const DELETE_NODE: Template = {
  id: 'delete-node',
  title: 'Delete node',
  description:
    'Owners only. Registrations that point to the node stay: disable them first, or the next push removes them in silence.',
  spec: { id: 'XEP-0060', section: '§8.4' },
  fields: [SERVICE_FIELD, NODE_FIELD],
  destructive: (values) => `Delete node ${textOf(values, 'node')} on ${textOf(values, 'to')}`,
  build(values, id) {
    const target = createElement('delete', NS_PUBSUB_OWNER, { node: textOf(values, 'node') });
    return buildIq(
      { type: 'set', to: attributeOf(values, 'to'), id },
      createElement('pubsub', NS_PUBSUB_OWNER, {}, [target]),
    );
  },
  read(stanza) {
    const pubsub = readIqPayload(stanza, 'set', 'pubsub', NS_PUBSUB_OWNER);
    const target = pubsub && findChild(pubsub, 'delete', NS_PUBSUB_OWNER);
    if (target === undefined) return null;
    return { to: stanza.attrs['to'] ?? '', node: target.attrs['node'] ?? '' };
  },
};
