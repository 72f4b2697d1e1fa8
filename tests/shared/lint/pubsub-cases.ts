/** Cases for rules about pubsub requests. */
import { field, form, FORM_TYPE, OPTIONS, owner, pubsub, type RuleCase } from './rule-case.ts';

const APNS_TOKEN = '0123456789abcdef'.repeat(4);
const CONFIG_TYPE = field('FORM_TYPE', 'http://jabber.org/protocol/pubsub#node_config');
const GOOD_CREATE = create('');
const OWN = { ownJid: 'alice@e/phone' };
const PUSH_NODE = { nodes: [{ service: 'pubsub.e', node: 'n', kind: 'push' as const }] };

function create(configure: string, attributes = "node='n' type='push'"): string {
  return pubsub(`<create ${attributes}/>${configure}`);
}

function configured(fields: string, type = " type='submit'"): string {
  return create(`<configure>${form(fields, type)}</configure>`);
}

function affiliations(entry: string, node = " node='n'"): string {
  return owner(`<affiliations${node}>${entry}</affiliations>`);
}

function entry(jid: string, affiliation: string): string {
  return `<affiliation jid='${jid}' affiliation='${affiliation}'/>`;
}

const SUMMARY =
  field('message-count', '1') +
  field('last-message-sender', 'b@e') +
  field('last-message-body', 'x');

function publish(
  item: string,
  options = form(FORM_TYPE + OPTIONS),
  attributes = " node='n'",
): string {
  const publishOptions = options === '' ? '' : `<publish-options>${options}</publish-options>`;
  return pubsub(`<publish${attributes}>${item}</publish>${publishOptions}`);
}

function notification(summary = SUMMARY): string {
  return `<item><notification xmlns='urn:xmpp:push:0'>${form(summary)}</notification></item>`;
}

const GOOD_PUBLISH = publish(notification());
const GOOD_ENTRY = affiliations(entry('e', 'publish-only'));

