/** Cases for rules about enable and disable. */
import {
  disable,
  enable,
  enableFor,
  enableWith,
  field,
  form,
  FORM_TYPE,
  GOOD_DISABLE,
  GOOD_ENABLE,
  OPTIONS,
  type RuleCase,
} from './rule-case.ts';

const APNS_TOKEN = '0123456789abcdef'.repeat(4);
const FCM_TOKEN = `dUmmyRegistr:APA91b${'x'.repeat(120)}`;
const OWN = 'alice@e/phone';
const service = (kind: 'push-pubsub' | 'pubsub' | 'absent') => ({
  services: [{ jid: 'push.e', kind }],
});
const node = (kind: 'push' | 'other' | 'absent') => ({
  ...service('push-pubsub'),
  nodes: [{ service: 'push.e', node: 'n', kind }],
});

const ELEMENT_CASES: readonly RuleCase[] = [
  {
    rule: 'push.namespace-missing',
    fails: GOOD_ENABLE.replace(" xmlns='urn:xmpp:push:0'", ''),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.element-unknown',
    fails: GOOD_ENABLE.replaceAll('enable', 'enabel'),
    passes: GOOD_ENABLE,
  },
  { rule: 'push.type-get', fails: GOOD_ENABLE.replace("'set'", "'get'"), passes: GOOD_ENABLE },
  {
    rule: 'push.to-foreign',
    fails: GOOD_ENABLE.replace('<iq', "<iq to='push.e'"),
    passes: GOOD_ENABLE.replace('<iq', "<iq to='e'"),
  },
  {
    rule: 'push.to-foreign',
    fails: GOOD_ENABLE.replace('<iq', "<iq to='bob@e'"),
    passes: GOOD_ENABLE.replace('<iq', "<iq to='alice@e'"),
    context: { ownJid: OWN },
  },
  {
    rule: 'push.attribute-unknown',
    fails: enable(form(FORM_TYPE + OPTIONS), "jdi='push.e' node='n'"),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.jid-missing',
    fails: enable(form(FORM_TYPE + OPTIONS), "node='n'"),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.jid-invalid',
    fails: enable(form(FORM_TYPE + OPTIONS), "jid='push e' node='n'"),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.jid-not-a-domain',
    fails: enable(form(FORM_TYPE + OPTIONS), "jid='me@push.e/x' node='n'"),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.node-missing',
    fails: enable(form(FORM_TYPE + OPTIONS), "jid='push.e'"),
    passes: GOOD_ENABLE,
  },
  { rule: 'push.node-missing', fails: disable("jid='push.e' node=''"), passes: GOOD_DISABLE },
  { rule: 'push.disables-all', fails: disable("jid='push.e'"), passes: GOOD_DISABLE },
  {
    rule: 'push.key-too-long',
    fails: enable(form(FORM_TYPE + OPTIONS), `jid='push.e' node='${'n'.repeat(251)}'`),
    passes: enable(form(FORM_TYPE + OPTIONS), `jid='push.e' node='${'n'.repeat(250)}'`),
  },
  {
    rule: 'push.child-ignored',
    fails: enable(`${form(FORM_TYPE + OPTIONS)}${form(FORM_TYPE)}`),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.child-ignored',
    fails: enable(`${form(FORM_TYPE + OPTIONS)}<x xmlns='jabber:x:datum'/>`),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.child-ignored',
    fails: disable("jid='push.e' node='n'", form(FORM_TYPE)),
    passes: GOOD_DISABLE,
  },
];

const FORM_CASES: readonly RuleCase[] = [
  {
    rule: 'push.form-not-submit',
    fails: enable(form(FORM_TYPE + OPTIONS, " type='form'")),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.form-not-submit',
    fails: enable(form(FORM_TYPE + OPTIONS, '')),
    passes: GOOD_ENABLE,
  },
  { rule: 'push.form-type', fails: enable(form(OPTIONS)), passes: GOOD_ENABLE },
  {
    rule: 'push.form-type',
    fails: enable(form(FORM_TYPE + FORM_TYPE + OPTIONS)),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.form-type',
    fails: GOOD_ENABLE.replace('#publish-options', '#options'),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.form-type',
    fails: GOOD_ENABLE.replace('<value>http', '<value>\n  http'),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.field-values',
    fails: enableWith("<field var='topic'/>"),
    passes: enableWith(field('topic', 'a')),
  },
  {
    rule: 'push.field-values',
    fails: enableWith(field('topic', 'a', 'b')),
    passes: enableWith(field('topic', 'a')),
  },
  {
    rule: 'push.field-blank',
    fails: enableWith("<field var='topic'><value/></field>"),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.field-without-var',
    fails: enableWith('<field><value>a</value></field>'),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'push.field-twice',
    fails: enableWith(field('topic', 'a'), field('topic', 'b')),
    passes: enableWith(field('topic', 'b')),
  },
  { rule: 'push.option-missing', fails: enable(''), passes: GOOD_ENABLE },
  { rule: 'push.option-missing', fails: enable(form(FORM_TYPE)), passes: GOOD_ENABLE },
  {
    rule: 'push.option-unknown',
    fails: enableWith(field('topci', 'a')),
    passes: enableWith(field('topic', 'a')),
  },
  { rule: 'push.option-unknown', fails: enableWith(field('tags', 'a')), passes: GOOD_ENABLE },
  {
    rule: 'push.value-spaced',
    fails: enableFor('apns', '\n  t\n'),
    passes: enableFor('apns', 't'),
  },
];

