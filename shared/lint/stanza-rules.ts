/** Rules that hold for any stanza. RFC 6120 §8 "XML Stanzas", 2011-03. */
import { childElements, walkElements } from '../xml/query.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import { isStanza } from '../xmpp/stanza-summary.ts';
import type { LintRule } from './rule.ts';

const IQ_TYPES: readonly string[] = ['get', 'set', 'result', 'error'];

const IQ_ID_MISSING: LintRule = {
  id: 'iq.id-missing',
  severity: 'error',
  check: ({ stanza }) =>
    isIq(stanza) && (stanza.attrs['id'] ?? '') === ''
      ? [
          {
            element: stanza,
            message:
              'The IQ has no id. Its answer could not be told from others, and some servers refuse it. Give it an id.',
          },
        ]
      : [],
};

const IQ_TYPE_INVALID: LintRule = {
  id: 'iq.type-invalid',
  severity: 'error',
  check: ({ stanza }) =>
    isIq(stanza) && !IQ_TYPES.includes(stanza.attrs['type'] ?? '')
      ? [
          {
            element: stanza,
            attribute: 'type',
            message: 'The IQ has no valid type. Servers refuse it. Use get or set.',
          },
        ]
      : [],
};

const IQ_CHILDREN: LintRule = {
  id: 'iq.children',
  severity: 'error',
  check: ({ stanza }) => {
    const asks = stanza.attrs['type'] === 'get' || stanza.attrs['type'] === 'set';
    if (!isIq(stanza) || !asks || childElements(stanza).length === 1) return [];
    return [
      {
        element: stanza,
        message:
          'A get or set has exactly one child element, and this one has not. MongooseIM’s pubsub never answers such a request. Leave one child.',
      },
    ];
  },
};

const FROM_PRESENT: LintRule = {
  id: 'stanza.from-present',
  severity: 'warning',
  check: ({ stanza }) =>
    isStanza(stanza) && stanza.attrs['from'] !== undefined
      ? [
          {
            element: stanza,
            attribute: 'from',
            message:
              'The stanza carries a from. If it is not exactly your full JID, the server may end the stream without an answer. Leave it out: the server adds it.',
          },
        ]
      : [],
};

const MISSPELT_XMLNS: readonly string[] = [
  'xlmns',
  'xmnls',
  'xmlsn',
  'xmsnl',
  'xmln',
  'xmls',
  'xmns',
  'xlns',
  'mlns',
  'xmlnss',
];

const XMLNS_MISSPELT: LintRule = {
  id: 'xml.xmlns-misspelt',
  severity: 'error',
  check: ({ stanza }) =>
    [...walkElements(stanza)].flatMap((element) =>
      Object.keys(element.attrs)
        .filter((name) => MISSPELT_XMLNS.includes(name))
        .map((name) => ({
          element,
          attribute: name,
          message: `"${name}" looks like xmlns misspelt. The element is then in the wrong namespace and the server does not know it. Write xmlns.`,
        })),
    ),
};

/** Rules for any stanza. */
export const STANZA_RULES: readonly LintRule[] = [
  IQ_ID_MISSING,
  IQ_TYPE_INVALID,
  IQ_CHILDREN,
  FROM_PRESENT,
  XMLNS_MISSPELT,
];

function isIq(stanza: { readonly name: string; readonly ns: string }): boolean {
  return stanza.name === 'iq' && stanza.ns === NS_CLIENT;
}
