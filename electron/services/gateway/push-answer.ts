/**
 * Decides what a push request is answered: MongoosePush's own answers, and failures rehearsed by
 * device id, as in the recordings' stand-in.
 * @see facts, Part 7.5; recordings 150 to 157
 */
import {
  findViolations,
  isJsonObject,
  type NotificationShape,
  type RuleViolation,
  shapeOf,
} from './notification-rules.ts';

/** The HTTP answer to give. */
export interface PushAnswer {
  /** HTTP status; 0 when the connection is to be dropped without one. */
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** Milliseconds to wait before answering. */
  readonly delayMs: number;
}

/** What a request turned out to be. */
export interface JudgedPush {
  readonly shape: NotificationShape | 'invalid';
  readonly service: string | null;
  /** The parsed body; null when it was not JSON. */
  readonly json: unknown;
  readonly answer: PushAnswer;
}

/** The longest a `slow-…` device id can make a request wait. */
const MAX_DELAY_MS = 60_000;

/** Deepest accepted nesting of a body; notifications have three levels. */
const MAX_DEPTH = 64;

/** Class of error per status, as API v3 names it; v2 says the provider's word, always with status 500. */
const FAILURES: Readonly<Record<number, { readonly v3: string; readonly v2: string }>> = {
  400: { v3: 'invalid_request', v2: 'BadDeviceToken' },
  410: { v3: 'unregistered', v2: 'Unregistered' },
  413: { v3: 'payload_too_large', v2: 'PayloadTooLarge' },
  429: { v3: 'too_many_requests', v2: 'TooManyRequests' },
  500: { v3: 'service_internal', v2: 'InternalServerError' },
  503: { v3: 'service_internal', v2: 'ServiceUnavailable' },
  520: { v3: 'unspecified', v2: 'unspecified' },
};

/**
 * Judges a request.
 * @param deviceId decoded; `fail-410…`, `slow-3000…` and `drop…` rehearse a failure
 */
export function judgePush(apiVersion: 'v2' | 'v3', deviceId: string, rawBody: string): JudgedPush {
  const json = parseJson(rawBody);
  if (json === undefined) {
    return { shape: 'invalid', service: null, json: null, answer: errorAnswer(400, 'Bad Request') };
  }
  const body = isJsonObject(json) ? json : {};
  const service = typeof body['service'] === 'string' ? body['service'] : null;
  const violations = findViolations(body);
  if (violations.length > 0) {
    return { shape: 'invalid', service, json, answer: unprocessable(violations) };
  }
  return { shape: shapeOf(body), service, json, answer: rehearsedAnswer(apiVersion, deviceId) };
}

/** An error outside MongoosePush's own API. @param status HTTP status */
export function errorAnswer(status: number, detail: string): PushAnswer {
  return { status, body: JSON.stringify({ errors: { detail } }), delayMs: 0 };
}

function rehearsedAnswer(apiVersion: 'v2' | 'v3', deviceId: string): PushAnswer {
  const delayMs = Math.min(Number(/^slow-(\d{1,9})/.exec(deviceId)?.[1] ?? 0), MAX_DELAY_MS);
  if (deviceId.startsWith('drop')) return { status: 0, body: '', delayMs };
  const status = Number(/^fail-(\d{3})/.exec(deviceId)?.[1] ?? 200);
  const failure = FAILURES[status];
  if (failure === undefined) return { status: 200, body: 'null', delayMs };
  return apiVersion === 'v3'
    ? { status, body: JSON.stringify({ reason: failure.v3 }), delayMs }
    : { status: 500, body: JSON.stringify({ details: failure.v2 }), delayMs };
}

function unprocessable(violations: readonly RuleViolation[]): PushAnswer {
  const errors = violations.map(({ message, pointer }) => ({
    message,
    source: { pointer },
    title: 'Invalid value',
  }));
  return { status: 422, body: JSON.stringify({ errors }), delayMs: 0 };
}

/** Undefined for what is no JSON, and for nesting that would overflow whoever walks it later. */
function parseJson(text: string): unknown {
  try {
    const json = JSON.parse(text) as unknown;
    return isDeeperThan(json, MAX_DEPTH) ? undefined : json;
  } catch {
    return undefined;
  }
}

function isDeeperThan(json: unknown, depth: number): boolean {
  let level: unknown[] = [json];
  for (let reached = 0; reached < depth; reached += 1) {
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
