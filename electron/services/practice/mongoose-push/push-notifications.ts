/**
 * The `push_notifications` hook: what PubSub's push nodes and the PubSub-less path of the push module
 * both call to have a notification sent.
 * @see facts, Part 6
 */

/** Fields of a notification; `invalid_form` stands for one that held no submitted form, as in MongooseIM. */
export type NotificationFields = Readonly<Record<string, string>> | 'invalid_form';

/** `device-not-registered` is HTTP 410 and the only outcome that tells a dead token (facts, Part 6.5). */
export type PushOutcome = 'ok' | 'device-not-registered' | 'failed';

/** Sends notifications; `mod_push_service_mongoosepush` is the one implementation. */
export interface PushNotifications {
  /**
   * Sends notifications to one device.
   * @param options publish-options as single values
   * @returns `ok` also when nothing was sent because no module listens or there is no `device_id`
   */
  push(
    notifications: readonly NotificationFields[],
    options: Readonly<Record<string, string>>,
  ): Promise<PushOutcome>;
}
