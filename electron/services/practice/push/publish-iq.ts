/**
 * The publish IQ of PubSub-full and what its answer means for the registration.
 * XEP-0357 Push Notifications 0.4.1, 2020-02, §7 "Publishing Notifications".
 * @see facts, Part 4.6 and 5.6; recording 185
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import {
  NS_CLIENT,
  NS_DATA_FORMS,
  NS_PUBSUB,
  NS_PUBSUB_PUBLISH_OPTIONS,
  NS_PUSH_0,
  NS_PUSH_SUMMARY,
} from '#shared/xmpp/namespaces.ts';
import { readStanzaError } from '#shared/xmpp/stanza-error.ts';
import type { PushRegistration } from '../ports.ts';
import type { PushPayload } from './notification.ts';

/**
 * Builds the IQ. It comes from the recipient's server domain, not from the user; that is who needs to
 * be a publisher of the node.
 */
export function publishIq(
  id: string,
  domain: string,
  { pubsubJid, node, options }: PushRegistration,
  payload: PushPayload,
): XmlElement {
  const notification = createElement('notification', NS_PUSH_0, {}, [
    submitForm(NS_PUSH_SUMMARY, Object.entries(payload)),
  ]);
  const item = createElement('item', NS_PUBSUB, {}, [notification]);
  const sorted = Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1));
  const publishOptions =
    sorted.length === 0
      ? null
      : createElement('publish-options', NS_PUBSUB, {}, [
          submitForm(NS_PUBSUB_PUBLISH_OPTIONS, sorted),
        ]);
  const pubsub = createElement('pubsub', NS_PUBSUB, {}, [
    createElement('publish', NS_PUBSUB, { node }, [item]),
    publishOptions,
  ]);
  return createElement('iq', NS_CLIENT, { from: domain, id, to: pubsubJid, type: 'set' }, [pubsub]);
}

/**
 * True when the answer ends the registration: every error of type `cancel`, whatever its condition.
 * @param reply null when none came in time, which ends nothing
 */
export function endsRegistration(reply: XmlElement | null): boolean {
  if (reply?.attrs['type'] !== 'error') return false;
  return readStanzaError(reply)?.type === 'cancel';
}

function submitForm(formType: string, fields: readonly (readonly [string, string])[]): XmlElement {
  return createElement('x', NS_DATA_FORMS, { type: 'submit' }, [
    field('FORM_TYPE', formType, 'hidden'),
    ...fields.map(([name, value]) => field(name, value)),
  ]);
}

function field(name: string, value: string, type?: string): XmlElement {
  const text = { ...createElement('value', NS_DATA_FORMS), children: [value] };
  return createElement('field', NS_DATA_FORMS, { type, var: name }, [text]);
}
