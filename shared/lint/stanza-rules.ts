/** Rules that hold for any stanza. RFC 6120 §8 "XML Stanzas", 2011-03. */
import type { XmlElement } from '../xml/node.ts';
import { childElements, firstChild } from '../xml/query.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import { isStanza } from '../xmpp/stanza-summary.ts';
import type { LintContext } from './context.ts';
import { didYouMean } from './did-you-mean.ts';
import { removeAttribute, renameAttribute, setAttribute } from './edits.ts';
import type { LintRule } from './rule.ts';

const IQ_TYPES: readonly string[] = ['get', 'set', 'result', 'error'];
/** RFC 6120 §8.1: the common attributes. */
const STANZA_ATTRIBUTES: readonly string[] = ['to', 'from', 'id', 'type', 'xml:lang'];
/** Payloads that are read and never set. */
const READ_ONLY = /disco#(?:info|items)$|:ping$|:version$|urn:xmpp:time$/;

const IQ_ID_MISSING: LintRule = {
  id: 'iq.id-missing',
  severity: 'error',
  title: 'IQ without id',
  reason: 'Its answer cannot be told from others, and stricter servers refuse it.',
  evidence: 'RFC 6120 §8.1.3; ChatSecure/ChatSecure-iOS#712',
  check: (document, context) => {
    const { stanza } = document;
    if (!isIq(stanza) || (stanza.attrs['id'] ?? '') !== '') return [];
    return [
      {
        element: stanza,
        message: 'The IQ has no id. Give it one.',
        fix: setAttribute(document, stanza, 'id', unusedId(context)),
      },
    ];
  },
};

const ID_REUSED: LintRule = {
  id: 'iq.id-reused',
  severity: 'error',
  title: 'Id already in use',
  reason: 'Two requests of one id on one stream cannot be told apart by their answers.',
  evidence: 'RFC 6120 §8.1.3',
  check: (document, context) => {
    const { stanza } = document;
    const id = stanza.attrs['id'] ?? '';
    if (!isIq(stanza) || context.pendingIds?.has(id) !== true) return [];
    return [
      {
        element: stanza,
        attribute: 'id',
        message: `A request with the id ${id} still waits for its answer. Use another id.`,
        fix: setAttribute(document, stanza, 'id', unusedId(context)),
      },
    ];
  },
};

function unusedId({ pendingIds = new Set() }: LintContext): string {
  let number = 1;
  while (pendingIds.has(`push-${number}`)) number += 1;
  return `push-${number}`;
}

const IQ_TYPE_INVALID: LintRule = {
  id: 'iq.type-invalid',
  severity: 'error',
  title: 'IQ without a valid type',
  reason: 'Servers refuse it, or end the stream.',
  evidence: 'RFC 6120 §8.2.3',
  check: (document) => {
    const { stanza } = document;
    const type = stanza.attrs['type'] ?? '';
    if (!isIq(stanza) || IQ_TYPES.includes(type)) return [];
    const meant = didYouMean(type, IQ_TYPES) ?? guessType(stanza);
    return [
      {
        element: stanza,
        attribute: 'type',
        message: `${type === '' ? 'The IQ has no type' : `"${type}" is no type of an IQ`}. Use get or set.`,
        fix: meant === null ? undefined : setAttribute(document, stanza, 'type', meant),
      },
    ];
  },
};

function guessType(stanza: XmlElement): string | null {
  const payload = firstChild(stanza);
  if (payload === undefined) return null;
  return READ_ONLY.test(payload.ns) ? 'get' : 'set';
}

const IQ_CHILDREN: LintRule = {
  id: 'iq.children',
  severity: 'error',
  title: 'IQ without exactly one child',
  reason: 'MongooseIM’s pubsub never answers such a request; others answer bad-request.',
  evidence: 'RFC 6120 §8.2.3; facts 2.1',
  check: ({ stanza }) => {
    const asks = stanza.attrs['type'] === 'get' || stanza.attrs['type'] === 'set';
    const count = childElements(stanza).length;
    if (!isIq(stanza) || !asks || count === 1) return [];
    const what = count === 0 ? 'no child element' : `${count} child elements`;
    return [{ element: stanza, message: `The request has ${what}. It needs exactly one.` }];
  },
};

const FROM_PRESENT: LintRule = {
  id: 'stanza.from-present',
  severity: 'warning',
  title: 'from is present',
  reason: 'A from that is not exactly your full JID ends the stream, often without any answer.',
  evidence: 'RFC 6120 §8.1.2.1; esl/MongooseIM#2767',
  check: (document, { ownJid }) => {
    const { stanza } = document;
    const from = stanza.attrs['from'];
    if (!isStanza(stanza) || from === undefined) return [];
    const foreign = ownJid === undefined || ownJid === from ? '' : ` It is not ${ownJid}.`;
    return [
      {
        element: stanza,
        attribute: 'from',
        message: `The stanza carries a from.${foreign} Leave it out: the server adds it.`,
        fix: removeAttribute(document, stanza, 'from'),
      },
    ];
  },
};

const ATTRIBUTE_UNKNOWN: LintRule = {
  id: 'stanza.attribute-unknown',
  severity: 'warning',
  title: 'Unknown attribute of a stanza',
  reason: 'Servers ignore it, so what it was meant for does not happen.',
  evidence: 'RFC 6120 §8.1',
  check: (document) => {
    const { stanza } = document;
    if (!isStanza(stanza)) return [];
    return Object.keys(stanza.attrs)
      .filter((name) => !STANZA_ATTRIBUTES.includes(name) && !name.startsWith('xmlns'))
      .map((name) => {
        const meant = didYouMean(name, STANZA_ATTRIBUTES);
        const free = meant !== null && stanza.attrs[meant] === undefined;
        return {
          element: stanza,
          attribute: name,
          message: `"${name}" is no attribute of a stanza. ${meant === null ? 'Remove it.' : `Did you mean ${meant}?`}`,
          fix: free
            ? renameAttribute(document, stanza, name, meant)
            : removeAttribute(document, stanza, name),
        };
      });
  },
};

/** Rules for any stanza. */
export const STANZA_RULES: readonly LintRule[] = [
  IQ_ID_MISSING,
  ID_REUSED,
  IQ_TYPE_INVALID,
  IQ_CHILDREN,
  FROM_PRESENT,
  ATTRIBUTE_UNKNOWN,
];

function isIq(stanza: { readonly name: string; readonly ns: string }): boolean {
  return stanza.name === 'iq' && stanza.ns === NS_CLIENT;
}
