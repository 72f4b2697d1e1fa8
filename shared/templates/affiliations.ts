/** Affiliations of a node. XEP-0060 "Publish-Subscribe" §8.9 "Manage Affiliations", §5.7 "Retrieve Affiliations". */
import { createElement, type XmlElement } from '../xml/node.ts';
import { findChild } from '../xml/query.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import type { TemplateField, TemplateValues } from './fields.ts';
import { buildIq, NODE_FIELD, readIqPayload, SERVICE_FIELD } from './stanza-parts.ts';
import { attributeOf, type Template, textOf } from './template.ts';

/** Reads who may do what on a node; without a node, which nodes the account itself has a part in. */
export const GET_AFFILIATIONS: Template = {
  id: 'get-affiliations',
  title: 'Get affiliations',
  description:
    'With a node: who may do what there (owners only). Without: all your own nodes on the service, the best list of them there is.',
  spec: { id: 'XEP-0060', section: '§8.9.1' },
  fields: [
    SERVICE_FIELD,
    {
      kind: 'text',
      name: 'node',
      label: 'Node',
      help: 'Blank lists your own nodes on the service instead.',
      group: 'main',
      required: false,
      placeholder: 'dev-7f3a',
    },
  ],
  build(values, id) {
    const node = attributeOf(values, 'node');
    const ns = node === undefined ? NS_PUBSUB : NS_PUBSUB_OWNER;
    return buildIq(
      { type: 'get', to: attributeOf(values, 'to'), id },
      createElement('pubsub', ns, {}, [createElement('affiliations', ns, { node })]),
    );
  },
  read(stanza) {
    for (const ns of [NS_PUBSUB_OWNER, NS_PUBSUB]) {
      const pubsub = readIqPayload(stanza, 'get', 'pubsub', ns);
      const affiliations = pubsub && findChild(pubsub, 'affiliations', ns);
      const node = affiliations?.attrs['node'] ?? '';
      // The namespace follows from the node, so other combinations are left to the XML.
      if (affiliations !== undefined && (node === '') === (ns === NS_PUBSUB)) {
        return { to: stanza.attrs['to'] ?? '', node };
      }
    }
    return null;
  },
};

const AFFILIATION_FIELD: TemplateField = {
  kind: 'choice',
  name: 'affiliation',
  label: 'Affiliation',
  help: 'publish-only lets an entity publish without seeing anything. It is written with a hyphen.',
  group: 'main',
  required: true,
  defaultValue: 'publish-only',
  options: ['publish-only', 'publisher', 'member', 'owner', 'outcast', 'none'].map((value) => ({
    value,
    label: value,
  })),
  otherwise:
    'This is no affiliation of XEP-0060. The service answers bad-request and changes nothing. Use publish-only.',
};

const FROM_FIELD: TemplateField = {
  kind: 'jid',
  name: 'from',
  label: 'From',
  help: 'Leave it blank: the server knows who you are. MongooseIM’s tutorial prints one.',
  group: 'more',
  required: false,
  advise: (value) =>
    value === ''
      ? null
      : {
          severity: 'warning',
          message:
            'A from is given. If it is not exactly your full JID, the server may end the stream without an answer. Leave it blank.',
        },
};

function readAffiliation(stanza: XmlElement): TemplateValues | null {
  const pubsub = readIqPayload(stanza, 'set', 'pubsub', NS_PUBSUB_OWNER);
  const affiliations = pubsub && findChild(pubsub, 'affiliations', NS_PUBSUB_OWNER);
  if (affiliations === undefined) return null;
  const entry = findChild(affiliations, 'affiliation', NS_PUBSUB_OWNER);
  return {
    to: stanza.attrs['to'] ?? '',
    from: stanza.attrs['from'] ?? '',
    node: affiliations.attrs['node'] ?? '',
    jid: entry?.attrs['jid'] ?? '',
    affiliation: entry?.attrs['affiliation'] ?? '',
  };
}

/** Gives an entity an affiliation; for push, the chat domain must be allowed to publish. */
export const SET_AFFILIATION: Template = {
  id: 'set-affiliation',
  title: 'Set affiliation',
  description:
    'PubSub-full with publish_model publishers: pushes are published by your chat domain, so it needs publish-only. Without it every push is lost in silence.',
  spec: { id: 'XEP-0060', section: '§8.9.2' },
  fields: [
    SERVICE_FIELD,
    NODE_FIELD,
    {
      kind: 'jid',
      name: 'jid',
      label: 'Who gets it',
      help: 'For push: the domain of your JID, without localpart.',
      group: 'main',
      required: true,
      placeholder: 'example.org',
    },
    AFFILIATION_FIELD,
    FROM_FIELD,
  ],
  build(values, id) {
    const entry = createElement('affiliation', NS_PUBSUB_OWNER, {
      jid: textOf(values, 'jid'),
      affiliation: textOf(values, 'affiliation'),
    });
    const list = createElement('affiliations', NS_PUBSUB_OWNER, { node: textOf(values, 'node') }, [
      entry,
    ]);
    return buildIq(
      { type: 'set', to: attributeOf(values, 'to'), id, from: attributeOf(values, 'from') },
      createElement('pubsub', NS_PUBSUB_OWNER, {}, [list]),
    );
  },
  read: readAffiliation,
};
