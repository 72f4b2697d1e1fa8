/**
 * Errors that say that nobody, or the wrong one, was reached at the pubsub service's address. They mean
 * the same for every request there. Facts 1.5, 2.1 and Part 9 rows 9 to 11.
 */
import type { ErrorRule } from './verdict-rule.ts';

/** For requests to a pubsub service. */
export const PUBSUB_ADDRESS_RULES: readonly ErrorRule[] = [
  {
    condition: 'service-unavailable',
    verdict: {
      headline: 'Refused: nobody answers at this service address.',
      proved: '{server} is reached, and no pubsub service is registered under this name.',
      notProved:
        'Why: the name is mistyped, the pubsub module is not loaded, or it is a virtual host for PubSub-less, which looks the same.',
      whoKnows:
        'disco#items of the chat domain lists the services. The operator knows the rest: [modules.mod_pubsub_old] (mod_pubsub up to MongooseIM 6.7) and virtual_pubsub_hosts.',
      next: 'Use an address from disco#items. If there is no pubsub service, run PubSub-less instead.',
    },
  },
  {
    condition: 'remote-server-not-found',
    verdict: {
      headline: 'Refused: the server knows no such domain.',
      proved:
        'The address belongs to no service of {server}; it tried to reach another server and found none.',
      notProved: 'Whether the name is mistyped or the other server is just not reachable.',
      whoKnows:
        'disco#items of the chat domain lists its own services; the operator knows the s2s settings.',
      next: 'Compare the address letter by letter with disco#items, and correct it.',
    },
  },
  {
    condition: 'remote-server-timeout',
    verdict: {
      headline: 'Refused: the other server did not answer in time.',
      proved: 'The address belongs to another server, and {server} could not reach it.',
      notProved: 'Whether a pubsub service exists there.',
      whoKnows: 'The operators of both servers: DNS, certificates and s2s.',
      next: 'Try again later, or use a service of your own server.',
    },
  },
  {
    condition: 'jid-malformed',
    verdict: {
      headline: 'Refused: the address is not a JID.',
      proved: '{server} could not read one of the addresses in the request.',
      notProved: 'Which of them it was.',
      whoKnows: 'The request itself: its to, and the JIDs inside.',
      next: 'Correct the address; a pubsub service usually is just a domain, e.g. pubsub.example.org.',
    },
  },
  {
    condition: 'internal-server-error',
    verdict: {
      headline: 'Refused: the service failed inside.',
      proved: 'The request reached the pubsub service, which crashed over it or has no database.',
      notProved: 'Whether anything was changed before it failed.',
      whoKnows: 'The operator: the log of {server} at this second.',
      next: 'Try again; if it stays, send the operator this step with its time.',
    },
  },
];
