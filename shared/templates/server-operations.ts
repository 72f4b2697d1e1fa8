/** Requests to a server or to anybody: ping, time; the archive; rooms of MUC Light. */
import { createElement } from '../xml/node.ts';
import { findChild, ownText } from '../xml/query.ts';
import { buildSubmitForm, findDataForm } from '../xmpp/data-form.ts';
import { NS_MAM_2, NS_PING, NS_RSM, NS_TIME } from '../xmpp/namespaces.ts';
import type { TemplateField } from './fields.ts';
import { iqOperation, OWN_OR_OTHER } from './operation.ts';
import { buildIq, readIqPayload, readSubmitFields, toSubmitFields } from './stanza-parts.ts';
import { attributeOf, type Template, textOf } from './template.ts';

/** MongooseIM’s own. */
const NS_MUC_LIGHT_CREATE = 'urn:xmpp:muclight:0#create';

const WHOM: TemplateField = {
  ...OWN_OR_OTHER,
  help: 'Whom to ask, usually the chat domain. Blank for your own account.',
};

/** Asks somebody to answer. */
export const PING: Template = iqOperation(
  {
    id: 'ping',
    title: 'Ping',
    description:
      'An error answers as well as a result: somebody is there. MongooseIM without mod_ping answers with one.',
    spec: { id: 'XEP-0199', section: '§4' },
  },
  'get',
  { name: 'ping', ns: NS_PING },
  [WHOM],
);

/** Asks for the time. */
export const ENTITY_TIME: Template = iqOperation(
  {
    id: 'entity-time',
    title: 'Ask for the time',
    description: 'Tells how far the clocks are apart; MongooseIM answers with mod_time only.',
    spec: { id: 'XEP-0202', section: '§3' },
  },
  'get',
  { name: 'time', ns: NS_TIME },
  [WHOM],
);

/** Makes a room whose members are reached, and pushed to, wherever they are. */
export const MUC_LIGHT_CREATE: Template = iqOperation(
  {
    id: 'muc-light-create',
    title: 'Create MUC Light room',
    description:
      'MongooseIM’s own rooms: unlike those of XEP-0045 they push to members who are away. Write to the room with a message of type groupchat.',
    spec: { id: 'XEP-0357', section: '§7' },
  },
  'set',
  {
    name: 'query',
    ns: NS_MUC_LIGHT_CREATE,
    children: [
      {
        name: 'configuration',
        ns: NS_MUC_LIGHT_CREATE,
        children: [{ name: 'roomname', ns: NS_MUC_LIGHT_CREATE, text: 'name' }],
      },
      {
        name: 'occupants',
        ns: NS_MUC_LIGHT_CREATE,
        children: [
          {
            name: 'user',
            ns: NS_MUC_LIGHT_CREATE,
            attributes: { affiliation: 'affiliation' },
            text: 'member',
          },
        ],
      },
    ],
  },
  [
    {
      kind: 'jid',
      name: 'to',
      label: 'Room or service',
      help: 'The service lets it invent a name; room@service names the room.',
      group: 'main',
      required: true,
      placeholder: 'muclight.example.org',
    },
    {
      kind: 'text',
      name: 'name',
      label: 'Name',
      help: 'Shown to members.',
      group: 'main',
      required: true,
    },
    {
      kind: 'jid',
      name: 'member',
      label: 'Member',
      help: 'Bare JID of the first member besides you. Further ones can be added in the XML.',
      group: 'main',
      required: true,
    },
    {
      kind: 'choice',
      name: 'affiliation',
      label: 'Affiliation',
      help: 'A room has one owner.',
      group: 'more',
      required: true,
      defaultValue: 'member',
      options: ['member', 'owner'].map((value) => ({ value, label: value })),
      otherwise: null,
    },
  ],
);

const MAM_NAMES = ['with', 'start', 'end'].map((name) => [name, name] as const);

function optionalText(
  name: string,
  label: string,
  help: string,
  placeholder: string,
): TemplateField {
  return { kind: 'text', name, label, help, group: 'main', required: false, placeholder };
}

/** Reads the archive: whether a message that made no push came at all. */
export const MAM_QUERY: Template = {
  id: 'mam-query',
  title: 'Read the archive',
  description:
    'Messages kept by the server, each as a message of its own before the answer. Shows whether a message came at all that made no push.',
  spec: { id: 'XEP-0313', section: '§4' },
  fields: [
    optionalText('with', 'With', 'Only messages from and to this JID.', 'bob@example.org'),
    optionalText('start', 'From', 'Time in UTC.', '2026-11-23T00:00:00Z'),
    optionalText('end', 'To', 'Time in UTC.', '2026-11-24T00:00:00Z'),
    {
      kind: 'integer',
      name: 'max',
      label: 'At most',
      help: 'Messages to answer; servers have a limit of their own.',
      group: 'main',
      required: false,
      defaultValue: '20',
      min: 0,
      max: 10_000,
    },
    { ...OWN_OR_OTHER, help: 'Blank for your own archive, or a room.', group: 'more' },
    {
      kind: 'pairs',
      name: 'other',
      label: 'Other filters',
      help: 'One name=value a line, as far as the server knows them.',
      group: 'more',
      required: false,
      reserved: ['FORM_TYPE', 'with', 'start', 'end'],
    },
  ],
  build(values, id) {
    const form = buildSubmitForm(NS_MAM_2, toSubmitFields(values, MAM_NAMES, 'other'), {
      hiddenType: true,
    });
    const max = textOf(values, 'max');
    const query = createElement('query', NS_MAM_2, {}, [
      form.children.length > 1 ? form : undefined,
      max === ''
        ? undefined
        : createElement('set', NS_RSM, {}, [createElement('max', NS_RSM, {}, [max])]),
    ]);
    return buildIq({ type: 'set', to: attributeOf(values, 'to'), id }, query);
  },
  read(stanza) {
    const query = readIqPayload(stanza, 'set', 'query', NS_MAM_2);
    if (query === undefined) return null;
    const page = findChild(query, 'set', NS_RSM);
    const max = page && findChild(page, 'max', NS_RSM);
    return {
      ...readSubmitFields(findDataForm(query), MAM_NAMES, 'other'),
      to: stanza.attrs['to'] ?? '',
      max: max === undefined ? '' : ownText(max),
    };
  },
};
