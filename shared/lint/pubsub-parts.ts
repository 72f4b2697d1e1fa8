/** The parts of pubsub requests that rules look at. */
import type { XmlElement } from '../xml/node.ts';
import { childElements } from '../xml/query.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import type { LintDocument } from './rule.ts';

/** The pubsub elements of an IQ that asks for something, in either namespace. */
export function pubsubElements({ stanza }: LintDocument): XmlElement[] {
  const asks = stanza.attrs['type'] === 'get' || stanza.attrs['type'] === 'set';
  if (stanza.name !== 'iq' || !asks) return [];
  return childElements(stanza, 'pubsub').filter(
    ({ ns }) => ns === NS_PUBSUB || ns === NS_PUBSUB_OWNER,
  );
}

/** Elements of a name that ask a pubsub service for something. */
export function actions(
  document: LintDocument,
  name: string,
  ns: string = NS_PUBSUB,
): XmlElement[] {
  return pubsubElements(document)
    .filter((pubsub) => pubsub.ns === ns)
    .flatMap((pubsub) => childElements(pubsub, name, ns));
}
