/** What it shows which of several devices were pushed. Facts 4.3: a registration is replaced by one of the same service and node. */
import type { Verdict } from '../contract/run.ts';

/** Device tokens a proof looks for. */
export interface ExpectedDevices {
  readonly pushed: readonly string[];
  /** That must not be pushed any more. */
  readonly spared: readonly string[];
}

/**
 * Judges a proof about certain devices, at least one of which was pushed.
 * @param devices tokens that were pushed
 */
export function devicesVerdict(
  { pushed, spared }: ExpectedDevices,
  devices: readonly string[],
): { readonly asExpected: boolean; readonly verdict: Verdict } {
  const missing = pushed.filter((device) => !devices.includes(device));
  const surplus = spared.filter((device) => devices.includes(device));
  const rotates = spared.length > 0;
  if (missing.length === 0 && surplus.length === 0) {
    return { asExpected: true, verdict: rotates ? ROTATED : ALL_PUSHED };
  }
  return {
    asExpected: false,
    verdict: surplus.length > 0 ? OLD_STILL_PUSHED : rotates ? NEW_NOT_PUSHED : ONE_MISSING,
  };
}

const PROVIDER =
  'That the devices showed it: the gateway stands in for MongoosePush and passes nothing on.';

const ROTATED: Verdict = {
  headline: 'The push went to the new token, and to no other.',
  proved: 'Enabling the same service and node again replaced the old token.',
  notProved: PROVIDER,
  whoKnows: 'The app, once it runs with the new token.',
  next: 'Let the app keep its node name and enable with each new token.',
};

const ALL_PUSHED: Verdict = {
  headline: 'Both devices were pushed.',
  proved: 'The account has a registration for each node, and one message goes to all of them.',
  notProved: PROVIDER,
  whoKnows: 'The devices.',
  next: 'Give each device a node of its own; two nodes with one token push it twice.',
};

const OLD_STILL_PUSHED: Verdict = {
  headline: 'The old token was pushed as well.',
  proved: 'The server has another registration with the old token, under another node or service.',
  notProved: 'Which one it is: nothing lists registrations.',
  whoKnows: 'The ledger, for what was enabled from here; the operator for all others.',
  next: 'Disable the service without a node, which removes all registrations there, and enable once.',
};

const NEW_NOT_PUSHED: Verdict = {
  headline: 'The new token was not pushed.',
  proved: 'A push of the message came, and for another device.',
  notProved: 'That the second enable was stored.',
  whoKnows: 'The answer to the second enable, and the operator.',
  next: 'Look at the step that enables with the new token, and repeat it.',
};

const ONE_MISSING: Verdict = {
  headline: 'Only one of the two devices was pushed.',
  proved: 'The message was pushed, so the account counted as offline.',
  notProved: 'That the other registration is still there: a failed push removes it.',
  whoKnows: 'The operator: lines with push_send_failed, or the error of the publish.',
  next: 'Run the check with the other token alone, with the probe, to see its own error.',
};
