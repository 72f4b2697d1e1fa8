/**
 * The JSON that `mod_push_service_mongoosepush` sends to MongoosePush; the same for API v2 and v3.
 * Keys stand in the order of the recordings, so that bodies can be compared as text: options by name
 * from z to a, then MongooseIM's own.
 * @see facts, Part 6.2 to 6.4; recordings 65, 75, 76, 135, 174
 */
import type { NotificationFields } from './push-notifications.ts';

/** Options that go to the top level. `tags` is left out on purpose: clients may not choose pools. */
const TOP_LEVEL = ['topic', 'time_to_live', 'priority', 'mutable_content', 'mode'];
const ALERT_LEVEL = ['sound', 'click_action'];

type Options = Readonly<Record<string, string>>;

/**
 * Builds the request body.
 * @returns null where MongooseIM fails to make one: no `service`, a summary field missing in the alert
 *   form, or a message-count that is no number (facts, Part 6.5 "make_notification_failed")
 */
export function notificationJson(fields: NotificationFields, options: Options): string | null {
  const service = options['service'];
  const notification = withIntegerCount(fields);
  if (service === undefined || notification === null) return null;
  const optional = pick(options, TOP_LEVEL);
  // Only the exact text selects the silent form; `1` or `True` make an alert.
  if (options['silent'] === 'true') {
    const data = notification === 'invalid_form' ? notification : reversed(notification);
    return JSON.stringify({ ...optional, service, data });
  }
  const alert = alertOf(notification, options);
  return alert === null ? null : JSON.stringify({ ...optional, alert, service });
}

type TypedFields = Readonly<Record<string, string | number>>;

function alertOf(notification: TypedFields | 'invalid_form', options: Options) {
  if (notification === 'invalid_form') return null;
  const body = notification['last-message-body'];
  const sender = notification['last-message-sender'];
  const badge = notification['message-count'];
  if (body === undefined || sender === undefined || badge === undefined) return null;
  return { ...pick(options, ALERT_LEVEL), badge, body, title: sender, tag: sender };
}

/** `message-count` becomes a number; null when it cannot. */
function withIntegerCount(fields: NotificationFields): TypedFields | 'invalid_form' | null {
  if (fields === 'invalid_form') return fields;
  const count = fields['message-count'];
  if (count === undefined) return fields;
  return /^[+-]?\d+$/.test(count) ? { ...fields, 'message-count': Number(count) } : null;
}

function pick(options: Options, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = options[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function reversed(fields: TypedFields): TypedFields {
  const entries = Object.entries(fields).sort(([left], [right]) => (left < right ? 1 : -1));
  return Object.fromEntries(entries);
}
