/** Rules that know more than the draft: what is at the addresses it names, and who of the account is online. */
import { toBareJid, domainOf } from '../xmpp/jid.ts';
import type { XmlElement } from '../xml/node.ts';
import type { KnownService, LintContext } from './context.ts';
import { actions } from './pubsub-parts.ts';
import { enables, registrations } from './push-parts.ts';
import type { LintRule } from './rule.ts';

const SERVICE_ABSENT: LintRule = {
  id: 'push.service-absent',
  severity: 'warning',
  title: 'Nobody at the JID to push to',
  reason:
    'The registration is accepted without a look at the JID. Unless it is a virtual host, the first push fails and removes it.',
  evidence: 'facts 4.2 E16; facts 4.6',
  check: ({ stanza }, context) =>
    enables(stanza)
      .filter((enable) => kindOf(enable, context) === 'absent')
      .map((element) => ({
        element,
        attribute: 'jid',
        message: `${element.attrs['jid'] ?? ''} did not answer when it was asked. Compare it with disco#items, or make sure that it is a virtual host.`,
      })),
};

const SERVICE_WITHOUT_PUSH: LintRule = {
  id: 'push.service-without-push',
  severity: 'warning',
  title: 'The JID to push to has no push nodes',
  reason: 'Its nodes refuse publish-options, which removes the registration with the first push.',
  evidence: 'facts 2.6 P5; facts 4.6',
  check: ({ stanza }, context) =>
    enables(stanza)
      .filter((enable) => ['pubsub', 'pep'].includes(kindOf(enable, context) ?? ''))
      .map((element) => ({
        element,
        attribute: 'jid',
        message: `${element.attrs['jid'] ?? ''} is a pubsub service without push nodes. Use one whose identity is pubsub/push, or a virtual host.`,
      })),
};

const OWN_DOMAIN: LintRule = {
  id: 'push.jid-is-own-domain',
  severity: 'warning',
  title: 'The JID to push to is the chat domain or the account',
  reason: 'Neither takes pushes: the first one fails, which removes the registration.',
  evidence: 'facts 4.2 E16; facts 4.6',
  check: ({ stanza }, { ownJid }) =>
    enables(stanza)
      .filter(({ attrs }) => {
        const jid = (attrs['jid'] ?? '').toLowerCase();
        return ownJid !== undefined && [domainOf(ownJid), toBareJid(ownJid)].includes(jid);
      })
      .map((element) => ({
        element,
        attribute: 'jid',
        message: `${element.attrs['jid'] ?? ''} is your own server or account. Name the pubsub service or a virtual host.`,
      })),
};

const BEFORE_CREATE: LintRule = {
  id: 'push.enable-before-create',
  severity: 'warning',
  title: 'Enabled before the node is there',
  reason:
    'Enable does not look for the node. The first push then fails and removes the registration, or makes a node of another type that belongs to the server.',
  evidence: 'facts 4.6; facts 2.7',
  check: ({ stanza }, context) =>
    enables(stanza)
      .filter(
        (enable) =>
          kindOf(enable, context) === 'push-pubsub' && nodeKindOf(enable, context) === 'absent',
      )
      .map((element) => ({
        element,
        attribute: 'node',
        message: `There is no node ${element.attrs['node'] ?? ''} at ${element.attrs['jid'] ?? ''}. Create it first.`,
      })),
};

const NODE_NOT_PUSH: LintRule = {
  id: 'push.node-not-push',
  severity: 'warning',
  title: 'The node is no push node',
  reason: 'It refuses publish-options, which removes the registration with the first push.',
  evidence: 'facts 2.6 P5; facts 9 row 18',
  check: ({ stanza }, context) =>
    enables(stanza)
      .filter((enable) => nodeKindOf(enable, context) === 'other')
      .map((element) => ({
        element,
        attribute: 'node',
        message: `${element.attrs['node'] ?? ''} is not of type push. Create another one with type='push'.`,
      })),
};

