/**
 * Reads enable and disable requests, with MongooseIM's idea of what is well-formed.
 * XEP-0357 Push Notifications 0.4.1, 2020-02, §5 and §6; departures: facts, Part 4.2 E1 to E17 and 4.5 D1 to D6.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { formatBareJid, parseJid } from '#shared/xmpp/jid.ts';
import { NS_PUBSUB_PUBLISH_OPTIONS } from '#shared/xmpp/namespaces.ts';
import { readSubmittedForm, singleValues } from '../submitted-form.ts';

/** What an IQ in `urn:xmpp:push:0` asks for. */
export type PushRequest =
  | {
      readonly kind: 'enable';
      readonly pubsubJid: string;
      readonly node: string;
      readonly options: Readonly<Record<string, string>>;
    }
  /** Without a node: all nodes at that JID. */
  | { readonly kind: 'disable'; readonly pubsubJid: string; readonly node: string | undefined }
  | { readonly kind: 'bad-request' };

const BAD_REQUEST: PushRequest = { kind: 'bad-request' };

/**
 * Reads the payload of an IQ set in `urn:xmpp:push:0`.
 * @returns `bad-request` for everything MongooseIM refuses; it never says why
 */
export function readPushRequest(element: XmlElement): PushRequest {
  const jid = parseJid(element.attrs['jid'] ?? '');
  const node = element.attrs['node'];
  if (jid === null || node === '') return BAD_REQUEST;
  const pubsubJid = formatBareJid(jid);
  if (element.name === 'disable') return { kind: 'disable', pubsubJid, node };
  if (element.name !== 'enable' || node === undefined) return BAD_REQUEST;
  const options = readPublishOptions(element);
  return options === null ? BAD_REQUEST : { kind: 'enable', pubsubJid, node, options };
}

/** No form means no options (E5); null means one that is refused (E6 to E8). */
function readPublishOptions(enable: XmlElement): Readonly<Record<string, string>> | null {
  const form = readSubmittedForm(enable);
  if (form === undefined) return {};
  if (form.type !== 'submit' || form.formType !== NS_PUBSUB_PUBLISH_OPTIONS) return null;
  const options = singleValues(form);
  return Object.keys(options).length === form.fields.size ? options : null;
}
