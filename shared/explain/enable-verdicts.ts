/** What the answers to enabling push mean. Facts 1.3, 4.1, 4.2 and Part 9 rows 3 to 8. */
import type { StepExplanation } from './verdict-rule.ts';

/** Explanations of the step `enable`. */
export const ENABLE_EXPLANATION: StepExplanation = {
  result: {
    full: {
      headline: 'Stored. Not verified yet: node, affiliation, options, push service, device.',
      proved:
        'The server remembers this service address, this node and these options for your account.',
      notProved:
        'Everything else. The server looked neither at the node nor at the options, and accepts both when they are wrong.',
      whoKnows:
        'Only a push. If one fails, the error goes to the server and never to you; some failures remove the registration in silence.',
      next: 'Run the proof: go away and have somebody send you a message.',
    },
    less: {
      headline: 'Stored. Not verified yet: virtual host, options, push service, device.',
      proved:
        'The server remembers this address, this node name and these options for your account.',
      notProved:
        'That the address is one of the server’s virtual_pubsub_hosts. If it is not, the first message removes the registration in silence.',
      whoKnows: 'Only a push, or the operator: virtual_pubsub_hosts of mod_event_pusher.push.',
      next: 'Run the proof: go away and have somebody send you a message.',
    },
  },
  errors: [
    {
      condition: 'bad-request',
      verdict: {
        headline: 'Refused: the request is not formed as the server wants it.',
        proved: 'The push module is loaded and read the request. Nothing was stored.',
        notProved: 'What is wrong: MongooseIM never says.',
        whoKnows:
          "The request itself. It needs jid and node, not empty; a form with type='submit'; a FORM_TYPE that is exactly http://jabber.org/protocol/pubsub#publish-options, without spaces around it; one value in every field.",
        next: 'Check these in this order, or start from the enable template, which is known to pass, and add your fields one by one.',
      },
    },
    {
      condition: 'service-unavailable',
      verdict: {
        headline: 'Refused: nobody handles push for your account.',
        proved:
          'The server answers for your account and has no module for urn:xmpp:push:0. Nothing was stored.',
        notProved: 'Whether the module is missing for this domain only.',
        whoKnows:
          'The operator: [modules.mod_event_pusher.push] on MongooseIM, mod_push on ejabberd, cloud_notify on Prosody. disco#info of the chat domain shows the feature.',
        next: 'Check the spelling of the namespace urn:xmpp:push:0; if it is right, ask the operator to load the module.',
      },
    },
    {
      condition: 'feature-not-implemented',
      verdict: {
        headline: 'Refused: whoever was asked does not do push registrations.',
        proved: 'The request reached an address that has no push module. Nothing was stored.',
        notProved: 'Whether your account’s server has one.',
        whoKnows:
          'The to of the request: enable belongs to your own account, not to the pubsub service.',
        next: 'Leave the to out. If it was left out, ask the operator to load the push module.',
      },
    },
    {
      condition: 'not-allowed',
      verdict: {
        headline: 'Refused: enable was not sent as a set.',
        proved: 'The push module is loaded. Nothing was stored.',
        notProved: 'Anything about the content of the request.',
        whoKnows: 'The request itself: its type.',
        next: "Send it with type='set'. Registrations cannot be read back with a get.",
      },
    },
    {
      condition: 'internal-server-error',
      verdict: {
        headline: 'Refused: the server could not store the registration.',
        proved: 'The push module read the request and failed on the database.',
        notProved:
          'Whether the database is down or the values are too long: JID and node may have 250 characters.',
        whoKnows: 'The operator: the log of {server} at this second, and outgoing_pools.rdbms.',
        next: 'Try a short node name; if that fails too, ask the operator.',
      },
    },
    {
      condition: 'remote-server-not-found',
      verdict: {
        headline: 'Refused: the server found no push service at this address.',
        proved:
          'This server checks the address when enabling, and it does not exist. MongooseIM did so from 3.6 to 4.2.',
        notProved: 'Anything about node or options.',
        whoKnows: 'disco#items of the chat domain lists the services.',
        next: 'Correct the push service JID.',
      },
    },
    {
      condition: 'item-not-found',
      verdict: {
        headline: 'Refused: the addressee of the request does not exist.',
        proved: 'The domain is served, and the account or resource in the to is not there.',
        notProved: 'Anything about node or options.',
        whoKnows: 'The to of the request.',
        next: 'Leave the to out: enable belongs to your own account.',
      },
    },
    {
      condition: 'forbidden',
      verdict: {
        headline: 'Refused: you may not enable push there.',
        proved: 'The server knows push and does not let you register at this address.',
        notProved: 'Anything about node or options.',
        whoKnows:
          'The operator: access rules of the push module. The to of the request must be your own account.',
        next: 'Leave the to out; if it was left out, ask the operator.',
      },
    },
    {
      condition: 'not-acceptable',
      verdict: {
        headline: 'Refused: the server does not take these values.',
        proved: 'The push module read the request and refused what it says. Nothing was stored.',
        notProved: 'Which value it was.',
        whoKnows: 'The request itself, and the operator’s limits.',
        next: 'Reduce it to jid, node, service and device_id; then add the rest one by one.',
      },
    },
  ],
};
