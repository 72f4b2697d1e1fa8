/**
 * `mod_push_service_mongoosepush`: hands notifications to MongoosePush over HTTP.
 * @see facts, Part 6
 */
import type { PracticeHostConfig } from '../ports.ts';
import { postJson } from './http-post.ts';
import { notificationJson } from './notification-json.ts';
import type { NotificationFields, PushNotifications, PushOutcome } from './push-notifications.ts';

/** The configuration; null when the module is off. */
export type MongoosePushConfig = PracticeHostConfig['mongoosePush'];

/** One notification and what became of it, for the practice server's log. */
export interface PushAttempt {
  readonly deviceId: string;
  /** HTTP status; null when no request was made or none answered. */
  readonly status: number | null;
  readonly outcome: PushOutcome;
}

/** What {@link createPushService} needs. */
export interface PushServiceOptions {
  /** Read at every push, because the gateway's address may become known later. */
  readonly config: () => MongoosePushConfig;
  readonly onAttempt?: (attempt: PushAttempt) => void;
}

/**
 * Creates the push service of one host.
 * @see facts, Part 6.5 for the outcomes
 */
export function createPushService({ config, onAttempt }: PushServiceOptions): PushNotifications {
  async function sendOne(
    fields: NotificationFields,
    options: Readonly<Record<string, string>>,
    deviceId: string,
    { apiVersion, url, requestTimeoutMs }: NonNullable<MongoosePushConfig>,
  ): Promise<PushOutcome> {
    const body = notificationJson(fields, options);
    // No JSON or no pool: nothing is sent, and the caller is told of a failure.
    const status =
      body === null || url === null
        ? null
        : await postJson({
            origin: url,
            // The device id is not escaped: `/`, `?` and blanks in it break the request, as they do there.
            path: `/${apiVersion}/notification/${deviceId}`,
            body,
            timeoutMs: requestTimeoutMs,
          });
    const outcome = outcomeOf(status);
    onAttempt?.({ deviceId, status, outcome });
    return outcome;
  }

  return {
    async push(notifications, options) {
      const active = config();
      const deviceId = options['device_id'];
      if (active === null || deviceId === undefined) return 'ok';
      let result: PushOutcome = 'ok';
      for (const fields of notifications) {
        const outcome = await sendOne(fields, options, deviceId, active);
        if (outcome === 'device-not-registered') return outcome;
        if (outcome !== 'ok') result = outcome;
      }
      return result;
    },
  };
}

function outcomeOf(status: number | null): PushOutcome {
  if (status === 410) return 'device-not-registered';
  return status !== null && status >= 200 && status < 300 ? 'ok' : 'failed';
}
