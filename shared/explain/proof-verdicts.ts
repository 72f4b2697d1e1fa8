/** What the proof shows. Facts 4.6, 5.1, 5.2 and 6.5. */
import type { ReceivedPush } from '../contract/gateway.ts';
import type { AwayMode, Flow, Verdict } from '../contract/run.ts';
import type { Sign } from './explanation.ts';

/** What happened between the peer's message and the end of the wait. */
export interface ProofInput {
  readonly flow: Flow;
  readonly awayMode: AwayMode;
  /** What reached the gateway; null when nothing did. */
  readonly push: Pick<ReceivedPush, 'service' | 'shape' | 'answer'> | null;
  /** Milliseconds from sending the message to the arrival of the push. */
  readonly latencyMs: number | null;
  /** The receiver got the message on its own stream. */
  readonly deliveredLive: boolean;
  /** Milliseconds waited. */
  readonly waitedMs: number;
  /** Bare JID of the receiver, for stanzas that confirm a cause. */
  readonly account?: string;
  /** Why the proof could not be carried out at all; empty when it was. */
  readonly problem?: string;
}

/** Verdict of the proof. It passed when a push arrived and was accepted. */
export function proofVerdict(input: ProofInput): Verdict {
  if (input.problem !== undefined && input.problem !== '') return notCarriedOut(input.problem);
  if (input.push !== null) return arrived(input, input.push.answer.status);
  if (input.awayMode === 'inactive') return inactiveIsOnline(input);
  if (input.deliveredLive) return DELIVERED_LIVE;
  if (input.awayMode === 'drop') return stillResumable(input.waitedMs);
  if (input.awayMode === 'silent') return silentIsOnline(input.waitedMs);
  return input.flow === 'full' ? lostInPubsub(input.waitedMs) : lostOnVirtualHost(input.waitedMs);
}

/**
 * What the proof showed, as the catalogue of explanations names it.
 * @returns null when it passed, was not carried out, or may have several causes
 */
export function signOfProof(input: ProofInput): Sign | null {
  if (input.problem !== undefined && input.problem !== '') return null;
  if (input.push !== null) return signOfAnswer(input.push.answer.status);
  if (input.awayMode === 'inactive') return 'none-while-inactive';
  if (input.deliveredLive) return 'online-elsewhere';
  if (input.awayMode === 'drop') return 'late-after-link-loss';
  return input.awayMode === 'silent' ? 'none-while-link-is-silent' : null;
}

function signOfAnswer(status: number): Sign | null {
  if (status >= 200 && status < 300) return null;
  return status === 410 ? 'device-gone' : 'gateway-refused';
}

function notCarriedOut(problem: string): Verdict {
  return {
    headline: 'Not proved: the proof could not be carried out.',
    proved: problem,
    notProved: 'Whether pushes arrive.',
    whoKnows: 'The log of both sessions around this step.',
    next: 'Remove the obstacle and retry from this step.',
  };
}

function arrived(input: ProofInput, status: number): Verdict {
  const after = input.latencyMs === null ? '' : ` after ${Math.round(input.latencyMs)} ms`;
  if (status >= 200 && status < 300) {
    return {
      headline: `The push arrived${after}.`,
      proved:
        input.flow === 'full'
          ? 'Registration, node, affiliation and options work: a message to the absent account became a request to the push gateway, and the gateway accepted it.'
          : 'Registration, virtual host and options work: a message to the absent account became a request to the push gateway, and the gateway accepted it.',
      notProved:
        'That APNs or FCM take the token and that the device shows it: the gateway here stands in for MongoosePush.',
      whoKnows: 'MongoosePush’s log and the device.',
      next: 'Look at the payload in the gateway; then try the real device.',
    };
  }
  return status === 410 ? goneVerdict(after) : refusedVerdict(after, status);
}

function goneVerdict(after: string): Verdict {
  return {
    headline: `The push arrived${after}, and the gateway said that the device is gone (410).`,
    proved: 'Everything up to the gateway works. The server now removes this registration.',
    notProved: 'That a push with a living token passes.',
    whoKnows: 'The app: it must fetch a new token from APNs or FCM.',
    next: 'Enable again with a fresh device_id.',
  };
}

