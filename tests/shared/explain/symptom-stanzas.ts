/** What shows each symptom: stanzas, or the sign that somebody who watches would name. */
import type { Sign } from '#shared/explain/explanation.ts';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const STREAMS = 'urn:ietf:params:xml:ns:xmpp-streams';
const INFO = 'http://jabber.org/protocol/disco#info';

interface Symptom {
  readonly id: string;
  readonly stanzas: readonly string[];
  readonly version?: string;
}

function request(payload: string, to = '', type = 'set'): string {
  return `<iq type='${type}'${to === '' ? '' : ` to='${to}'`} id='a'>${payload}</iq>`;
}

function refusal(condition: string, more = '', type = 'cancel'): string {
  return `<iq type='error' id='a'><error type='${type}'><${condition} xmlns='${STANZAS}'/>${more}</error></iq>`;
}

function result(payload = ''): string {
  return `<iq type='result' id='a'>${payload}</iq>`;
}

function text(words: string): string {
  return `<text xmlns='${STANZAS}'>${words}</text>`;
}

function application(name: string, feature = ''): string {
  const attribute = feature === '' ? '' : ` feature='${feature}'`;
  return `<${name} xmlns='${PUBSUB}#errors'${attribute}/>`;
}

function field(name: string, value: string): string {
  return `<field var='${name}'><value>${value}</value></field>`;
}

function form(fields: string, type = 'submit', formType = `${PUBSUB}#publish-options`): string {
  return `<x xmlns='jabber:x:data' type='${type}'>${field('FORM_TYPE', formType)}${fields}</x>`;
}

const APNS = field('service', 'apns') + field('device_id', 'aabb') + field('mode', 'prod');

function enable(content = form(APNS), attributes = "jid='pubsub.localhost' node='n'"): string {
  return request(`<enable xmlns='urn:xmpp:push:0' ${attributes}>${content}</enable>`);
}

const SUMMARY = form(
  field('message-count', '1') +
    field('last-message-sender', 'a@localhost') +
    field('last-message-body', 'b'),
  'submit',
  'urn:xmpp:push:summary',
);

function publish(options = APNS): string {
  const item = `<item><notification xmlns='urn:xmpp:push:0'>${SUMMARY}</notification></item>`;
  return pubsub(
    `<publish node='n'>${item}</publish><publish-options>${form(options)}</publish-options>`,
  );
}

function pubsub(action: string, owner = '', type = 'set'): string {
  return request(`<pubsub xmlns='${PUBSUB}${owner}'>${action}</pubsub>`, 'pubsub.localhost', type);
}

function disco(to = ''): string {
  return request(`<query xmlns='${INFO}'/>`, to, 'get');
}

function info(content: string): string {
  return result(`<query xmlns='${INFO}'>${content}</query>`);
}

function streamError(condition: string, words = ''): string {
  const said = words === '' ? '' : `<text xmlns='${STREAMS}'>${words}</text>`;
  return `<stream:error><${condition} xmlns='${STREAMS}'/>${said}</stream:error>`;
}

function features(...mechanisms: readonly string[]): string {
  const list = mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('');
  return `<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${list}</mechanisms></stream:features>`;
}

const FAILED = refusal('bad-request', application('faild-to-submit-push-notification'), 'modify');
const BAD = refusal('bad-request', '', 'modify');

