/** What the answers to deleting a node mean. Facts 2.4. */
import type { Verdict } from '../contract/run.ts';
import { PUBSUB_ADDRESS_RULES } from './address-verdicts.ts';
import type { StepExplanation } from './verdict-rule.ts';

const DELETED: Verdict = {
  headline: 'Deleted.',
  proved: 'You owned the node, and it is gone.',
  notProved:
    'That nothing points to it: registrations are not touched. One that is left lets the server create a node of the same name and own it.',
  whoKnows: 'Nobody can list registrations over XMPP; disable answers result in any case.',
  next: 'Nothing, if push was disabled before. Else disable it now.',
};

/** Explanations of the step `delete`. */
export const DELETE_EXPLANATION: StepExplanation = {
  result: { full: DELETED, less: DELETED },
  errors: [
    {
      condition: 'item-not-found',
      verdict: {
        headline: 'There is no such node.',
        proved: 'The service works and has no node of this name.',
        notProved: 'Whether it was deleted before or is spelled differently.',
        whoKnows: 'disco#items of the service lists all nodes.',
        next: 'Nothing, if you wanted it gone. Else compare the spelling.',
      },
    },
    {
      condition: 'forbidden',
      verdict: {
        headline: 'Refused: you do not own this node.',
        proved: 'The node exists, and you are not its owner.',
        notProved:
          'Who is. The server itself becomes the owner when it publishes to a node that was missing.',
        whoKnows:
          'Get affiliations without a node lists the nodes that are yours; the operator can delete others.',
        next: 'Leave it, or ask the operator to delete it.',
      },
    },
    {
      condition: 'not-allowed',
      verdict: {
        headline: 'Refused: the node cannot be deleted.',
        proved: 'The service was reached. Without a node name MongooseIM answers like this.',
        notProved: 'Whether the node exists.',
        whoKnows: 'The request itself: the node attribute of delete.',
        next: 'Give the name of the node.',
      },
    },
    {
      condition: 'feature-not-implemented',
      verdict: {
        headline: 'Refused: nobody deletes nodes at this address.',
        proved: 'Somebody answered, and does not know this request.',
        notProved: 'Whether the node exists elsewhere.',
        whoKnows:
          'disco#items of the chat domain lists the services; delete belongs to the namespace with #owner.',
        next: 'Send it to the service on which the node was created.',
      },
    },
    ...PUBSUB_ADDRESS_RULES,
  ],
};
