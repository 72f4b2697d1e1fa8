/**
 * How the gateway treats every push, whatever its device id: the failures of MongoosePush and of the
 * providers behind it that concern a deployment as a whole.
 * @see facts, Part 7.5
 */
import type { PushAnswer } from './push-answer.ts';

/** One way to treat all pushes. */
export type GatewayBehaviour =
  | 'as-usual'
  /** The provider knows no device any more. */
  | 'device-gone'
  /** Later than a pool waits: `request_timeout` is 2 s by default. */
  | 'slow'
  /** As providers do, tokens of the other one are refused. */
  | 'strict-tokens';

/** Twice the default `request_timeout` of MongooseIM's pool, in milliseconds. */
const SLOW_MS = 4_000;

/** An APNs token is 32 bytes in hexadecimal. */
const APNS_TOKEN = /^[0-9a-f]{64}$/i;

/**
 * Changes the answer to a valid push.
 * @param usual what it would be answered, already rehearsed by device id
 */
export function behave(
  behaviour: GatewayBehaviour,
  push: {
    readonly apiVersion: 'v2' | 'v3';
    readonly deviceId: string;
    readonly service: string | null;
  },
  usual: PushAnswer,
): PushAnswer {
  switch (behaviour) {
    case 'as-usual':
      return usual;
    case 'device-gone':
      return push.apiVersion === 'v3'
        ? { ...usual, status: 410, body: JSON.stringify({ reason: 'unregistered' }) }
        : { ...usual, status: 500, body: JSON.stringify({ details: 'Unregistered' }) };
    case 'slow':
      return { ...usual, delayMs: SLOW_MS };
    case 'strict-tokens':
      return APNS_TOKEN.test(push.deviceId) === (push.service === 'apns') ? usual : refused(push);
    default:
      return behaviour satisfies never;
  }
}

/** BadDeviceToken of APNs and INVALID_ARGUMENT of FCM are one class of error to MongoosePush. */
function refused({ apiVersion, service }: { apiVersion: 'v2' | 'v3'; service: string | null }) {
  const v2Reason = service === 'apns' ? 'BadDeviceToken' : 'INVALID_ARGUMENT';
  return apiVersion === 'v3'
    ? { status: 400, body: JSON.stringify({ reason: 'invalid_request' }), delayMs: 0 }
    : { status: 500, body: JSON.stringify({ details: v2Reason }), delayMs: 0 };
}
