/** What the answers to disabling push mean. Facts 4.5. */
import type { Verdict } from '../contract/run.ts';
import type { StepExplanation } from './verdict-rule.ts';

const DISABLED: Verdict = {
  headline: 'Disabled: nothing is registered there any more.',
  proved: 'From now on no push goes there.',
  notProved: 'That there was a registration: the answer is the same when there was none.',
  whoKnows: 'Nobody can list registrations over XMPP, not even you.',
  next: 'Nothing. In PubSub-full the node itself is still there until it is deleted.',
};

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
    {
      condition: 'service-unavailable',
      verdict: {
        headline: 'Refused: nobody handles push for your account.',
        proved:
          'The server answers for your account and has no module for urn:xmpp:push:0, so nothing is pushed.',
        notProved: 'Whether a registration comes back to life when the module does.',
        whoKnows:
          'The operator: [modules.mod_event_pusher.push] on MongooseIM, mod_push on ejabberd, cloud_notify on Prosody.',
        next: 'Check the spelling of the namespace urn:xmpp:push:0; if it is right, ask the operator whether the module was unloaded.',
      },
    },
    {
      condition: 'feature-not-implemented',
      verdict: {
        headline: 'Refused: whoever was asked does not do push registrations.',
        proved:
          'The request reached an address that has no push module. Registrations are unchanged.',
        notProved: 'Whether your account’s server has one.',
        whoKnows:
          'The to of the request: disable belongs to your own account, not to the pubsub service.',
        next: 'Leave the to out. If it was left out, ask the operator about the push module.',
      },
    },
    {
      condition: 'internal-server-error',
      verdict: {
        headline: 'Refused: the database failed.',
        proved: 'The push module read the request and could not carry it out.',
        notProved: 'Whether the registration is still there.',
        whoKnows: 'The operator: the log of {server} at this second, and outgoing_pools.rdbms.',
        next: 'Try again; until it passes, pushes may go on.',
      },
    },
  ],
};
