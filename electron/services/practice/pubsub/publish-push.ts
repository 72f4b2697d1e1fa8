/**
 * Publishing to a push node: nothing is stored and no subscriber told; the notification goes to the
 * push service and its outcome is the answer.
 * @see facts, Part 2.6 P10 to P13 (`node_push`)
 */
import { isElement } from '#shared/xml/node.ts';
import { readSubmittedForm, singleValues } from '../submitted-form.ts';
import { failure, type PubsubAnswer, pubsubFailure } from './answer.ts';
import { optionValue } from './node-options.ts';
import { affiliationOf, type PubsubNode } from './node-registry.ts';
import type { Publication } from './publish.ts';
import type { PubsubContext } from './request.ts';

/** @returns null on success */
export async function publishToPushNode(
  context: PubsubContext,
  node: PubsubNode,
  { payload, publisherBare, publishOptions }: Publication,
): Promise<PubsubAnswer | null> {
  if (!mayPublish(node, publisherBare)) return failure('forbidden');
  const notification = payload.find(isElement);
  if (notification?.name !== 'notification') return failure('bad-request');
  const form = readSubmittedForm(notification);
  const fields = form?.type === 'submit' ? singleValues(form) : 'invalid_form';
  const optionForm = publishOptions === undefined ? undefined : readSubmittedForm(publishOptions);
  const options = optionForm === undefined ? {} : singleValues(optionForm);
  const outcome = await context.pushNotifications.push([fields], options);
  switch (outcome) {
    case 'ok':
      return null;
    case 'device-not-registered':
      return pubsubFailure('not-acceptable-cancel', 'device-not-registered');
    case 'failed':
      // Misspelled on the wire, too.
      return pubsubFailure('bad-request', 'faild-to-submit-push-notification');
    default:
      return outcome satisfies never;
  }
}

/** Subscriptions do not count, so publish_model `subscribers` lets nobody in (facts, Part 2.5). */
function mayPublish(node: PubsubNode, publisher: string): boolean {
  const model = optionValue(node.options, 'pubsub#publish_model');
  if (model === 'open') return true;
  const affiliation = affiliationOf(node, publisher);
  return model === 'publishers' && ['owner', 'publisher', 'publish-only'].includes(affiliation);
}