function refusedVerdict(after: string, status: number): Verdict {
  return {
    headline: `The push arrived${after}, and the gateway refused it (${status}).`,
    proved:
      'Everything up to the gateway works. The registration stays, and every push like this one is lost.',
    notProved: 'That a push with other options passes.',
    whoKnows: 'The gateway’s answer: for 422 it names the field.',
    next: 'Correct service, mode or priority in the enable, then retry from there.',
  };
}

const DELIVERED_LIVE: Verdict = {
  headline: 'No push: the message was delivered live.',
  proved: 'The server counts the account as online, and then nobody is pushed, on any device.',
  notProved: 'Anything about node, options and push service.',
  whoKnows:
    'The account’s other sessions: one with priority 0 or more is enough. A session that never sent presence counts too.',
  next: 'Send the others away, or choose unavailable as the manner of going away; then retry from this step.',
};

function stillResumable(waitedMs: number): Verdict {
  return {
    headline: `No push within ${seconds(waitedMs)} of a dropped link.`,
    proved: 'The message was sent and the link was cut without closing the stream.',
    notProved:
      'That push fails: until the server notices, or until the time to resume has run out (10 minutes by default), the session counts as online.',
    whoKnows:
      'The operator: resume_timeout, and plugin_module: the enhanced plugin pushes at once.',
    next: 'Retry from this step with a proper close; that tells the two apart.',
  };
}

/** Client state does not matter for push (facts 5.2, 8.10). */
function inactiveIsOnline({ deliveredLive, waitedMs }: ProofInput): Verdict {
  return {
    headline: deliveredLive
      ? 'No push: the message was delivered live to an inactive client.'
      : `No push within ${seconds(waitedMs)}: an inactive client counts as online.`,
    proved:
      'An inactive client with an available presence counts as online: client state only delays what can wait.',
    notProved: 'Anything about node, options and push service.',
    whoKnows:
      'Nobody needs to be asked: MongooseIM does not look at client state before it pushes.',
    next: 'An app that wants pushes in the background has to go unavailable or close its stream; retry from this step with one of these.',
  };
}

/** A connection that takes nothing is open to the server until something times out (facts 5.2). */
function silentIsOnline(waitedMs: number): Verdict {
  return {
    headline: `No push within ${seconds(waitedMs)} of a silent link.`,
    proved:
      'The message was sent while the connection was open and nothing read from it: the session counts as online, and the message waits on its way or is lost.',
    notProved:
      'That push fails: it can come once the server has noticed, which takes until TCP, a ping or an acknowledgement times out.',
    whoKnows:
      'The operator: mod_ping with timeout_action, and with stream management resume_timeout and plugin_module.',
    next: 'Retry from this step with a proper close; that tells the two apart.',
  };
}

function lostInPubsub(waitedMs: number): Verdict {
  return {
    headline: `No push within ${seconds(waitedMs)}.`,
    proved: 'The message was sent to an absent account, and nothing reached this gateway.',
    notProved:
      'Where it was lost: the error went to the server. Likely, in this order: the domain may not publish, the node is not of type push, options lack service or device_id, the server pushes to another gateway, another session is online.',
    whoKnows:
      'Get affiliations and disco#info of the node; the operator: push_send_failed in the log, and outgoing_pools.http.',
    next: 'Check the affiliation and the node’s type, then enable again: a failed push may have removed the registration.',
  };
}

function lostOnVirtualHost(waitedMs: number): Verdict {
  return {
    headline: `No push within ${seconds(waitedMs)}.`,
    proved: 'The message was sent to an absent account, and nothing reached this gateway.',
    notProved:
      'Where it was lost. Likely, in this order: the address is none of the virtual_pubsub_hosts, the server pushes to another gateway, options lack service or device_id, another session is online.',
    whoKnows:
      'The operator: virtual_pubsub_hosts, push_send_failed in the log, and outgoing_pools.http.',
    next: 'Compare the address with virtual_pubsub_hosts letter by letter, then enable again: a failed push may have removed the registration.',
  };
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
