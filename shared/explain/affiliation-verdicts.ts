/** What the answers to setting an affiliation mean. Facts Part 3 and Part 9 row 22. */
import type { Verdict } from '../contract/run.ts';
import { PUBSUB_ADDRESS_RULES } from './address-verdicts.ts';
import type { StepExplanation } from './verdict-rule.ts';

const SET: Verdict = {
  headline: 'Set. Your server may publish to the node.',
  proved: 'The node exists, you own it, and the service took the entry over.',
  notProved:
    'That this JID is the one that will publish: every JID is taken, existing or not. It must be the domain of your account.',
  whoKnows: 'Get affiliations of the node lists what is set.',
  next: 'Enable push for this node.',
};

/** Explanations of the step `affiliation`. */
export const AFFILIATION_EXPLANATION: StepExplanation = {
  result: { full: SET, less: SET },
  errors: [
    {
      condition: 'forbidden',
      verdict: {
        headline: 'Refused: you do not own this node.',
        proved: 'The node exists, and you are not its owner.',
        notProved:
          'Who is: another account, an earlier installation under another account, or the server itself, which creates a missing node on its own when it publishes.',
        whoKnows:
          'The node’s owner. Get affiliations without a node lists the nodes that are yours.',
        next: 'Choose another node name and create that, or ask the owner.',
      },
    },
    {
      condition: 'item-not-found',
      verdict: {
        headline: 'Refused: there is no such node.',
        proved: 'The service works and has no node of this name.',
        notProved: 'Whether it was never created, was deleted, or was created elsewhere.',
        whoKnows:
          'disco#items of the service lists all nodes; a create without to goes to your own account instead.',
        next: 'Create the node first, with the same service address and the same spelling.',
      },
    },
    {
      condition: 'bad-request',
      verdict: {
        headline: 'Refused: the entry is not valid, and nothing was changed.',
        proved: 'The service read the list and one entry has no JID or an unknown affiliation.',
        notProved: 'Which of the two.',
        whoKnows:
          'The request itself. The value is publish-only, with a hyphen; publisher_only does not exist.',
        next: 'Set the affiliation to publish-only and the JID to the domain of your account.',
      },
    },
    {
      condition: 'not-acceptable',
      verdict: {
        headline: 'Refused: the node would be left without an owner.',
        proved: 'You own the node, and the change would remove its last owner.',
        notProved: 'Anything else.',
        whoKnows: 'The answer itself lists the owners.',
        next: 'Add the server’s domain as a new entry; do not change your own.',
      },
    },
    {
      condition: 'feature-not-implemented',
      verdict: {
        headline: 'Refused: affiliations cannot be set here.',
        proved: 'The service does not let anybody change who may publish.',
        notProved: 'Whether your server may publish anyway, e.g. because everybody may.',
        whoKnows:
          'disco#info of the service: pubsub#modify-affiliations. Publishing to the node yourself shows its rules.',
        next: 'Check the address; if it is right, create the node with publish model open, knowing that anybody may then push to it.',
      },
    },
    {
      condition: 'not-allowed',
      verdict: {
        headline: 'Refused: affiliations cannot be changed this way.',
        proved: 'The service was reached and does not take the change from you.',
        notProved: 'Whether the node exists and is yours.',
        whoKnows:
          'The operator of the service. Get affiliations of the node shows whether you are its owner.',
        next: 'Read the affiliations first; then ask the operator.',
      },
    },
    ...PUBSUB_ADDRESS_RULES,
  ],
};
