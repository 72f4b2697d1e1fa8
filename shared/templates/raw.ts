/** Any element, typed by hand. RFC 6120 §8 "XML Stanzas", 2011-03. */
import { createElement } from '../xml/node.ts';
import { parseXml } from '../xml/parse.ts';
import { serializeXml } from '../xml/serialize.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import type { Template } from './template.ts';

/** Sends exactly what was typed. */
export const RAW: Template = {
  id: 'raw',
  title: 'Raw XML',
  description: 'Sent exactly as typed, once it is well-formed. Nothing is added, not even an id.',
  spec: { id: 'RFC 6120', section: '§8' },
  fields: [
    {
      kind: 'multiline',
      name: 'xml',
      label: 'XML',
      help: 'One element. The namespace is jabber:client where none is declared.',
      group: 'main',
      required: true,
      placeholder: "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
      check: (value) => {
        const parsed = parseXml(value);
        if (parsed.ok) return null;
        const { message, line, column } = parsed.problem;
        return `The XML is not well-formed at line ${line}, column ${column}. ${message}. Correct it there.`;
      },
    },
  ],
  verbatimField: 'xml',
  build(values) {
    const parsed = parseXml(String(values['xml'] ?? ''));
    return parsed.ok ? parsed.element : createElement('iq', NS_CLIENT);
  },
  read: (stanza) => ({ xml: serializeXml(stanza) }),
};