export const PUBSUB_CASES: readonly RuleCase[] = [
  {
    rule: 'pubsub.to-missing',
    fails: GOOD_CREATE.replace(" to='pubsub.e'", ''),
    passes: GOOD_CREATE,
    context: { services: [{ jid: 'pubsub.e', kind: 'push-pubsub' }] },
  },
  {
    rule: 'pubsub.to-chat-domain',
    fails: GOOD_CREATE.replace('pubsub.e', 'e'),
    passes: GOOD_CREATE,
    context: { ...OWN, services: [{ jid: 'pubsub.e', kind: 'push-pubsub' }] },
  },
  {
    rule: 'pubsub.to-not-a-domain',
    fails: GOOD_CREATE.replace('pubsub.e', 'alice@pubsub.e'),
    passes: GOOD_CREATE,
  },
  {
    rule: 'pubsub.service-absent',
    fails: GOOD_CREATE,
    passes: GOOD_CREATE,
    context: { services: [{ jid: 'pubsub.e', kind: 'absent' }] },
    passesIn: { services: [{ jid: 'pubsub.e', kind: 'push-pubsub' }] },
  },
  {
    rule: 'pubsub.action-unknown',
    fails: GOOD_CREATE.replace('<create', '<craete'),
    passes: GOOD_CREATE,
  },
  { rule: 'pubsub.action-unknown', fails: pubsub(''), passes: GOOD_CREATE },
  {
    rule: 'pubsub.action-namespace',
    fails: owner("<create node='n' type='push'/>"),
    passes: GOOD_CREATE,
  },
  {
    rule: 'pubsub.action-namespace',
    fails: pubsub(`<affiliations node='n'>${entry('e', 'publish-only')}</affiliations>`),
    passes: GOOD_ENTRY,
  },
  {
    rule: 'pubsub.not-on-push-nodes',
    fails: pubsub("<items node='n'/>", undefined, 'get'),
    passes: pubsub("<items node='other'/>", undefined, 'get'),
    context: PUSH_NODE,
  },
  { rule: 'pubsub.create-type', fails: create('', "node='n'"), passes: GOOD_CREATE },
  { rule: 'pubsub.create-type', fails: create('', "node='n' type='flat'"), passes: GOOD_CREATE },
  { rule: 'pubsub.create-node-missing', fails: create('', "type='push'"), passes: GOOD_CREATE },
  {
    rule: 'pubsub.node-is-token',
    fails: create('', `node='${APNS_TOKEN}' type='push'`),
    passes: GOOD_CREATE,
  },
  {
    rule: 'pubsub.node-exists',
    fails: GOOD_CREATE,
    passes: create('', "node='other' type='push'"),
    context: PUSH_NODE,
  },
  {
    rule: 'pubsub.config-not-submit',
    fails: configured(CONFIG_TYPE, " type='form'"),
    passes: configured(CONFIG_TYPE),
  },
  {
    rule: 'pubsub.config-without-form',
    fails: create('<configure/>'),
    passes: configured(CONFIG_TYPE),
  },
  {
    rule: 'pubsub.config-form-type',
    fails: configured(field('FORM_TYPE', 'urn:x')),
    passes: configured(CONFIG_TYPE),
  },
  { rule: 'pubsub.config-form-type', fails: configured(''), passes: configured(CONFIG_TYPE) },
  {
    rule: 'pubsub.config-unknown',
    fails: configured(CONFIG_TYPE + field('access_model', 'whitelist')),
    passes: configured(CONFIG_TYPE + field('pubsub#access_model', 'whitelist')),
  },
  {
    rule: 'pubsub.config-unknown',
    fails: configured(CONFIG_TYPE + field('pubsub#acces_model', 'whitelist')),
    passes: configured(CONFIG_TYPE + field('pubsub#access_model', 'whitelist')),
  },
  {
    rule: 'pubsub.config-values',
    fails: configured(CONFIG_TYPE + field('pubsub#access_model', 'whitelist', 'open')),
    passes: configured(CONFIG_TYPE + field('pubsub#access_model', 'whitelist')),
  },
  {
    rule: 'pubsub.config-value',
    fails: configured(CONFIG_TYPE + field('pubsub#access_model', 'whitelst')),
    passes: configured(CONFIG_TYPE + field('pubsub#access_model', 'whitelist')),
  },
  {
    rule: 'pubsub.config-advice',
    fails: configured(CONFIG_TYPE + field('pubsub#publish_model', 'open')),
    passes: configured(CONFIG_TYPE + field('pubsub#publish_model', 'publishers')),
  },
  {
    rule: 'pubsub.affiliation-value',
    fails: affiliations(entry('e', 'publisher_only')),
    passes: GOOD_ENTRY,
  },
  {
    rule: 'pubsub.affiliation-jid',
    fails: affiliations(entry('', 'publish-only')),
    passes: GOOD_ENTRY,
  },
  {
    rule: 'pubsub.affiliation-element',
    fails: affiliations("<afiliation jid='e' affiliation='publish-only'/>"),
    passes: GOOD_ENTRY,
  },
  {
    rule: 'pubsub.affiliation-publisher',
    fails: affiliations(entry('pubsub.e', 'publish-only')),
    passes: GOOD_ENTRY,
    context: OWN,
  },
  {
    rule: 'pubsub.affiliation-own',
    fails: affiliations(entry('alice@e', 'none')),
    passes: affiliations(entry('alice@e', 'owner')),
    context: OWN,
  },
  {
    rule: 'pubsub.affiliation-outcast',
    fails: affiliations(entry('bob@e', 'outcast')),
    passes: affiliations(entry('bob@e', 'none')),
  },
  {
    rule: 'pubsub.owner-node-missing',
    fails: owner('<delete/>'),
    passes: owner("<delete node='n'/>"),
  },
  {
    rule: 'publish.node-missing',
    fails: publish(notification(), undefined, ''),
    passes: GOOD_PUBLISH,
  },
  {
    rule: 'publish.node-absent',
    fails: GOOD_PUBLISH,
    passes: GOOD_PUBLISH,
    context: { nodes: [{ service: 'pubsub.e', node: 'n', kind: 'absent' }] },
    passesIn: PUSH_NODE,
  },
  { rule: 'publish.item', fails: publish(''), passes: GOOD_PUBLISH },
  {
    rule: 'publish.item',
    fails: publish(notification() + notification()),
    passes: GOOD_PUBLISH,
  },
  { rule: 'publish.payload', fails: publish('<item/>'), passes: GOOD_PUBLISH },
  {
    rule: 'publish.payload-name',
    fails: publish("<item><notify xmlns='urn:xmpp:push:0'/></item>"),
    passes: GOOD_PUBLISH,
  },
  {
    rule: 'publish.payload-large',
    fails: publish(notification(SUMMARY.replace('<value>x', `<value>${'x'.repeat(50_000)}`))),
    passes: GOOD_PUBLISH,
  },
  { rule: 'publish.options', fails: publish(notification(), ''), passes: GOOD_PUBLISH },
  {
    rule: 'publish.options',
    fails: publish(notification(), form(FORM_TYPE + OPTIONS, '')),
    passes: GOOD_PUBLISH,
  },
  {
    rule: 'publish.options',
    fails: publish(notification(), form(FORM_TYPE + field('device_id', 't'))),
    passes: GOOD_PUBLISH,
  },
  {
    rule: 'publish.option-values',
    fails: publish(
      notification(),
      form(FORM_TYPE + field('service', 'apns') + field('device_id', 'a', 'b')),
    ),
    passes: GOOD_PUBLISH,
  },
  {
    rule: 'publish.summary',
    fails: publish(notification(field('message-count', '1'))),
    passes: GOOD_PUBLISH,
  },
  {
    rule: 'publish.summary',
    fails: publish(notification(SUMMARY.replace('<value>1<', '<value>many<'))),
    passes: GOOD_PUBLISH,
  },
];
