/** Which entries of the catalogue of push failures a linter can see, and the rule that sees each. */
import { describe, expect, it } from 'vitest';
import { lintStanza } from '#shared/lint/lint-stanza.ts';
import type { LintContext } from '#shared/lint/context.ts';
import {
  enable,
  enableFor,
  enableWith,
  field,
  form,
  FORM_TYPE,
  GOOD_ENABLE,
  OPTIONS,
  owner,
  pubsub,
} from './rule-case.ts';

const APNS_TOKEN = '0123456789abcdef'.repeat(4);
const OWN: LintContext = { ownJid: 'alice@e/phone' };
const CREATE = pubsub("<create node='n' type='push'/>");
const affiliation = (value: string, attributes = ''): string =>
  owner(
    `<affiliations node='n'><affiliation jid='e' affiliation='${value}'/></affiliations>`,
  ).replace('<iq', `<iq${attributes}`);

/** Number of the entry, the rule, a stanza as the entry tells of it, and what has to be known besides. */
const LINTED: readonly (readonly [string, string, string, LintContext?])[] = [
  ['1', 'pubsub.to-chat-domain', CREATE.replace('pubsub.e', 'e'), OWN],
  ['2', 'pubsub.service-absent', CREATE, { services: [{ jid: 'pubsub.e', kind: 'absent' }] }],
  ['3', 'pubsub.to-missing', CREATE.replace(" to='pubsub.e'", '')],
  [
    '4',
    'pubsub.node-exists',
    CREATE,
    { nodes: [{ service: 'pubsub.e', node: 'n', kind: 'push' }] },
  ],
  ['5', 'stanza.from-present', affiliation('publish-only', " from='alice@e/old'")],
  ['6', 'pubsub.affiliation-value', affiliation('publisher_only')],
  [
    '6',
    'pubsub.affiliation-publisher',
    affiliation('publish-only').replace("jid='e'", "jid='alice@e'"),
    OWN,
  ],
  ['7', 'pubsub.create-type', pubsub("<create node='n'/>")],
  ['7', 'pubsub.action-namespace', owner("<create node='n' type='push'/>")],
  ['8', 'push.field-without-var', enableWith('<field><value>fcm</value></field>')],
  ['9', 'xml.xmlns-misspelt', GOOD_ENABLE.replaceAll('xmlns', 'xlmns')],
  ['10', 'xml.namespace-quoted', GOOD_ENABLE.replace("'urn:xmpp:push:0'", `"'urn:xmpp:push:0'"`)],
  ['10', 'push.to-foreign', GOOD_ENABLE.replace('<iq', "<iq to='server'"), OWN],
  ['11', 'push.form-not-submit', enable(form(FORM_TYPE + OPTIONS, " type='form'"))],
  ['12', 'push.form-not-submit', enable(form(FORM_TYPE + OPTIONS, ''))],
  ['13', 'push.form-type', GOOD_ENABLE.replace('<value>http', '<value>\n    http')],
  ['14', 'iq.id-missing', GOOD_ENABLE.replace(" id='1'", '')],
  [
    '17',
    'push.second-registration',
    GOOD_ENABLE,
    { registrations: [{ service: 'push.e', node: 'older' }] },
  ],
  [
    '18',
    'push.enable-before-create',
    GOOD_ENABLE,
    {
      services: [{ jid: 'push.e', kind: 'push-pubsub' }],
      nodes: [{ service: 'push.e', node: 'n', kind: 'absent' }],
    },
  ],
  [
    '20',
    'push.own-presence',
    GOOD_ENABLE,
    { otherResources: [{ jid: 'alice@e/desk', priority: 0 }] },
  ],
  ['21', 'push.own-presence', GOOD_ENABLE, { ownPriority: 0 }],
  [
    '25',
    'message.no-push',
    "<message type='chat' to='bob@e'><received xmlns='urn:xmpp:receipts' id='1'/></message>",
  ],
  ['26', 'push.service-absent', GOOD_ENABLE, { services: [{ jid: 'push.e', kind: 'absent' }] }],
  ['30', 'push.priority-value', enableWith(field('priority', '10'))],
  ['31', 'push.token-characters', enableFor('fcm', 'a/b c')],
  ['32', 'push.mode-dev-fcm', enableFor('fcm', 't', field('mode', 'dev'))],
  ['34', 'push.field-values', enableWith("<field var='topic'/>")],
  ['35', 'push.mode-value', enableWith(field('mode', 'sandbox'))],
  ['36', 'push.topic-missing', enableWith(field('silent', 'true'))],
  ['40', 'push.silent-value', enableWith(field('silent', '1'))],
  ['41', 'push.token-service', enableFor('fcm', APNS_TOKEN)],
  ['42', 'push.service-absent', GOOD_ENABLE, { services: [{ jid: 'push.e', kind: 'absent' }] }],
];

/** Entries that no look at a stanza can find, and where else they show. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '15': 'the answer: internal-server-error',
  '16': 'the preflight asks domain and account',
  '19': 'no enable on a later connection: the ledger',
  '22': 'the kind of room: disco',
  '23': 'the server’s log',
  '24': 'by design of MUC Light',
  '27': 'the server’s log',
  '28': 'delayed messages: by design',
  '29': 'the server’s log, or the time a publish takes',
  '33': 'MongoosePush’s log',
  '37': 'a publish answered device-not-registered',
  '38': 'MongoosePush’s log',
  '39': 'MongoosePush’s log',
  '40b': 'MongoosePush’s log',
  '43': 'the server’s log',
  '44': 'the client, not the server',
  '45': 'the app server',
};

describe('entries of the push failures', () => {
  const named = LINTED.map(([entry, rule, xml, context]) => ({ entry, rule, xml, context }));

  it.each(named)('$entry is caught by $rule', ({ rule, xml, context }) => {
    expect(lintStanza(xml, context).map((finding) => finding.rule)).toContain(rule);
  });

  it('are all accounted for', () => {
    const accounted = new Set([...LINTED.map(([entry]) => entry), ...Object.keys(ELSEWHERE)]);
    const entries = [...Array.from({ length: 45 }, (_, index) => String(index + 1)), '40b'];

    expect(entries.filter((entry) => !accounted.has(entry))).toEqual([]);
  });
});
