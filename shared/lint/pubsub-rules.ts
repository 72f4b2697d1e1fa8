/** Rules for any request to a pubsub service. XEP-0060 1.30.0; facts 2.1. */
import type { XmlElement } from '../xml/node.ts';
import { childElements, firstChild } from '../xml/query.ts';
import { domainOf, parseJid, toBareJid } from '../xmpp/jid.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import { didYouMean } from './did-you-mean.ts';
import { renameElement, setAttribute } from './edits.ts';
import { pubsubElements } from './pubsub-parts.ts';
import type { LintContext } from './context.ts';
import type { LintDocument, LintRule, RuleMatch } from './rule.ts';

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  [NS_PUBSUB]: [
    ...['affiliations', 'create', 'configure', 'default', 'items', 'options', 'publish'],
    ...['publish-options', 'retract', 'subscribe', 'subscription', 'subscriptions', 'unsubscribe'],
  ],
  [NS_PUBSUB_OWNER]: [
    ...['affiliations', 'configure', 'default', 'delete', 'purge', 'subscriptions'],
  ],
};

const TO_MISSING: LintRule = {
  id: 'pubsub.to-missing',
  severity: 'warning',
  title: 'No to: the request goes to your own account',
  reason:
    'A pubsub request without to is about PEP at your own account, where nodes never push; the result looks the same.',
  evidence: 'facts A.1 point 3; esl/MongooseIM#1866',
  check: (document, context) => {
    const { stanza } = document;
    if (pubsubElements(document).length === 0 || stanza.attrs['to'] !== undefined) return [];
    const service = context.services?.find(({ kind }) => kind === 'push-pubsub');
    return [
      {
        element: stanza,
        message: 'There is no to. Address the pubsub service.',
        fix: service === undefined ? undefined : setAttribute(document, stanza, 'to', service.jid),
      },
    ];
  },
};

const TO_CHAT_DOMAIN: LintRule = {
  id: 'pubsub.to-chat-domain',
  severity: 'warning',
  title: 'Sent to the chat domain or to an account',
  reason:
    'The chat domain answers feature-not-implemented or service-unavailable; an account takes it as PEP, where nodes never push.',
  evidence: 'facts A.1 point 1; esl/MongooseIM#1432',
  check: (document, { ownJid, services }) => {
    const to = document.stanza.attrs['to'] ?? '';
    if (pubsubElements(document).length === 0 || ownJid === undefined) return [];
    if (![domainOf(ownJid), toBareJid(ownJid)].includes(to.toLowerCase())) return [];
    const service = services?.find(({ kind }) => kind === 'push-pubsub');
    return [
      {
        element: document.stanza,
        attribute: 'to',
        message: `${to} is no pubsub service with push nodes. Address the service, usually pubsub.${domainOf(ownJid)}.`,
        fix:
          service === undefined
            ? undefined
            : setAttribute(document, document.stanza, 'to', service.jid),
      },
    ];
  },
};

const TO_NOT_A_DOMAIN: LintRule = {
  id: 'pubsub.to-not-a-domain',
  severity: 'warning',
  title: 'Address of the service is more than a domain',
  reason: 'MongooseIM’s pubsub service answers item-not-found to anything but its plain domain.',
  evidence: 'facts 2.1',
  check: (document, { ownJid }) => {
    const to = document.stanza.attrs['to'] ?? '';
    const jid = parseJid(to);
    const own = ownJid === undefined ? null : toBareJid(ownJid);
    if (pubsubElements(document).length === 0 || jid === null || toBareJid(to) === own) return [];
    // An account without a resource may be meant: PEP of somebody.
    const isService = jid.resource !== '' || jid.domain.startsWith('pubsub.');
    if ((jid.local === '' && jid.resource === '') || !isService) return [];
    return [
      {
        element: document.stanza,
        attribute: 'to',
        message: `${to} has more than a domain. Address ${jid.domain}.`,
        fix: setAttribute(document, document.stanza, 'to', jid.domain),
      },
    ];
  },
};

const TO_ABSENT: LintRule = {
  id: 'pubsub.service-absent',
  severity: 'warning',
  title: 'Nobody at this address',
  reason: 'The answer will be service-unavailable or remote-server-not-found.',
  evidence: 'facts 9 row 9',
  check: (document, context) => {
    const to = document.stanza.attrs['to']?.toLowerCase();
    const known = context.services?.find(({ jid }) => jid === to);
    if (pubsubElements(document).length === 0 || known?.kind !== 'absent') return [];
    return [
      {
        element: document.stanza,
        attribute: 'to',
        message: `${known.jid} did not answer when it was asked. Compare it with disco#items.`,
      },
    ];
  },
};

