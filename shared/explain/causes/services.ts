/** Why a service is not found, or not the one that is needed. Facts Part 1 and Part 9 rows 1, 2 and 9 to 12. */
import type { Explanation } from '../explanation.ts';
import { DOMAIN_INFO, DOMAIN_ITEMS, SERVICE_INFO } from './confirmations.ts';

/** Of what disco says, and of requests that nobody answers but the server in between. */
export const SERVICE_CAUSES: readonly Explanation[] = [
  {
    id: 'account-without-push-feature',
    title: 'Account disco#info lacks urn:xmpp:push:0',
    answers: [{ operations: ['disco-info'], answer: 'info-without-push' }],
    cause:
      'MongooseIM shows push on the server’s domain and never on the account, where XEP-0357 tells clients to look; ejabberd does it the other way round. On the domain it means that the module is missing.',
    remedy: 'Ask both the domain and the account, and take either.',
    check: { section: 'push', option: null },
    confirm: DOMAIN_INFO,
    rows: [1],
    failures: ['16'],
  },
  {
    id: 'account-disco-unavailable',
    title: 'Account disco#info: service-unavailable',
    answers: [{ operations: ['disco-info'], condition: 'service-unavailable', request: 'no-to' }],
    cause: 'No module of the server contributes features to accounts, so nobody answers for one.',
    remedy: 'Ask the domain instead; this says nothing about push.',
    check: { section: '[modules]', option: null },
    confirm: DOMAIN_INFO,
    rows: [2],
  },
  {
    id: 'service-not-there',
    title: 'Pubsub address: service-unavailable',
    answers: [
      {
        operations: [
          'create',
          'affiliations',
          'my-affiliations',
          'configure',
          'default-configuration',
          'delete',
          'publish',
          'pubsub',
          'disco-info',
          'disco-items',
          'items',
          'purge',
          'subscribe',
        ],
        condition: 'service-unavailable',
      },
      { operations: ['ping', 'version'], condition: 'service-unavailable', request: 'to-service' },
    ],
    cause:
      'No module answers at this address: the name is mistyped, the pubsub module is not loaded or was renamed in 6.8, or it is a virtual host of PubSub-less, which answers nothing and looks the same.',
    remedy: 'Use an address from disco#items. If there is none, run PubSub-less.',
    check: { section: 'pubsub', option: 'host' },
    confirm: DOMAIN_ITEMS,
    rows: [9, 64],
    failures: ['2'],
  },
  {
    id: 'domain-not-found',
    title: 'Pubsub address: remote-server-not-found',
    answers: [{ condition: 'remote-server-not-found' }],
    cause:
      'The domain is none of this server’s: mistyped, unrelated, or a dynamic domain without that subdomain. The server tried to reach another server.',
    remedy: 'Compare the address letter by letter with disco#items of the domain.',
    check: { section: '[s2s]', option: 'default_policy' },
    confirm: DOMAIN_ITEMS,
    rows: [10],
  },
  {
    id: 'remote-service-timeout',
    title: 'Push component cannot be contacted: remote-server-timeout',
    answers: [{ condition: 'remote-server-timeout' }, { condition: 'undefined-condition' }],
    cause: 'The service is on another server that could not be reached: DNS, certificates or s2s.',
    remedy: 'Have both operators look at s2s between the two servers; try again later.',
    check: { section: '[s2s]', option: null },
    confirm: DOMAIN_ITEMS,
    failures: ['42'],
  },
  {
    id: 'only-pep',
    title: 'Own bare JID shows pubsub/pep, and there is no pubsub service',
    answers: [{ operations: ['disco-info'], answer: 'info-is-pep' }],
    cause:
      'This is the new mod_pubsub of 6.8, which answers on accounts only and has no push nodes.',
    remedy: 'Have the operator load mod_pubsub_old, or run PubSub-less.',
    versions: { since: '6.8' },
    check: { section: '[modules.mod_pubsub_old]', option: 'plugins' },
    confirm: DOMAIN_ITEMS,
    rows: [11],
  },
  {
    id: 'service-without-push-nodes',
    title: 'Pubsub service without the identity pubsub/push',
    answers: [{ operations: ['disco-info'], answer: 'service-without-push' }],
    cause: 'The service runs without the push plugin: no node there can ever push.',
    remedy: 'Have the operator add push to the plugins, or run PubSub-less.',
    check: { section: 'pubsub', option: 'plugins' },
    confirm: SERVICE_INFO,
    rows: [12],
  },
];
