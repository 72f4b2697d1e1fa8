/**
 * Rules for the elements enable and disable.
 * XEP-0357 "Push Notifications" 0.4.1 §5 and §6; what MongooseIM refuses: facts 4.1, 4.2 and 4.5.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements } from '../xml/query.ts';
import { parseJid, toBareJid } from '../xmpp/jid.ts';
import { NS_CLIENT, NS_DATA_FORMS, NS_PUSH_0 } from '../xmpp/namespaces.ts';
import { didYouMean } from './did-you-mean.ts';
import { removeAttribute, renameAttribute, renameElement, setAttribute } from './edits.ts';
import { isMisspeltXmlns } from './namespace-rules.ts';
import { registrations } from './push-parts.ts';
import type { LintRule } from './rule.ts';

const ACTIONS: readonly string[] = ['enable', 'disable'];
const ATTRIBUTES: readonly string[] = ['jid', 'node'];

const NAMESPACE_MISSING: LintRule = {
  id: 'push.namespace-missing',
  severity: 'error',
  title: 'enable or disable without its namespace',
  reason:
    'Without a namespace of its own it is not a push request, and the server does not know it.',
  evidence: 'XEP-0357 0.4.1 §5; facts 9 row 3',
  check: (document) =>
    childElements(document.stanza)
      .filter(({ name, ns }) => ACTIONS.includes(name) && ns === NS_CLIENT)
      .filter(({ attrs }) => !Object.keys(attrs).some(isMisspeltXmlns))
      .map((element) => ({
        element,
        message: `${element.name} has no namespace. Write xmlns='${NS_PUSH_0}'.`,
        fix: setAttribute(document, element, 'xmlns', NS_PUSH_0),
      })),
};

const ELEMENT_UNKNOWN: LintRule = {
  id: 'push.element-unknown',
  severity: 'error',
  title: 'Neither enable nor disable',
  reason: 'MongooseIM answers bad-request without saying what it missed.',
  evidence: 'facts 4.1',
  check: (document) =>
    childElements(document.stanza)
      .filter(({ name, ns }) => ns === NS_PUSH_0 && !ACTIONS.includes(name))
      .filter(() => document.stanza.name === 'iq')
      // A query of type get is the probe for the module, which is refused on purpose.
      .filter(({ name }) => name !== 'query' || document.stanza.attrs['type'] !== 'get')
      .map((element) => {
        const meant = didYouMean(element.name, ACTIONS);
        return {
          element,
          message: `"${element.name}" is no push request. ${meant === null ? 'There are enable and disable.' : `Did you mean ${meant}?`}`,
          fix: meant === null ? undefined : renameElement(document, element, meant),
        };
      }),
};

const TYPE_GET: LintRule = {
  id: 'push.type-get',
  severity: 'error',
  title: 'enable or disable in an IQ of type get',
  reason: 'MongooseIM answers not-allowed.',
  evidence: 'facts 4.1; facts 9 row 7',
  check: (document) =>
    document.stanza.attrs['type'] === 'get' && registrations(document.stanza).length > 0
      ? [
          {
            element: document.stanza,
            attribute: 'type',
            message: 'Registrations are set, not got. Use type set.',
            fix: setAttribute(document, document.stanza, 'type', 'set'),
          },
        ]
      : [],
};

const TO_FOREIGN: LintRule = {
  id: 'push.to-foreign',
  severity: 'error',
  title: 'enable or disable sent to somebody else',
  reason:
    'Registrations are kept by your own server for your own account. A pubsub service does not know the request; another user of your server makes MongooseIM register you.',
  evidence: 'XEP-0357 0.4.1 §5; facts 4.1',
  check: (document, { ownJid }) => {
    const { stanza } = document;
    const to = stanza.attrs['to'];
    if (to === undefined || registrations(stanza).length === 0) return [];
    const own = ownJid === undefined ? null : parseJid(ownJid);
    const isOwn =
      own === null
        ? !registrations(stanza).some(({ attrs }) => attrs['jid'] === to)
        : [toBareJid(ownJid ?? ''), own.domain].includes(to.toLowerCase());
    if (isOwn) return [];
    return [
      {
        element: stanza,
        attribute: 'to',
        message: `The request goes to ${to}. Leave to out: your own server keeps registrations.`,
        fix: removeAttribute(document, stanza, 'to'),
      },
    ];
  },
};

const ATTRIBUTE_UNKNOWN: LintRule = {
  id: 'push.attribute-unknown',
  severity: 'warning',
  title: 'Unknown attribute of enable or disable',
  reason: 'Servers ignore it; the one that was meant counts as missing.',
  evidence: 'XEP-0357 0.4.1 §5',
  check: (document) =>
    registrations(document.stanza).flatMap((element) =>
      Object.keys(element.attrs)
        .filter((name) => !ATTRIBUTES.includes(name) && !isMisspeltXmlns(name))
        .map((name) => {
          const meant = didYouMean(name, ATTRIBUTES);
          const free = meant !== null && element.attrs[meant] === undefined;
          return {
            element,
            attribute: name,
            message: `"${name}" is no attribute of ${element.name}. ${free ? `Did you mean ${meant}?` : 'There are jid and node; options go into the form.'}`,
            fix: free
              ? renameAttribute(document, element, name, meant)
              : removeAttribute(document, element, name),
          };
        }),
    ),
};

const EXTRA_CHILD: LintRule = {
  id: 'push.child-ignored',
  severity: 'warning',
  title: 'A child that no server reads',
  reason: 'MongooseIM reads the first data form and nothing else, so what it says has no effect.',
  evidence: 'facts 4.2 E12; facts 4.2 E13',
  check: ({ stanza }) =>
    registrations(stanza).flatMap((element) => {
      const read = childElements(element, 'x', NS_DATA_FORMS)[0];
      return childElements(element)
        .filter((child) => child !== (element.name === 'enable' ? read : undefined))
        .map((child) => ({ element: child, message: describeIgnored(element, child) }));
    }),
};

function describeIgnored(parent: XmlElement, child: XmlElement): string {
  if (parent.name === 'disable')
    return `disable takes no children; ${child.name} is ignored. Remove it.`;
  if (child.name === 'x' && child.ns === NS_DATA_FORMS) {
    return 'This is the second form, and only the first is read. Put all options into one.';
  }
  return child.name === 'x'
    ? `This form is not in the namespace ${NS_DATA_FORMS}, so its options are ignored. Correct the namespace.`
    : `${child.name} is ignored here. Options go into a data form.`;
}

/** Rules for enable and disable as elements. */
export const PUSH_ELEMENT_RULES: readonly LintRule[] = [
  NAMESPACE_MISSING,
  ELEMENT_UNKNOWN,
  TYPE_GET,
  TO_FOREIGN,
  ATTRIBUTE_UNKNOWN,
  EXTRA_CHILD,
];
