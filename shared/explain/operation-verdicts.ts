/** What a result means for operations that are no step of a run. Facts 1.1 to 1.4, 2.4 to 2.8, Part 3 and 8.10. */
import type { Verdict } from '../contract/run.ts';
import type { Operation } from './operation.ts';

type Lines = readonly [
  headline: string,
  proved: string,
  notProved: string,
  whoKnows: string,
  next: string,
];

const PUBLISHED: Lines = [
  'Published. If no push follows, nothing was called.',
  'You may publish to the node, and the service reported no failure.',
  'That it is a push node, and that APNs or FCM took it: a flat node and a missing push service answer the same.',
  'The time of the answer: an instant one made no HTTP call. MongoosePush’s log and the device.',
  'Look at the device or the gateway; if nothing came, at the node’s disco#info.',
];
const READ: Lines = [
  'Answered.',
  'The one who was asked is there, and this is what it says now.',
  'That it stays so.',
  'The answer in the log.',
  'Read the answer.',
];
const CHANGED: Lines = [
  'Done.',
  'The one who was asked took the change over.',
  'Any effect beyond the change itself.',
  'Reading it back shows what is set.',
  'Read it back.',
];

const RESULTS: Readonly<Partial<Record<Operation, Lines>>> = {
  publish: PUBLISHED,
  'disco-info': [
    'Answered: what this address is and can do.',
    'Somebody is there; its identities and features are listed.',
    'That a feature is configured rightly: it only says that requests are handled. MongooseIM shows push on the domain, never on accounts.',
    'Using the feature.',
    'For push look for urn:xmpp:push:0 on the domain and pubsub/push on the service.',
  ],
  'disco-items': [
    'Answered: what belongs to this address.',
    'The listed addresses or nodes are known there.',
    'That nothing else exists: virtual hosts for push are never listed.',
    'disco#info of each item tells what it is.',
    'Ask the items for disco#info.',
  ],
  affiliations: [
    'Answered: who may do what at this node.',
    'You own the node, and these are its affiliations.',
    'That the publish model asks for them: with open anybody may publish.',
    'The node’s configuration.',
    'Look for the domain of your account as publish-only.',
  ],
  'my-affiliations': [
    'Answered: your nodes at this service.',
    'The listed nodes exist, with what you are to them.',
    'Which of them is registered for push: nobody can list registrations.',
    'This console’s own record of what it enabled.',
    'Delete those that are left over, after disabling them.',
  ],
  configure: [
    'Answered: the node’s configuration.',
    'You own the node, and the form was given or taken.',
    'That unknown options did anything: they are ignored.',
    'Getting the configuration again shows what is in force.',
    'Look at publish model and access model.',
  ],
  'default-configuration': [
    'Answered: the default options.',
    'A pubsub service is there.',
    'That push nodes get these: they are the defaults of the first plugin.',
    'The configuration of a node of yours.',
    'Set publish model and access model yourself.',
  ],
  items: [
    'Answered: the items of the node.',
    'The node keeps items, so it is not a push node.',
    'Who made it.',
    'disco#info of the node.',
    'For push make a node of type push.',
  ],
  subscribe: [
    'Subscribed.',
    'The node takes subscribers, so it is not a push node.',
    'Anything about push.',
    'disco#info of the node.',
    'For push make a node of type push.',
  ],
  bind: [
    'Bound.',
    'The account is logged in under this resource.',
    'That requests are handled: MongooseIM may want a session IQ first.',
    'The stream features.',
    'Send the session IQ where it is offered without optional.',
  ],
  session: [
    'The session is open.',
    'From now on requests are handled, and the account counts as online until it sends presence.',
    'Anything about push.',
    'disco#info of the domain.',
    'Send presence; with a negative priority where pushes are to come.',
  ],
  ping: [
    'Answered: the way there and back works.',
    'The stream is alive.',
    'Anything about push.',
    'Nobody needs to be asked.',
    'Go on.',
  ],
  version: [
    'Answered: what the server calls itself.',
    'The name and version it was told to show.',
    'That they are true: an operator can change or hide them.',
    'The operator.',
    'Go by what it answers rather than by its name.',
  ],
  carbons: [
    'Carbons are set for this session.',
    'The server copies messages of other sessions to this one, or no longer.',
    'Nothing about push: carbons neither make nor prevent one.',
    'A message to another session of the account.',
    'Send presence as well: without it this also makes the session count as offline.',
  ],
  archive: [
    'Answered by the archive.',
    'Messages are archived, and this is what was asked for.',
    'That an archived message was pushed: the two are independent.',
    'The push gateway.',
    'Compare with what the gateway received.',
  ],
  blocking: [
    'Answered: the block list.',
    'Blocking is loaded and this is what it says, or it took the change.',
    'That blocked contacts make no push: blocking is looked at after the push.',
    'A message from a blocked contact.',
    'Filter in the app.',
  ],
  room: [
    'The room service took it.',
    'MUC Light is loaded.',
    'That room messages push: absent members get one, occupants of classic rooms don’t.',
    'A message to the room while a member is away.',
    'Send one with a body.',
  ],
};

const CHANGES: readonly Operation[] = [
  'purge',
  'retract',
  'unsubscribe',
  'register',
  'vcard',
  'roster',
];

/** What a result of an operation means; total. */
export function resultVerdict(operation: Operation): Verdict {
  const lines = RESULTS[operation] ?? (CHANGES.includes(operation) ? CHANGED : READ);
  const [headline, proved, notProved, whoKnows, next] = lines;
  return { headline, proved, notProved, whoKnows, next };
}