const PUBLISH_NODE_ABSENT: LintRule = {
  id: 'publish.node-absent',
  severity: 'warning',
  title: 'Publish to a node that is not there',
  reason:
    'The answer is item-not-found, or the service makes a node of its first kind by the way, which is rarely push.',
  evidence: 'facts 2.6 P4; facts 2.7',
  check: (document, { nodes = [] }) =>
    actions(document, 'publish')
      .filter(({ attrs }) =>
        nodes.some(
          ({ service, node, kind }) =>
            kind === 'absent' && service === document.stanza.attrs['to'] && node === attrs['node'],
        ),
      )
      .map((element) => ({
        element,
        attribute: 'node',
        message: `There is no node ${element.attrs['node'] ?? ''}. Create it first.`,
      })),
};

const SECOND_REGISTRATION: LintRule = {
  id: 'push.second-registration',
  severity: 'hint',
  title: 'Another registration stands',
  reason: 'Both get every push. For a new token of the same device, use the same node again.',
  evidence: 'facts 4.3; esl/MongooseIM#1525',
  check: ({ stanza }, { registrations: known = [] }) =>
    enables(stanza).flatMap((element) => {
      const other = known.find(
        ({ service, node }) => service === element.attrs['jid'] && node !== element.attrs['node'],
      );
      if (other === undefined) return [];
      const message = `This account is registered at ${other.service} with node ${other.node} already. Is this a second device?`;
      return [{ element, attribute: 'node', message }];
    }),
};

const NOT_ENABLED: LintRule = {
  id: 'push.disable-unknown',
  severity: 'hint',
  title: 'Nothing known to disable',
  reason:
    'Disable succeeds whether or not anything matches; JID and node have to be exactly those of the enable.',
  evidence: 'facts 4.5 D5; facts 4.5 D6',
  check: ({ stanza }, { registrations: known }) =>
    known === undefined || known.length === 0
      ? []
      : registrations(stanza)
          .filter(({ name, attrs }) => {
            const matches = known.some(
              ({ service, node }) =>
                service === attrs['jid'] && (attrs['node'] === undefined || node === attrs['node']),
            );
            return name === 'disable' && !matches;
          })
          .map((element) => ({
            element,
            message:
              'This console enabled nothing under this JID and node. Compare both letter by letter.',
          })),
};

const STAYS_ONLINE: LintRule = {
  id: 'push.own-presence',
  severity: 'hint',
  title: 'Somebody of the account is online',
  reason: 'While a resource with a priority of 0 or more is online, its account gets no push.',
  evidence: 'facts 5.2; facts 9 row 27',
  check: ({ stanza }, { ownPriority, otherResources = [] }) => {
    const other = otherResources.find(({ priority }) => priority >= 0);
    const own = typeof ownPriority === 'number' && ownPriority >= 0;
    if (!own && other === undefined) return [];
    const who = own ? 'This session' : (other?.jid ?? '');
    return enables(stanza).map((element) => ({
      element,
      message: `${who} is online and keeps pushes back. Go away before you wait for one.`,
    }));
  },
};

/** Rules that need a context. */
export const PUSH_CONTEXT_RULES: readonly LintRule[] = [
  SERVICE_ABSENT,
  SERVICE_WITHOUT_PUSH,
  OWN_DOMAIN,
  BEFORE_CREATE,
  NODE_NOT_PUSH,
  PUBLISH_NODE_ABSENT,
  SECOND_REGISTRATION,
  NOT_ENABLED,
  STAYS_ONLINE,
];

function kindOf(
  { attrs }: XmlElement,
  { services = [] }: LintContext,
): KnownService['kind'] | undefined {
  return services.find(({ jid }) => jid === (attrs['jid'] ?? '').toLowerCase())?.kind;
}

function nodeKindOf({ attrs }: XmlElement, { nodes = [] }: LintContext): string | undefined {
  return nodes.find(({ service, node }) => service === attrs['jid'] && node === attrs['node'])
    ?.kind;
}
