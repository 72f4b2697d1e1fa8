/** Rules for affiliations and for deleting a node. XEP-0060 1.30.0 §8.9 and §8.4; facts Part 3 and 2.4. */
import type { XmlElement } from '../xml/node.ts';
import { childElements } from '../xml/query.ts';
import { domainOf, parseJid, toBareJid } from '../xmpp/jid.ts';
import { NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import { didYouMean } from './did-you-mean.ts';
import { renameElement, setAttribute } from './edits.ts';
import { actions } from './pubsub-parts.ts';
import type { LintDocument, LintRule } from './rule.ts';

const AFFILIATIONS: readonly string[] = [
  'owner',
  'publisher',
  'publish-only',
  'member',
  'outcast',
  'none',
];
const NOTHING_CHANGED = 'The service answers bad-request and changes nothing.';

const VALUE: LintRule = {
  id: 'pubsub.affiliation-value',
  severity: 'error',
  title: 'No such affiliation',
  reason: NOTHING_CHANGED,
  evidence: 'facts 3.2; facts 2.5',
  check: (document) =>
    entries(document)
      .filter(({ attrs }) => !AFFILIATIONS.includes(attrs['affiliation'] ?? ''))
      .map((element) => {
        const value = element.attrs['affiliation'] ?? '';
        const meant = value === 'publisher_only' ? 'publish-only' : didYouMean(value, AFFILIATIONS);
        return {
          element,
          attribute: 'affiliation',
          message: `${value === '' ? 'The affiliation is missing' : `"${value}" is no affiliation`}. ${meant === null ? 'For a server that publishes it is publish-only.' : `Did you mean ${meant}?`}`,
          fix: meant === null ? undefined : setAttribute(document, element, 'affiliation', meant),
        };
      }),
};

const JID: LintRule = {
  id: 'pubsub.affiliation-jid',
  severity: 'error',
  title: 'Affiliation without a JID',
  reason: NOTHING_CHANGED,
  evidence: 'facts 3.2',
  check: (document) =>
    entries(document)
      .filter(({ attrs }) => parseJid(attrs['jid'] ?? '') === null)
      .map((element) => ({
        element,
        attribute: 'jid',
        message: 'The entry has no readable JID. Write the domain of your account.',
      })),
};

const ELEMENT: LintRule = {
  id: 'pubsub.affiliation-element',
  severity: 'error',
  title: 'Something else in the list of affiliations',
  reason: NOTHING_CHANGED,
  evidence: 'facts 3.2',
  check: (document) =>
    lists(document)
      .flatMap((list) => childElements(list))
      .filter(({ name }) => name !== 'affiliation')
      .map((element) => ({
        element,
        message: `"${element.name}" does not belong into the list. Every entry is an affiliation.`,
        fix:
          didYouMean(element.name, ['affiliation']) === null
            ? undefined
            : renameElement(document, element, 'affiliation'),
      })),
};

const PUBLISHER: LintRule = {
  id: 'pubsub.affiliation-publisher',
  severity: 'warning',
  title: 'Lets somebody else publish than your server',
  reason:
    'Since 3.6 it is the domain of the account that publishes, neither the account nor the pubsub service. Without it in the list each push is refused.',
  evidence: 'facts 3.4; facts A.1 point 6',
  check: (document, { ownJid }) => {
    const publishers = entries(document).filter(({ attrs }) =>
      ['publish-only', 'publisher'].includes(attrs['affiliation'] ?? ''),
    );
    const domain = ownJid === undefined ? null : domainOf(ownJid);
    if (domain === null || publishers.some(({ attrs }) => jidOf(attrs) === domain)) return [];
    return publishers.slice(0, 1).map((element) => ({
      element,
      attribute: 'jid',
      message: `${element.attrs['jid'] ?? ''} is not the one who publishes. Write ${domain}.`,
      fix: setAttribute(document, element, 'jid', domain),
    }));
  },
};

const OWN_OWNERSHIP: LintRule = {
  id: 'pubsub.affiliation-own',
  severity: 'warning',
  title: 'Gives away the ownership of the node',
  reason:
    'A node keeps at least one owner: the last one is refused with not-acceptable, and an earlier one has no say any more.',
  evidence: 'facts 3.5; facts 3.7',
  check: (document, { ownJid }) =>
    entries(document)
      .filter(
        ({ attrs }) =>
          ownJid !== undefined &&
          jidOf(attrs) === toBareJid(ownJid) &&
          attrs['affiliation'] !== 'owner',
      )
      .map((element) => ({
        element,
        attribute: 'affiliation',
        message: 'This changes your own affiliation. Leave your entry out.',
      })),
};

const OUTCAST: LintRule = {
  id: 'pubsub.affiliation-outcast',
  severity: 'hint',
  title: 'outcast does not stop publishing',
  reason: 'While publish_model is open, an outcast publishes like anybody else.',
  evidence: 'facts 2.5',
  check: (document) =>
    entries(document)
      .filter(({ attrs }) => attrs['affiliation'] === 'outcast')
      .map((element) => ({
        element,
        attribute: 'affiliation',
        message: 'Set publish_model to publishers, if this is to keep somebody from pushing.',
      })),
};

const NODE_MISSING: LintRule = {
  id: 'pubsub.owner-node-missing',
  severity: 'error',
  title: 'No node named',
  reason:
    'There is nothing that the request could be about: bad-request, not-allowed or item-not-found.',
  evidence: 'facts 2.4',
  check: (document) =>
    ['affiliations', 'configure', 'delete', 'purge', 'subscriptions']
      .flatMap((name) => actions(document, name, NS_PUBSUB_OWNER))
      .filter(({ attrs }) => (attrs['node'] ?? '') === '')
      .map((element) => ({
        element,
        attribute: 'node',
        message: `${element.name} names no node. Add it.`,
      })),
};

/** Rules for requests of a node's owner. */
export const AFFILIATION_RULES: readonly LintRule[] = [
  VALUE,
  JID,
  ELEMENT,
  PUBLISHER,
  OWN_OWNERSHIP,
  OUTCAST,
  NODE_MISSING,
];

function lists(document: LintDocument): XmlElement[] {
  return document.stanza.attrs['type'] === 'set'
    ? actions(document, 'affiliations', NS_PUBSUB_OWNER)
    : [];
}

function entries(document: LintDocument): XmlElement[] {
  return lists(document).flatMap((list) => childElements(list, 'affiliation', NS_PUBSUB_OWNER));
}

function jidOf(attrs: XmlElement['attrs']): string {
  return toBareJid(attrs['jid'] ?? '');
}
