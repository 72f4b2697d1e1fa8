/**
 * Rules for requests to a pubsub service.
 * XEP-0060 "Publish-Subscribe" §8; what goes wrong in practice: facts 2.1, 2.2, Part 3 and A.1 entries 1 to 7.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import type { LintRule } from './rule.ts';

const AFFILIATIONS: readonly string[] = [
  'owner',
  'publisher',
  'publish-only',
  'member',
  'outcast',
  'none',
];

const TO_MISSING: LintRule = {
  id: 'pubsub.to-missing',
  severity: 'warning',
  check: ({ stanza }) =>
    pubsubElements(stanza).length > 0 && stanza.attrs['to'] === undefined
      ? [
          {
            element: stanza,
            message:
              'There is no to. The request goes to your own account (PEP), where nodes never push. Address the pubsub service.',
          },
        ]
      : [],
};

const CREATE_NAMESPACE: LintRule = {
  id: 'pubsub.create-namespace',
  severity: 'error',
  check: ({ stanza }) =>
    pubsubElements(stanza)
      .filter(({ ns }) => ns === NS_PUBSUB_OWNER)
      .flatMap((pubsub) => childElements(pubsub, 'create'))
      .map((element) => ({
        element,
        message: `create stands in the owner namespace. The service does not know it there. Use ${NS_PUBSUB}.`,
      })),
};

const CREATE_TYPE: LintRule = {
  id: 'pubsub.create-type',
  severity: 'warning',
  check: ({ stanza }) =>
    pubsubElements(stanza)
      .flatMap((pubsub) => childElements(pubsub, 'create', NS_PUBSUB))
      .filter((create) => create.attrs['type'] !== 'push')
      .map((element) => ({
        element,
        attribute: 'type',
        message:
          "This does not ask for a push node. MongooseIM makes an ordinary one and says nothing; it never pushes. Add type='push'.",
      })),
};

const AFFILIATION_VALUE: LintRule = {
  id: 'pubsub.affiliation-value',
  severity: 'error',
  check: ({ stanza }) =>
    pubsubElements(stanza)
      .flatMap((pubsub) => findChild(pubsub, 'affiliations', NS_PUBSUB_OWNER) ?? [])
      .flatMap((list) => childElements(list, 'affiliation', NS_PUBSUB_OWNER))
      .filter((entry) => !AFFILIATIONS.includes(entry.attrs['affiliation'] ?? ''))
      .map((element) => ({
        element,
        attribute: 'affiliation',
        message:
          'This is no affiliation. The service answers bad-request and changes nothing. Write publish-only, with a hyphen.',
      })),
};

/** Rules for pubsub requests. */
export const PUBSUB_RULES: readonly LintRule[] = [
  TO_MISSING,
  CREATE_NAMESPACE,
  CREATE_TYPE,
  AFFILIATION_VALUE,
];

function pubsubElements(stanza: XmlElement): XmlElement[] {
  return childElements(stanza, 'pubsub').filter(
    ({ ns }) => ns === NS_PUBSUB || ns === NS_PUBSUB_OWNER,
  );
}