const OPTION_CASES: readonly RuleCase[] = [
  { rule: 'push.service-value', fails: enableFor('ios', 't'), passes: GOOD_ENABLE },
  {
    rule: 'push.mode-value',
    fails: enableWith(field('mode', 'sandbox')),
    passes: enableWith(field('mode', 'dev')),
  },
  {
    rule: 'push.priority-value',
    fails: enableWith(field('priority', '10')),
    passes: enableWith(field('priority', 'high')),
  },
  {
    rule: 'push.mutable-content-value',
    fails: enableWith(field('mutable_content', '1')),
    passes: enableWith(field('mutable_content', 'true')),
  },
  {
    rule: 'push.silent-value',
    fails: enableWith(field('silent', 'yes')),
    passes: enableWith(field('silent', 'false')),
  },
  {
    rule: 'push.time-to-live-value',
    fails: enableWith(field('time_to_live', '1h')),
    passes: enableWith(field('time_to_live', '3600')),
  },
  {
    rule: 'push.click-action-with-silent',
    fails: enableWith(field('silent', 'true'), field('topic', 'a'), field('click_action', 'b')),
    passes: enableWith(field('click_action', 'b')),
  },
  {
    rule: 'push.sound-with-silent',
    fails: enableWith(field('silent', 'true'), field('topic', 'a'), field('sound', 'b')),
    passes: enableWith(field('sound', 'b')),
  },
  {
    rule: 'push.mode-dev-fcm',
    fails: enableFor('fcm', 't', field('mode', 'dev')),
    passes: enableFor('apns', 't', field('mode', 'dev')),
  },
  {
    rule: 'push.token-characters',
    fails: enableFor('apns', 'a/b'),
    passes: enableFor('apns', 'a-b'),
  },
  {
    rule: 'push.token-service',
    fails: enableFor('fcm', APNS_TOKEN),
    passes: enableFor('apns', APNS_TOKEN),
  },
  {
    rule: 'push.token-service',
    fails: enableFor('apns', FCM_TOKEN),
    passes: enableFor('fcm', FCM_TOKEN),
  },
  {
    rule: 'push.topic-missing',
    fails: enableWith(field('silent', 'true')),
    passes: enableWith(field('silent', 'true'), field('topic', 'a')),
  },
  {
    rule: 'push.node-is-token',
    fails: enable(form(FORM_TYPE + OPTIONS), "jid='push.e' node='t'"),
    passes: GOOD_ENABLE,
  },
];

const CONTEXT_CASES: readonly RuleCase[] = [
  {
    rule: 'push.service-absent',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: service('absent'),
    passesIn: service('push-pubsub'),
  },
  {
    rule: 'push.service-without-push',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: service('pubsub'),
    passesIn: service('push-pubsub'),
  },
  {
    rule: 'push.jid-is-own-domain',
    fails: enable(form(FORM_TYPE + OPTIONS), "jid='e' node='n'"),
    passes: GOOD_ENABLE,
    context: { ownJid: OWN },
  },
  {
    rule: 'push.enable-before-create',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: node('absent'),
    passesIn: node('push'),
  },
  {
    rule: 'push.node-not-push',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: node('other'),
    passesIn: node('push'),
  },
  {
    rule: 'push.second-registration',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: { registrations: [{ service: 'push.e', node: 'older' }] },
    passesIn: { registrations: [{ service: 'push.e', node: 'n' }] },
  },
  {
    rule: 'push.disable-unknown',
    fails: disable("jid='push.e' node='N'"),
    passes: GOOD_DISABLE,
    context: { registrations: [{ service: 'push.e', node: 'n' }] },
  },
  {
    rule: 'push.own-presence',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: { ownPriority: 0 },
    passesIn: { ownPriority: -1 },
  },
  {
    rule: 'push.own-presence',
    fails: GOOD_ENABLE,
    passes: GOOD_ENABLE,
    context: { otherResources: [{ jid: 'alice@e/desk', priority: 5 }] },
    passesIn: { otherResources: [] },
  },
];

export const PUSH_CASES: readonly RuleCase[] = [
  ...ELEMENT_CASES,
  ...FORM_CASES,
  ...OPTION_CASES,
  ...CONTEXT_CASES,
];