/** Symptoms that stanzas show. */
export const SYMPTOMS: readonly Symptom[] = [
  {
    id: 'namespace-misspelt',
    stanzas: [request("<enable xlmns='urn:xmpp:push:0' jid='p.localhost' node='n'/>"), BAD],
  },
  {
    id: 'push-module-missing',
    stanzas: [
      enable(),
      refusal('service-unavailable', text('Unknown xmlns=urn:xmpp:push:0 for host=localhost')),
    ],
  },
  { id: 'push-module-missing-at-domain', stanzas: [enable(), refusal('feature-not-implemented')] },
  { id: 'push-asked-with-get', stanzas: [enable(), refusal('not-allowed')] },
  { id: 'enable-malformed', stanzas: [enable(), BAD] },
  { id: 'enable-without-jid', stanzas: [enable(form(APNS), "node='n'"), BAD] },
  { id: 'enable-bad-jid', stanzas: [enable(form(APNS), "jid='@@' node='n'"), BAD] },
  { id: 'enable-without-node', stanzas: [enable(form(APNS), "jid='p.localhost'"), BAD] },
  { id: 'enable-form-not-submit', stanzas: [enable(form(APNS, 'form')), BAD] },
  {
    id: 'enable-form-type-spaced',
    stanzas: [enable(form(APNS, 'submit', `\n ${PUBSUB}#publish-options `)), BAD],
  },
  { id: 'enable-form-type-wrong', stanzas: [enable(form(APNS, 'submit', 'urn:wrong')), BAD] },
  { id: 'enable-field-values', stanzas: [enable(form(`${APNS}<field var='topic'/>`)), BAD] },
  { id: 'enable-database', stanzas: [enable(), refusal('internal-server-error', '', 'wait')] },
  {
    id: 'enable-form-type-crash',
    stanzas: [
      enable(form(APNS, 'submit', 'urn:wrong')),
      refusal('internal-server-error', '', 'wait'),
    ],
    version: '5.0.0',
  },
  {
    id: 'iq-without-id',
    stanzas: [
      "<iq type='set'><ping xmlns='urn:xmpp:ping'/></iq>",
      "<iq type='error'><error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    ],
  },
  {
    id: 'account-without-push-feature',
    stanzas: [disco('me@localhost'), info("<identity category='account' type='registered'/>")],
  },
  { id: 'account-disco-unavailable', stanzas: [disco(), refusal('service-unavailable')] },
  { id: 'service-not-there', stanzas: [disco('pubsub.localhost'), refusal('service-unavailable')] },
  {
    id: 'domain-not-found',
    stanzas: [disco('pubsub.elsewhere'), refusal('remote-server-not-found')],
  },
  {
    id: 'remote-service-timeout',
    stanzas: [disco('push.elsewhere'), refusal('remote-server-timeout', '', 'wait')],
  },
  {
    id: 'only-pep',
    stanzas: [disco('me@localhost'), info("<identity category='pubsub' type='pep'/>")],
    version: '6.8.0',
  },
  {
    id: 'service-without-push-nodes',
    stanzas: [disco('pubsub.localhost'), info("<identity category='pubsub' type='service'/>")],
    version: '6.7.0',
  },
  {
    id: 'node-type-unknown',
    stanzas: [
      pubsub("<create node='n' type='push'/>"),
      refusal('feature-not-implemented', application('unsupported', 'create-nodes')),
    ],
  },
  {
    id: 'create-at-domain',
    stanzas: [
      request(`<pubsub xmlns='${PUBSUB}'><create node='n' type='push'/></pubsub>`, 'localhost'),
      refusal('feature-not-implemented'),
    ],
  },
  {
    id: 'create-without-name',
    stanzas: [
      pubsub("<create type='push'/>"),
      refusal('not-acceptable', application('nodeid-required'), 'modify'),
    ],
  },
  { id: 'node-exists', stanzas: [pubsub("<create node='n' type='push'/>"), refusal('conflict')] },
  {
    id: 'create-not-permitted',
    stanzas: [pubsub("<create node='n' type='push'/>"), refusal('forbidden', '', 'auth')],
  },
  {
    id: 'form-not-submit',
    stanzas: [
      pubsub("<create node='n' type='push'/>"),
      refusal('bad-request', text('Invalid form type'), 'modify'),
    ],
  },
  {
    id: 'option-value-refused',
    stanzas: [pubsub("<create node='n' type='push'/>"), refusal('not-acceptable', '', 'modify')],
  },
  {
    id: 'node-is-flat',
    stanzas: [
      disco('pubsub.localhost'),
      info(
        `<identity category='pubsub' type='leaf'/><feature var='urn:xmpp:push:0'/><feature var='${PUBSUB}#subscribe'/>`,
      ),
    ],
  },
  { id: 'node-is-flat', stanzas: [pubsub("<create node='n'/>"), result()] },
  {
    id: 'not-the-owner',
    stanzas: [pubsub("<affiliations node='n'/>", '#owner'), refusal('forbidden', '', 'auth')],
  },
  {
    id: 'affiliation-misspelt',
    stanzas: [
      pubsub(
        "<affiliations node='n'><affiliation jid='localhost' affiliation='publisher_only'/></affiliations>",
        '#owner',
      ),
      BAD,
    ],
  },
  {
    id: 'publish-options-missing',
    stanzas: [publish(), refusal('conflict', application('precondition-not-met'))],
  },
  { id: 'publish-options-missing', stanzas: [enable(''), result()] },
  { id: 'publisher-not-allowed', stanzas: [publish(), refusal('forbidden', '', 'auth')] },
  { id: 'gateway-failed', stanzas: [publish(), FAILED] },
  {
    id: 'summary-incomplete',
    stanzas: [
      pubsub("<publish node='n'><item><notification xmlns='urn:xmpp:push:0'/></item></publish>"),
      FAILED,
    ],
  },
  { id: 'priority-unknown', stanzas: [enable(form(APNS + field('priority', '10'))), result()] },
  {
    id: 'service-unknown',
    stanzas: [publish(field('service', 'pigeon') + field('device_id', 'x')), FAILED],
  },
  {
    id: 'device-gone',
    stanzas: [publish(), refusal('not-acceptable', application('device-not-registered'))],
  },
  { id: 'accepted-without-push', stanzas: [publish(), result()] },
  {
    id: 'registered-twice',
    stanzas: [
      pubsub('<affiliations/>', '', 'get'),
      result(
        `<pubsub xmlns='${PUBSUB}'><affiliations><affiliation node='a' affiliation='owner'/><affiliation node='b' affiliation='owner'/></affiliations></pubsub>`,
      ),
    ],
  },
  {
    id: 'badge-without-inbox',
    stanzas: [
      request("<inbox xmlns='erlang-solutions.com:xmpp:inbox:0'/>"),
      refusal('service-unavailable'),
    ],
  },
  { id: 'silent-not-true', stanzas: [enable(form(APNS + field('silent', '1'))), result()] },
  { id: 'silent-without-topic', stanzas: [enable(form(APNS + field('silent', 'true'))), result()] },
  {
    id: 'apns-mode',
    stanzas: [publish(field('service', 'apns') + field('device_id', 'x')), FAILED],
  },
  {
    id: 'token-breaks-path',
    stanzas: [enable(form(field('service', 'apns') + field('device_id', 'a/b c'))), result()],
  },
  {
    id: 'mode-with-fcm',
    stanzas: [
      enable(form(field('service', 'fcm') + field('device_id', 'x') + field('mode', 'dev'))),
      result(),
    ],
  },
  {
    id: 'token-of-other-service',
    stanzas: [
      enable(form(field('service', 'fcm') + field('device_id', 'ab'.repeat(32)))),
      result(),
    ],
  },
  {
    id: 'options-shifted',
    stanzas: [enable(form(`${APNS}<field><value>x</value></field>`)), result()],
  },
  {
    id: 'starttls-required',
    stanzas: [
      "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>",
    ],
  },
  { id: 'few-mechanisms', stanzas: [features('PLAIN', 'SCRAM-SHA-1')] },
  { id: 'no-channel-binding', stanzas: [features('SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN')] },
  {
    id: 'login-refused',
    stanzas: ["<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"],
  },
  { id: 'negotiation-too-slow', stanzas: [streamError('connection-timeout')] },
  { id: 'host-unknown', stanzas: [streamError('host-unknown')] },
  {
    id: 'login-not-allowed',
    stanzas: [request("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"), refusal('not-allowed')],
  },
  { id: 'resource-replaced', stanzas: [streamError('conflict', 'Replaced by new connection')] },
  { id: 'stanza-too-big', stanzas: [streamError('policy-violation', 'element too big')] },
  {
    id: 'unacknowledged',
    stanzas: [streamError('resource-constraint', 'too many unacked stanzas')],
  },
  {
    id: 'resume-refused',
    stanzas: [`<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='${STANZAS}'/></failed>`],
  },
  {
    id: 'ping-module-missing',
    stanzas: [
      request("<ping xmlns='urn:xmpp:ping'/>", 'localhost', 'get'),
      refusal('feature-not-implemented'),
    ],
  },
  { id: 'from-not-own', stanzas: [streamError('invalid-from')] },
];

/** Symptoms that no stanza shows: what somebody sees, the explanation, a version it holds for. */
export const SEEN_BY_WATCHING: readonly (readonly [Sign, string, string?])[] = [
  ['never-pushed', 'domain-not-publisher'],
  ['never-pushed', 'not-a-virtual-host'],
  ['pushed-once-then-never', 'registration-removed'],
  ['no-reply', 'never-answered'],
  ['online-elsewhere', 'online-elsewhere'],
  ['late-after-link-loss', 'waiting-for-resumption'],
  ['none-while-link-is-silent', 'silent-link-online'],
  ['only-first-connection', 'enhanced-needs-enable'],
  ['pushed-while-connected', 'pushed-without-presence'],
  ['none-while-disconnected', 'online-without-presence'],
  ['some-messages-only', 'message-kind'],
  ['no-room-push', 'classic-rooms'],
  ['no-light-room-push', 'light-rooms-unconfigured'],
  ['own-room-message-pushed', 'own-room-message'],
  ['no-call-push', 'calls-need-hints'],
  ['blocked-contact-pushed', 'blocked-still-pushed'],
  ['token-pushed-after-change', 'old-token-kept'],
  ['works-for-days-only', 'works-for-days'],
  ['messages-come-again', 'stored-messages-again'],
  ['dead-tokens-stay', 'dead-tokens-stay'],
  ['ios-through-fcm-blank', 'ios-through-fcm'],
  ['long-messages-lost', 'body-too-long'],
  ['senders-slow', 'sender-waits'],
  ['server-log-not-found', 'api-mismatch'],
  ['server-log-pool', 'pool-missing'],
  ['gateway-will-not-start', 'gateway-will-not-start'],
  ['server-log-badxml', 'stored-form-bad'],
  ['server-log-undef', 'plugin-misnamed'],
  ['provider-token-refused', 'provider-token'],
  ['fcm-stopped-2024', 'fcm-legacy'],
  ['not-processed-in-background', 'alert-not-processed'],
  ['app-server-down', 'app-server-down'],
  ['push-hidden-by-client', 'hidden-by-client'],
  ['tls-certificate-required', 'client-certificate-wanted'],
  ['closed-after-failures', 'closed-after-failures'],
  ['nothing-answered-after-bind', 'session-iq-missing'],
  ['slow-after-big-stanza', 'shaped'],
  ['idle-websocket-closed', 'websocket-idle'],
  ['bosh-not-found', 'bosh-not-configured'],
  ['certificate-not-trusted', 'certificate-not-trusted'],
  ['connect-timeout', 'unreachable'],
  ['silent-after-upgrade', 'moved-by-upgrade'],
  ['silent-after-upgrade', 'pubsub-renamed', '6.8.0'],
];
