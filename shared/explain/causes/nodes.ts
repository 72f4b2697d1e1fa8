/** Why nodes cannot be made, changed or read. Facts Parts 2 and 3 and Part 9 rows 12 to 18. */
import type { Explanation } from '../explanation.ts';
import {
  ACCOUNT_INFO,
  DOMAIN_ITEMS,
  MY_AFFILIATIONS,
  NODE_AFFILIATIONS,
  NODE_INFO,
  SERVICE_INFO,
} from './confirmations.ts';

/** Of requests that reached a pubsub service. */
export const NODE_CAUSES: readonly Explanation[] = [
  {
    id: 'node-type-unknown',
    title: 'Create: feature-not-implemented, unsupported create-nodes',
    answers: [
      {
        operations: ['create'],
        condition: 'feature-not-implemented',
        application: 'unsupported',
        feature: 'create-nodes',
      },
    ],
    cause:
      'The type of node asked for is unknown there: push is not among the plugins of the service.',
    remedy: 'Have the operator add push to the plugins; check the spelling of type.',
    check: { section: 'pubsub', option: 'plugins' },
    confirm: SERVICE_INFO,
    rows: [12],
  },
  {
    id: 'create-at-domain',
    title: 'Create: feature-not-implemented, 501',
    answers: [
      { operations: ['create', 'delete', 'affiliations'], condition: 'feature-not-implemented' },
    ],
    cause:
      'The request did not go to a pubsub service, but to the chat domain or another service; or it is in the wrong namespace, #owner.',
    remedy:
      'Send it to the pubsub service, found with disco#items; create belongs in the namespace without #owner.',
    confirm: DOMAIN_ITEMS,
    failures: ['1', '7'],
  },
  {
    id: 'create-without-name',
    title: 'Create: not-acceptable, nodeid-required',
    answers: [
      { operations: ['create'], condition: 'not-acceptable', application: 'nodeid-required' },
    ],
    cause: 'The push node has no name: push nodes need one from you.',
    remedy: 'Give it a name; not the token, since names are public.',
    confirm: SERVICE_INFO,
    rows: [13],
  },
  {
    id: 'node-exists',
    title: 'Create: conflict, 409',
    answers: [{ operations: ['create'], condition: 'conflict' }],
    cause:
      'The node already exists: from an earlier installation, another user’s, or made by the server itself when it published to a missing one. The owner gets the same answer as a stranger.',
    remedy: 'Look whether it is yours and a push node; if not, choose another name.',
    confirm: MY_AFFILIATIONS,
    rows: [14],
    failures: ['4'],
  },
  {
    id: 'create-not-permitted',
    title: 'Create: forbidden',
    answers: [{ operations: ['create'], condition: 'forbidden' }],
    cause:
      'Node creation is forbidden to you: access_createnode, or a type such as pep that nobody makes there.',
    remedy: 'Ask the operator, or run PubSub-less, which needs no node.',
    check: { section: 'pubsub', option: 'access_createnode' },
    confirm: SERVICE_INFO,
    rows: [15],
  },
  {
    id: 'form-not-submit',
    title: 'Create: bad-request, Invalid form type',
    answers: [
      { operations: ['create', 'configure'], condition: 'bad-request', text: /form type/i },
    ],
    cause: 'Invalid form type: the options are in a form of another type than submit.',
    remedy: "Set type='submit' on the form.",
    confirm: SERVICE_INFO,
    rows: [16],
  },
  {
    id: 'option-value-refused',
    title: 'Create: not-acceptable, a bad value',
    answers: [{ operations: ['create', 'configure'], condition: 'not-acceptable' }],
    cause:
      'A node option has a bad value: outside its list, or above a limit such as max_items_node. Unknown options would have been ignored.',
    remedy: 'Leave the options out one by one until it passes.',
    check: { section: 'pubsub', option: 'max_items_node' },
    confirm: SERVICE_INFO,
    rows: [17],
  },
  {
    id: 'node-is-flat',
    title: 'The node behaves as flat: items and subscribe work',
    answers: [
      { operations: ['disco-info'], answer: 'node-is-flat' },
      { operations: ['create'], request: 'create-without-type' },
      {
        operations: ['publish'],
        condition: 'feature-not-implemented',
        application: 'unsupported',
        feature: 'publish-options',
      },
    ],
    cause:
      'The node is an ordinary flat one: it was created without type push or without a to, or the server made it when it published to a missing node. It never pushes.',
    remedy: "Delete it and create it anew with type='push' at the service.",
    check: { section: 'pubsub', option: 'plugins' },
    confirm: NODE_INFO,
    rows: [18],
    failures: ['3', '7'],
  },
  {
    id: 'not-the-owner',
    title: 'Affiliations, configuration or delete: forbidden',
    answers: [
      {
        operations: ['affiliations', 'configure', 'delete', 'purge', 'node-subscriptions'],
        condition: 'forbidden',
      },
    ],
    cause:
      'The node exists and you are not its owner: another account is, or the server itself, which owns what it makes when it publishes to a missing node.',
    remedy: 'Choose another node name, or ask the owner.',
    confirm: MY_AFFILIATIONS,
    failures: ['4'],
  },
  {
    id: 'node-missing',
    title: 'item-not-found: there is no such node',
    answers: [
      {
        operations: [
          'affiliations',
          'configure',
          'delete',
          'purge',
          'items',
          'subscribe',
          'publish',
          'disco-info',
          'disco-items',
          'node-subscriptions',
          'my-affiliations',
          'retract',
          'unsubscribe',
        ],
        condition: 'item-not-found',
      },
    ],
    cause:
      'There is no such node at this service: it is missing from the request, misspelt, deleted, or was created elsewhere.',
    remedy: 'Create it first, at the same address and with the same spelling; enable after that.',
    confirm: MY_AFFILIATIONS,
  },
  {
    id: 'affiliation-misspelt',
    title: 'Affiliation: bad-request, publisher_only',
    answers: [
      { operations: ['affiliations'], condition: 'bad-request' },
      { operations: ['affiliations'], condition: 'bad-request', request: 'publisher-misspelt' },
    ],
    cause:
      'An entry has no JID or an unknown affiliation: the value is publish-only, with a hyphen; publisher_only does not exist.',
    remedy: 'Set publish-only for the domain of your account.',
    confirm: NODE_AFFILIATIONS,
    failures: ['6'],
  },
  {
    id: 'last-owner',
    title: 'Affiliation: not-acceptable',
    answers: [{ operations: ['affiliations'], condition: 'not-acceptable' }],
    cause: 'The change would leave the node without an owner.',
    remedy: 'Add the domain as a new entry; leave your own as it is.',
    confirm: NODE_AFFILIATIONS,
  },
  {
    id: 'delete-without-name',
    title: 'Delete: not-allowed',
    answers: [{ operations: ['delete'], condition: 'not-allowed' }],
    cause: 'The node attribute is missing: delete was sent without a name.',
    remedy: 'Name the node.',
    confirm: MY_AFFILIATIONS,
  },
  {
    id: 'push-node-keeps-nothing',
    title: 'Items, subscribe, retract, purge: unsupported',
    answers: [
      {
        operations: [
          'items',
          'retract',
          'purge',
          'subscribe',
          'subscription-options',
          'node-subscriptions',
          'my-subscriptions',
        ],
        condition: 'feature-not-implemented',
        application: 'unsupported',
      },
    ],
    cause:
      'Push nodes keep no items and have no subscribers, so these are unsupported there. With my-subscriptions one plugin without them is enough.',
    remedy: 'Nothing: it shows that the node is of type push. Publish to it instead.',
    confirm: ACCOUNT_INFO,
  },
  {
    id: 'default-in-owner-namespace',
    title: 'Default configuration: feature-not-implemented',
    answers: [{ operations: ['default-configuration'], condition: 'feature-not-implemented' }],
    cause: 'The request for the default configuration is in the namespace without #owner.',
    remedy:
      'Ask in http://jabber.org/protocol/pubsub#owner. The answer has the defaults of the first plugin, not of push.',
    confirm: SERVICE_INFO,
  },
  {
    id: 'pubsub-without-action',
    title: 'Pubsub: bad-request or feature-not-implemented for the whole request',
    answers: [
      { operations: ['pubsub'], condition: 'bad-request' },
      { operations: ['pubsub'], condition: 'feature-not-implemented' },
    ],
    cause: 'The pubsub request is malformed: no action inside, or a wrong namespace.',
    remedy: 'Put exactly one action into one pubsub element, in the right namespace.',
    confirm: SERVICE_INFO,
  },
];
