/**
 * Rules for the JID and the node that a registration is about.
 * XEP-0357 "Push Notifications" 0.4.1 §5 and §6; what MongooseIM refuses: facts 4.2 and 4.5.
 */
import { parseJid } from '../xmpp/jid.ts';
import { removeAttribute, setAttribute } from './edits.ts';
import { registrations } from './push-parts.ts';
import type { LintRule } from './rule.ts';

/** Width of the columns in which MongooseIM keeps registrations in a relational database. */
const LONGEST_KEY = 250;

const JID_MISSING: LintRule = {
  id: 'push.jid-missing',
  severity: 'error',
  title: 'No JID to push to',
  reason: 'Servers answer bad-request.',
  evidence: 'facts 4.2 E1; facts 4.5 D1',
  check: ({ stanza }) =>
    registrations(stanza)
      .filter((element) => (element.attrs['jid'] ?? '') === '')
      .map((element) => ({
        element,
        attribute: 'jid',
        message: 'The jid is missing. Add the JID of the pubsub service or virtual host.',
      })),
};

const JID_INVALID: LintRule = {
  id: 'push.jid-invalid',
  severity: 'error',
  title: 'The JID to push to is none',
  reason: 'Servers answer bad-request.',
  evidence: 'facts 4.2 E1; facts 4.5 D1',
  check: ({ stanza }) =>
    registrations(stanza)
      .filter(({ attrs }) => (attrs['jid'] ?? '') !== '' && parseJid(attrs['jid'] ?? '') === null)
      .map((element) => ({
        element,
        attribute: 'jid',
        message: `"${element.attrs['jid'] ?? ''}" is not a JID. Write the service’s domain, e.g. pubsub.example.org.`,
      })),
};

const JID_NOT_A_DOMAIN: LintRule = {
  id: 'push.jid-not-a-domain',
  severity: 'warning',
  title: 'The JID to push to is more than a domain',
  reason:
    'MongooseIM drops a resource and keeps a local part; a pubsub service answers item-not-found to the latter, which removes the registration with the first push.',
  evidence: 'facts 4.2 E3; facts 4.2 E4',
  check: (document) =>
    registrations(document.stanza).flatMap((element) => {
      const jid = parseJid(element.attrs['jid'] ?? '');
      if (jid === null || (jid.local === '' && jid.resource === '')) return [];
      return [
        {
          element,
          attribute: 'jid',
          message: `${element.attrs['jid'] ?? ''} is not just a domain. Use the address of the service, ${jid.domain}, if that is it.`,
          fix: setAttribute(document, element, 'jid', jid.domain),
        },
      ];
    }),
};

const NODE_MISSING: LintRule = {
  id: 'push.node-missing',
  severity: 'error',
  title: 'No node',
  reason: 'MongooseIM answers bad-request, although XEP-0357 lets enable do without a node.',
  evidence: 'facts 4.2 E2; facts 4.5 D2',
  check: (document) =>
    registrations(document.stanza)
      .filter(
        ({ name, attrs }) =>
          attrs['node'] === '' || (attrs['node'] === undefined && name === 'enable'),
      )
      .map((element) =>
        element.name === 'enable'
          ? { element, attribute: 'node', message: 'The node is missing. Add one.' }
          : {
              element,
              attribute: 'node',
              message:
                'The node is empty. Name one, or leave the attribute out to disable all of them.',
              fix: removeAttribute(document, element, 'node'),
            },
      ),
};

const DISABLES_ALL: LintRule = {
  id: 'push.disables-all',
  severity: 'hint',
  title: 'Disables every device',
  reason:
    'Without a node all registrations of the account at this service are removed, those of other devices too.',
  evidence: 'facts 4.5 D3',
  check: ({ stanza }) =>
    registrations(stanza)
      .filter(({ name, attrs }) => name === 'disable' && attrs['node'] === undefined)
      .map((element) => ({
        element,
        message: 'This disables all nodes at the service. Name a node to disable one.',
      })),
};

const KEY_TOO_LONG: LintRule = {
  id: 'push.key-too-long',
  severity: 'warning',
  title: 'JID or node longer than the database takes',
  reason:
    'With the relational backend MongooseIM answers internal-server-error; Mnesia has no limit.',
  evidence: 'facts 4.2 E18',
  check: ({ stanza }) =>
    registrations(stanza).flatMap((element) =>
      ['jid', 'node']
        .filter((name) => (element.attrs[name] ?? '').length > LONGEST_KEY)
        .map((name) => ({
          element,
          attribute: name,
          message: `The ${name} is longer than ${LONGEST_KEY} characters. Use a shorter one.`,
        })),
    ),
};

/** Rules for what a registration points to. */
export const PUSH_ADDRESS_RULES: readonly LintRule[] = [
  JID_MISSING,
  JID_INVALID,
  JID_NOT_A_DOMAIN,
  NODE_MISSING,
  DISABLES_ALL,
  KEY_TOO_LONG,
];
