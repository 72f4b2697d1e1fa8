/**
 * The session IQ of RFC 3921, which the library no longer sends. MongooseIM with its default
 * `backwards_compatible_session = true` offers `<session/>` without `<optional/>` and ignores everything
 * until it comes: bound, and nothing ever answers (golden recordings 13 to 15).
 *
 * RFC 3921 §3 "Session Establishment", 2004-10;
 * draft-cridland-xmpp-session-01 (the `<optional/>` marker), 2013-12.
 */
import type { IqCaller } from '@xmpp/iq/caller.js';
import xml from '@xmpp/xml';
import { NS_SESSION } from '#shared/xmpp/namespaces.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { findChild } from '#shared/xml/query.ts';

/** How a server's stream features treat the session IQ. */
export type SessionOffer = 'not-offered' | 'optional' | 'required';

/** Reads the offer from `<stream:features/>`. */
export function readSessionOffer(features: XmlElement): SessionOffer {
  const session = findChild(features, 'session', NS_SESSION);
  if (session === undefined) return 'not-offered';
  return findChild(session, 'optional') === undefined ? 'required' : 'optional';
}

/**
 * Sends the session IQ and waits for its result.
 * @param timeoutMs longest wait for the answer
 * @throws the library's error when the answer is an error or does not come
 */
export async function establishSession(iqCaller: IqCaller, timeoutMs: number): Promise<void> {
  await iqCaller.set(xml('session', { xmlns: NS_SESSION }), undefined, timeoutMs);
}
