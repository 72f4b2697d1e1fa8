/** What the opening of a stream tells, rung by rung, for the connection ladder. */
import type { ConnectStep } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { NS_STREAM } from '#shared/xmpp/namespaces.ts';
import { parseJid } from '#shared/xmpp/jid.ts';
import type { SessionOffer } from './features/session-iq.ts';
import type { NoteFact } from './ladder.ts';
import type { WireItem } from './stream-reader.ts';

/**
 * Notes stream headers and features; each new stream has its own.
 * @param step the rung on which the connection stands
 */
export function noteStream(item: WireItem, step: ConnectStep, note: NoteFact): void {
  const { element } = item;
  if (element === null) return;
  if (item.role === 'open') note(step, 'Stream header', describeHeader(element));
  else if (element.ns === NS_STREAM && element.name === 'features') {
    note(step, 'Features', describeFeatures(element));
  }
}

function describeHeader({ attrs }: XmlElement): string {
  const parts = [
    ['from', attrs['from']],
    ['id', attrs['id']],
    ['version', attrs['version']],
    ['language', attrs['xml:lang']],
  ] as const;
  return parts.map(([name, value]) => `${name} ${value ?? 'missing'}`).join(', ');
}

function describeFeatures(features: XmlElement): string {
  const names = childElements(features).map(({ name }) => name);
  return names.length === 0 ? 'none' : names.join(', ');
}

/**
 * Notes what was bound.
 * @param requested the resource that was asked for
 */
export function noteBinding(fullJid: string, requested: string, note: NoteFact): void {
  note('bind', 'Full JID', fullJid, 'good');
  const resource = parseJid(fullJid)?.resource ?? '';
  if (resource === requested) return;
  note('bind', 'Resource', `The server gave ${resource} instead of ${requested}`, 'warning');
}

/** Notes how the session IQ is treated. @param omitted left out although the server may demand it */
export function noteSessionOffer(offer: SessionOffer, omitted: boolean, note: NoteFact): void {
  if (offer === 'required' && omitted) {
    note('session', 'Session IQ', 'Demanded and left out: MongooseIM ignores this session', 'bad');
  } else note('session', 'Session IQ', SESSION_OFFERS[offer]);
}

const SESSION_OFFERS: Readonly<Record<SessionOffer, string>> = {
  required: 'Demanded; without it the server ignores everything',
  optional: 'Offered as optional; not needed, not sent',
  'not-offered': 'Not offered; the session began with binding',
};
