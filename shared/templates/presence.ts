/** Presence. RFC 6121 §4 "Exchanging Presence Information", 2011-03. */
import { createElement } from '../xml/node.ts';
import { findChild, ownText } from '../xml/query.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import type { TemplateField, TemplateValues } from './fields.ts';
import { attributeOf, type Template, textOf } from './template.ts';

const CHILDREN = ['show', 'priority', 'status'] as const;

const TYPES = ['unavailable', 'subscribe', 'subscribed', 'unsubscribe', 'unsubscribed', 'probe'];

function adviseWithType(value: string, values: TemplateValues) {
  const type = values['type'] ?? '';
  return value !== '' && type !== ''
    ? ({
        severity: 'warning',
        message: `This has no meaning with type ${String(type)}. Only available presence has it. Leave it blank.`,
      } as const)
    : null;
}

const FIELDS: readonly TemplateField[] = [
  {
    kind: 'choice',
    name: 'type',
    label: 'Type',
    help: 'Blank: available. unavailable: this session counts as offline for push, with the stream still open.',
    group: 'main',
    required: false,
    options: TYPES.map((value) => ({ value, label: value })),
    otherwise:
      'This is no presence type of RFC 6121. The server may refuse or ignore it. Choose one of the list.',
  },
  {
    kind: 'choice',
    name: 'show',
    label: 'Show',
    help: 'away, chat, dnd or xa. It makes no difference to push.',
    group: 'main',
    required: false,
    options: ['away', 'chat', 'dnd', 'xa'].map((value) => ({ value, label: value })),
    otherwise:
      'This is no show value of RFC 6121. The server may refuse or ignore it. Choose one of the list.',
    advise: adviseWithType,
  },
  {
    kind: 'integer',
    name: 'priority',
    label: 'Priority',
    help: 'One resource with 0 or more keeps all of the account’s devices from being pushed. Below 0 it does not count.',
    group: 'main',
    required: false,
    min: -128,
    max: 127,
    advise: adviseWithType,
  },
  {
    kind: 'text',
    name: 'status',
    label: 'Status',
    help: 'Text for people.',
    group: 'more',
    required: false,
  },
  {
    kind: 'jid',
    name: 'to',
    label: 'To',
    help: 'Blank: to everybody subscribed to you.',
    group: 'more',
    required: false,
  },
];

/** Says whether this session is there; that decides on push. */
export const PRESENCE: Template = {
  id: 'presence',
  title: 'Presence',
  description:
    'Decides whether a message is delivered or pushed. On MongooseIM a session that never sent presence counts as online.',
  spec: { id: 'RFC 6121', section: '§4' },
  fields: FIELDS,
  build(values, id) {
    const head = { to: attributeOf(values, 'to'), type: attributeOf(values, 'type'), id };
    return createElement(
      'presence',
      NS_CLIENT,
      head,
      CHILDREN.map((name) => {
        const text = textOf(values, name);
        return text === '' ? undefined : createElement(name, NS_CLIENT, {}, [text]);
      }),
    );
  },
  read(stanza) {
    if (stanza.name !== 'presence' || stanza.ns !== NS_CLIENT) return null;
    const texts = CHILDREN.map((name) => {
      const child = findChild(stanza, name, NS_CLIENT);
      return [name, child === undefined ? '' : ownText(child)] as const;
    });
    return {
      to: stanza.attrs['to'] ?? '',
      type: stanza.attrs['type'] ?? '',
      ...Object.fromEntries(texts),
    };
  },
};
