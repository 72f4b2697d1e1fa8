/** What the answers to disabling push mean. Facts 4.5. */
import type { Verdict } from '../contract/run.ts';
import { ENABLE_EXPLANATION } from './enable-verdicts.ts';
import type { ErrorRule, StepExplanation } from './verdict-rule.ts';

const DISABLED: Verdict = {
  headline: 'Nothing is registered there any more.',
  proved: 'From now on no push goes to this node.',
  notProved: 'That there was a registration: the answer is the same when there was none.',
  whoKnows: 'Nobody can list registrations over XMPP, not even you.',
  next: 'Nothing. In PubSub-full the node itself is still there until it is deleted.',
};

/** Conditions whose cause is the same as for enable: the request never reached what it was meant for. */
const SHARED_WITH_ENABLE: readonly ErrorRule[] = ENABLE_EXPLANATION.errors.filter((rule) =>
  ['service-unavailable', 'feature-not-implemented', 'internal-server-error', 'forbidden'].includes(
    rule.condition,
  ),
);

/** Explanations of the step `disable`. */
export const DISABLE_EXPLANATION: StepExplanation = {
  result: { full: DISABLED, less: DISABLED },
  errors: [
    {
      condition: 'bad-request',
      verdict: {
        headline: 'Refused: the request is not formed as the server wants it.',
        proved: 'The push module is loaded and read the request. Registrations are unchanged.',
        notProved: 'What is wrong: the answer does not say.',
        whoKnows: 'The request itself: jid must be there and be a JID; node must not be empty.',
        next: 'Correct the jid. To disable all nodes, leave node out instead of leaving it empty.',
      },
    },
    {
      condition: 'item-not-found',
      verdict: {
        headline: 'There was no such registration.',
        proved: 'This server checks, and finds nothing registered for this JID and node.',
        notProved: 'Whether there ever was: a failed push may have removed it.',
        whoKnows:
          'The server’s log. ejabberd answers like this; MongooseIM answers result instead.',
        next: 'Nothing, if you wanted it gone. Else compare JID and node with those of the enable.',
      },
    },
    {
      condition: 'not-allowed',
      verdict: {
        headline: 'Refused: disable was not sent as a set.',
        proved: 'The push module is loaded. Registrations are unchanged.',
        notProved: 'Anything about the content of the request.',
        whoKnows: 'The request itself: its type.',
        next: "Send it with type='set'.",
      },
    },
    ...SHARED_WITH_ENABLE,
  ],
};
