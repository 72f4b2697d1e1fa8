/** What the answers to creating a push node mean. Facts 2.2 and Part 9 rows 9 to 18. */
import type { Verdict } from '../contract/run.ts';
import { PUBSUB_ADDRESS_RULES } from './address-verdicts.ts';
import type { StepExplanation } from './verdict-rule.ts';

const CREATED: Verdict = {
  headline: 'Created. Not verified yet: that the node is of type push.',
  proved: 'The name was free, the node exists now, and you own it.',
  notProved:
    'Its type: the answer does not repeat it, and a service without push nodes may silently make another kind. Nor that your server may publish to it.',
  whoKnows:
    'disco#info of the service: identity pubsub/push. disco#info of the node: a push node has publish-options and no subscribe.',
  next: 'Let the domain of your account publish to it.',
};

/** Explanations of the step `create`. */
export const CREATE_EXPLANATION: StepExplanation = {
  result: { full: CREATED, less: CREATED },
  errors: [
    {
      condition: 'conflict',
      verdict: {
        headline: 'Refused: a node of this name exists already.',
        proved: 'The service works and the name is taken, by a node of any type and any owner.',
        notProved: 'Whose it is: the owner gets the same answer as a stranger.',
        whoKnows:
          'Get affiliations without a node lists your own nodes. disco#info of the node shows by its features whether it is a push node.',
        next: 'Choose another node name. If the node is yours and of type push, you can use it and go on with the affiliation.',
      },
    },
    {
      condition: 'feature-not-implemented',
      application: 'unsupported',
      feature: 'create-nodes',
      verdict: {
        headline: 'Refused: this service has no push nodes.',
        proved: 'You reached a pubsub service, and it cannot create nodes of the type asked for.',
        notProved: 'Anything about PubSub-less push on the same server.',
        whoKnows:
          'The operator: on MongooseIM push must be among the plugins of mod_pubsub_old (mod_pubsub up to 6.7).',
        next: 'Ask the operator to add the push plugin, or run PubSub-less.',
      },
    },
    {
      condition: 'feature-not-implemented',
      verdict: {
        headline: 'Refused: nobody creates nodes at this address.',
        proved: 'Somebody answered, and does not know this request.',
        notProved: 'Whether there is a pubsub service elsewhere on this server.',
        whoKnows: 'disco#items of the chat domain lists the services.',
        next: 'Send it to the pubsub service, usually pubsub. before the domain, not to the chat domain itself.',
      },
    },
    {
      condition: 'forbidden',
      verdict: {
        headline: 'Refused: you are not allowed to create nodes here.',
        proved: 'The service works and keeps node creation to others.',
        notProved: 'Whether somebody with permission would get a push node.',
        whoKnows:
          'The operator: access_createnode on MongooseIM and ejabberd; Prosody lets only its admins create nodes unless told otherwise.',
        next: 'Ask the operator for permission, or run PubSub-less, which needs no node.',
      },
    },
    {
      condition: 'not-allowed',
      verdict: {
        headline: 'Refused: creating nodes is not allowed.',
        proved: 'The service was reached and creates no nodes for you.',
        notProved: 'Whether it is this account, this kind of node, or every node.',
        whoKnows: 'The operator: rules for node creation and the plugins of the pubsub service.',
        next: 'Ask the operator, or run PubSub-less, which needs no node.',
      },
    },
    {
      condition: 'not-acceptable',
      application: 'nodeid-required',
      verdict: {
        headline: 'Refused: the node has no name.',
        proved: 'The service has push nodes, and these need a name from you.',
        notProved: 'Anything else.',
        whoKnows: 'The request itself.',
        next: 'Give the node a name; do not use the device token, since names are public.',
      },
    },
    {
      condition: 'not-acceptable',
      verdict: {
        headline: 'Refused: a node option has a value the service does not take.',
        proved: 'The service read the options and one is outside its list or limit.',
        notProved: 'Which one: the answer does not say.',
        whoKnows:
          'The request itself; limits such as max_items_node are the operator’s. Wrong option names would have been ignored.',
        next: 'Leave the options out one by one until it passes; start with all but access model and publish model.',
      },
    },
    {
      condition: 'bad-request',
      text: /form type/i,
      verdict: {
        headline: 'Refused: the options are not in a form of type submit.',
        proved: 'The service read the form and its type is missing or another one.',
        notProved: 'Anything about the options themselves.',
        whoKnows: "The request itself: <x xmlns='jabber:x:data' type='submit'>.",
        next: "Set type='submit' on the form.",
      },
    },
    {
      condition: 'bad-request',
      verdict: {
        headline: 'Refused: the service could not make sense of the request.',
        proved: 'The request reached a service that knows pubsub.',
        notProved: 'What it stumbled over: the answer does not say.',
        whoKnows:
          'The request itself: create and configure belong into one pubsub element, in the namespace without #owner.',
        next: 'Compare it with the create template, which is known to pass.',
      },
    },
    {
      condition: 'item-not-found',
      verdict: {
        headline: 'Refused: there is nobody with this localpart or resource.',
        proved:
          'The domain is served, and the address has something before @ or after / that does not exist.',
        notProved: 'Whether the plain domain is a pubsub service.',
        whoKnows: 'disco#items of the chat domain lists the services.',
        next: 'Use the service’s domain alone as address.',
      },
    },
    {
      condition: 'registration-required',
      verdict: {
        headline: 'Refused: the service wants you to register first.',
        proved: 'The service was reached and does not know you.',
        notProved: 'Whether push nodes work for those it knows.',
        whoKnows: 'The operator of the service.',
        next: 'Register there (XEP-0077), or ask the operator.',
      },
    },
    ...PUBSUB_ADDRESS_RULES,
  ],
};
