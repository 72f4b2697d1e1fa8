/** Ask for the software's name and version. XEP-0092 "Software Version" 1.1, 2007-02-15. */
import { createElement } from '../xml/node.ts';
import { NS_VERSION } from '../xmpp/namespaces.ts';
import { buildIq, readIqPayload } from './stanza-parts.ts';
import { attributeOf, type Template } from './template.ts';

/** Asks an entity what software it runs. */
export const SOFTWARE_VERSION: Template = {
  id: 'software-version',
  title: 'Ask for the software version',
  description: 'Many servers keep it to themselves; an error here means nothing else.',
  spec: { id: 'XEP-0092', section: '§2' },
  fields: [
    {
      kind: 'jid',
      name: 'to',
      label: 'To',
      help: 'Whom to ask, usually the chat domain.',
      group: 'main',
      required: true,
      placeholder: 'example.org',
    },
  ],
  build: (values, id) =>
    buildIq({ type: 'get', to: attributeOf(values, 'to'), id }, createElement('query', NS_VERSION)),
  read: (stanza) =>
    readIqPayload(stanza, 'get', 'query', NS_VERSION) === undefined
      ? null
      : { to: stanza.attrs['to'] ?? '' },
};
