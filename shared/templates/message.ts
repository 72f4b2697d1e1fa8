/** A chat message. RFC 6121 §5 "Exchanging Messages", 2011-03. */
import { createElement } from '../xml/node.ts';
import { findChild, ownText } from '../xml/query.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import { attributeOf, type Template, textOf } from './template.ts';

/** Sends a message that should become a push when its receiver is away. */
export const MESSAGE: Template = {
  id: 'message',
  title: 'Chat message',
  description:
    'Only chat and groupchat messages with a body become pushes, and only when no session of the receiver counts as online.',
  spec: { id: 'RFC 6121', section: '§5' },
  fields: [
    {
      kind: 'jid',
      name: 'to',
      label: 'To',
      help: 'Bare JID of the receiver.',
      group: 'main',
      required: true,
      placeholder: 'alice@example.org',
    },
    {
      kind: 'multiline',
      name: 'body',
      label: 'Body',
      help: 'The whole text goes to the push service, unshortened.',
      group: 'main',
      required: false,
      advise: (value) =>
        value.trim() === ''
          ? {
              severity: 'warning',
              message:
                'The body is blank. A message without text never becomes a push. Write something.',
            }
          : null,
    },
    {
      kind: 'choice',
      name: 'type',
      label: 'Type',
      help: 'Blank counts as normal.',
      group: 'more',
      required: false,
      defaultValue: 'chat',
      options: ['chat', 'groupchat', 'normal', 'headline'].map((value) => ({
        value,
        label: value,
      })),
      otherwise: 'This is no message type of RFC 6121. Servers treat it as normal. Use chat.',
      advise: (value) =>
        value === 'chat' || value === 'groupchat'
          ? null
          : {
              severity: 'warning',
              message:
                'Messages of this type never become pushes. MongooseIM takes chat and groupchat. Use chat.',
            },
    },
  ],
  build(values, id) {
    const body = textOf(values, 'body');
    const head = { to: textOf(values, 'to'), type: attributeOf(values, 'type'), id };
    return createElement('message', NS_CLIENT, head, [
      body === '' ? undefined : createElement('body', NS_CLIENT, {}, [body]),
    ]);
  },
  read(stanza) {
    if (stanza.name !== 'message' || stanza.ns !== NS_CLIENT) return null;
    const body = findChild(stanza, 'body', NS_CLIENT);
    return {
      to: stanza.attrs['to'] ?? '',
      type: stanza.attrs['type'] ?? '',
      body: body === undefined ? '' : ownText(body),
    };
  },
};