const ACTION_UNKNOWN: LintRule = {
  id: 'pubsub.action-unknown',
  severity: 'error',
  title: 'No such pubsub request',
  reason:
    'MongooseIM never answers an element that its pubsub does not know, and bad-request where there is none.',
  evidence: 'facts 2.1',
  check: (document) =>
    pubsubElements(document).flatMap((pubsub): RuleMatch[] => {
      const action = firstChild(pubsub);
      if (action === undefined) {
        return [{ element: pubsub, message: 'The pubsub element is empty. Say what to do.' }];
      }
      const known = ACTIONS[pubsub.ns] ?? [];
      if (action.ns !== pubsub.ns || known.includes(action.name)) return [];
      return isActionOf(otherNamespace(pubsub.ns), action)
        ? []
        : [describeUnknown(document, action, known)];
    }),
};

function describeUnknown(
  document: LintDocument,
  action: XmlElement,
  known: readonly string[],
): RuleMatch {
  const meant = didYouMean(action.name, known);
  return {
    element: action,
    message: `"${action.name}" is no pubsub request. ${meant === null ? 'Correct the name.' : `Did you mean ${meant}?`}`,
    fix: meant === null ? undefined : renameElement(document, action, meant),
  };
}

const ACTION_NAMESPACE: LintRule = {
  id: 'pubsub.action-namespace',
  severity: 'error',
  title: 'Request in the wrong pubsub namespace',
  reason:
    'Requests of a node’s owner have a namespace of their own, create does not; MongooseIM answers feature-not-implemented or nothing.',
  evidence: 'facts 2.1; facts A.1 point 7',
  check: (document) =>
    pubsubElements(document).flatMap((pubsub) => {
      const action = firstChild(pubsub);
      const other = otherNamespace(pubsub.ns);
      if (action?.ns !== pubsub.ns) return [];
      if (isActionOf(pubsub.ns, action) || !isActionOf(other, action)) return [];
      return [
        {
          element: pubsub,
          attribute: 'xmlns',
          message: `${action.name} does not belong into ${pubsub.ns}. Use ${other}.`,
          fix: setAttribute(document, pubsub, 'xmlns', other),
        },
      ];
    }),
};

const NODE_USELESS: LintRule = {
  id: 'pubsub.not-on-push-nodes',
  severity: 'hint',
  title: 'Push nodes do not do this',
  reason:
    'They keep no items and have no subscribers: items, retract, purge and subscribe are answered feature-not-implemented.',
  evidence: 'facts 2.8',
  check: (document, context) =>
    pubsubElements(document).flatMap((pubsub) => {
      const action = firstChild(pubsub);
      if (action === undefined || !isRefusedByPushNodes(action, document, context)) return [];
      const message = `${action.attrs['node'] ?? ''} is a push node, which refuses ${action.name}.`;
      return [{ element: action, message }];
    }),
};

function isRefusedByPushNodes(
  action: XmlElement,
  { stanza }: LintDocument,
  { nodes = [] }: LintContext,
): boolean {
  return (
    ['items', 'retract', 'purge', 'subscribe'].includes(action.name) &&
    nodes.some(
      ({ service, node, kind }) =>
        kind === 'push' && service === stanza.attrs['to'] && node === action.attrs['node'],
    )
  );
}

/** Rules for pubsub requests in general. */
export const PUBSUB_RULES: readonly LintRule[] = [
  TO_MISSING,
  TO_CHAT_DOMAIN,
  TO_NOT_A_DOMAIN,
  TO_ABSENT,
  ACTION_UNKNOWN,
  ACTION_NAMESPACE,
  NODE_USELESS,
];

function otherNamespace(ns: string): string {
  return ns === NS_PUBSUB ? NS_PUBSUB_OWNER : NS_PUBSUB;
}

/** Configure and affiliations exist in both, so only what one namespace alone has tells them apart. */
function isActionOf(ns: string, action: XmlElement): boolean {
  if (ns === NS_PUBSUB && action.name === 'affiliations') return childElements(action).length === 0;
  return (ACTIONS[ns] ?? []).includes(action.name);
}
