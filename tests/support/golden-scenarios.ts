/**
 * Which recordings the practice server is held to, and what each of them presupposes. A recording
 * shows what was worth showing; logins, nodes made earlier and people leaving are set up here.
 * docs/practice-server.md prints the same list for people; a test compares the two.
 */

/** One thing done without comparing anything. Connections are named as in the recording. */
export type SetupStep =
  /** Opens a connection of its own and logs in; one of that name is closed properly first. */
  | {
      readonly do: 'login';
      readonly conn: string;
      readonly resource?: string;
      /** What to send once the session is open; null for no presence at all. */
      readonly presence?: string | null;
      /** `auth` stops after SASL with features read, before bind. */
      readonly until?: 'auth' | 'session';
    }
  /** Sends text; an IQ is waited for and must succeed. */
  | { readonly do: 'send'; readonly conn: string; readonly xml: string }
  /** Closes the stream properly. */
  | { readonly do: 'close'; readonly conn: string }
  /** Cuts the link. */
  | { readonly do: 'drop'; readonly conn: string }
  | { readonly do: 'stop-server' }
  /** Plays another recording's client lines, and its setup, without comparing. */
  | { readonly do: 'replay'; readonly id: string };

/** A recording that is replayed. */
export interface CoveredScenario {
  readonly id: string;
  readonly setup?: readonly SetupStep[];
  /** Steps before a line of the recording, by its number (the meta line is 0). */
  readonly before?: Readonly<Record<number, readonly SetupStep[]>>;
  /** Accounts that log out cleanly before somebody writes to them and are back for their own next line. */
  readonly away?: readonly string[];
  readonly listener?: 'starttls' | 'starttls_required' | 'tls';
  /** Milliseconds of the XEP-0198 resume window. */
  readonly resumeTimeoutMs?: number;
  /** The component ext.localhost of recording 185 is connected. */
  readonly externalService?: boolean;
  /** Text that the recorded server said and this one need not. */
  readonly without?: string;
  /** Pushes that happened and were not recorded. */
  readonly unrecordedPushes?: number;
  /** What the replay does otherwise than the recording, for the table. */
  readonly note?: string;
}

/** A recording that is not replayed, and why. */
export interface UncoveredScenario {
  readonly id: string;
  readonly reason: string;
}

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const OWNER = `${PUBSUB}#owner`;

const DEFAULT_FIELDS = {
  'pubsub#access_model': 'whitelist',
  'pubsub#publish_model': 'publishers',
};

function form(formType: string, fields: Readonly<Record<string, string>>): string {
  const all = Object.entries({ FORM_TYPE: formType, ...fields });
  const text = all.map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`);
  return `<x xmlns='jabber:x:data' type='submit'>${text.join('')}</x>`;
}

let setupCount = 0;

function iq(conn: string, to: string | null, payload: string): SetupStep {
  const address = to === null ? '' : ` to='${to}'`;
  setupCount += 1;
  return {
    do: 'send',
    conn,
    xml: `<iq type='set' id='setup-${setupCount}'${address}>${payload}</iq>`,
  };
}

/** Creates a node as the recorder did; with `publisher`, that JID may publish. */
function node(name: string, type = 'push', publisher?: string): readonly SetupStep[] {
  const configure = `<configure>${form(`${PUBSUB}#node_config`, DEFAULT_FIELDS)}</configure>`;
  const create = `<pubsub xmlns='${PUBSUB}'><create node='${name}' type='${type}'/>${configure}</pubsub>`;
  const grant =
    `<pubsub xmlns='${OWNER}'><affiliations node='${name}'>` +
    `<affiliation jid='${publisher}' affiliation='publish-only'/></affiliations></pubsub>`;
  return [
    iq('alice', 'pubsub.localhost', create),
    ...(publisher === undefined ? [] : [iq('alice', 'pubsub.localhost', grant)]),
  ];
}

function enable(
  conn: string,
  jid: string,
  nodeName: string,
  options: Readonly<Record<string, string>>,
): SetupStep {
  const submitted = form(`${PUBSUB}#publish-options`, options);
  const payload = `<enable xmlns='urn:xmpp:push:0' jid='${jid}' node='${nodeName}'>${submitted}</enable>`;
  return iq(conn, null, payload);
}

const replay = (id: string): SetupStep => ({ do: 'replay', id });
const login = (conn: string, resource: string, presence?: string | null): SetupStep => ({
  do: 'login',
  conn,
  resource,
  ...(presence === undefined ? {} : { presence }),
});
const unbound = (conn: string): SetupStep => ({ do: 'login', conn, until: 'auth' });

const FULL_NODE = [replay('60-full-create-node'), replay('61-full-publish-only')];
const FULL_ENABLED = [...FULL_NODE, replay('64-full-enable')];
const PUBLISHERS_NODE = node('pp');
const MT_ENABLED = [
  enable('alice', 'push.localhost', 'mt-node', { service: 'apns', device_id: 'mt' }),
];
const MT_PRESENCE = (xml: string | null): readonly SetupStep[] => [login('alice', 'st', xml)];

export const COVERED: readonly CoveredScenario[] = [
  { id: '01-stream-features-plain-tcp' },
  { id: '02-starttls-scram-plus-features' },
  { id: '03-starttls-required', listener: 'starttls_required' },
  { id: '04-direct-tls-login', listener: 'tls' },
  { id: '06-sasl-scram-sha-1' },
  { id: '07-sasl-scram-sha-256' },
  { id: '08-sasl-scram-sha-512' },
  { id: '09-sasl-wrong-password' },
  { id: '10-sasl-retry-limit' },
  { id: '13-login-bind-session' },
  { id: '14-login-without-session-iq', note: 'waits are shortened' },
  { id: '15-login-no-session-needed', listener: 'starttls_required' },
  {
    id: '16-bind-generated-and-bad-resource',
    before: {
      1: [unbound('alice')],
      3: [unbound('alice')],
      5: [unbound('alice')],
      7: [unbound('alice')],
    },
  },
  {
    id: '17-resource-conflict',
    setup: [login('alice-1', 'same'), login('alice-2', 'same')],
  },
  {
    id: '19-stanza-too-big',
    setup: [login('alice', 'big')],
    before: {
      2: [
        {
          do: 'send',
          conn: 'alice',
          xml: `<message to='bob@localhost' type='chat'><body>${'x'.repeat(70_000)}</body></message>`,
        },
      ],
    },
  },
  {
    id: '20-malformed-xml',
    setup: [login('bob', 'desk'), login('alice', 'mal')],
    before: Object.fromEntries(
      [4, 7, 10, 13, 16, 21].map((line) => [line, [login('alice', 'mal')]]),
    ),
  },
  { id: '21-unknown-host' },
  { id: '22-stream-header-errors' },
  { id: '24-stanza-before-auth', before: { 9: [unbound('client')] } },
  { id: '27-malformed-iqs' },
  {
    id: '29-stream-management',
    setup: [login('alice', 'sm')],
    before: { 5: [{ do: 'drop', conn: 'alice' }] },
  },
  { id: '30-websocket-login' },
  { id: '31-websocket-wss-and-errors', note: 'over ws instead of wss' },
  { id: '32-bosh-session' },
  {
    id: '34-server-shutdown',
    setup: [login('alice', 'kick'), login('alice-down', 'down')],
    before: { 6: [{ do: 'stop-server' }] },
    note: 'the server is stopped by its own stop()',
  },
  { id: '36-sasl-scram-plus-tls-exporter' },
  {
    id: '37-bosh-full-login',
    setup: [
      login('bob', 'asker'),
      { do: 'send', conn: 'bob', xml: "<presence to='alice@localhost' type='subscribe'/>" },
      { do: 'close', conn: 'bob' },
    ],
  },
  { id: '40-disco-info-server' },
  { id: '41-disco-info-own-bare-jid' },
  { id: '43-disco-items-server' },
  { id: '44-disco-info-pubsub' },
  { id: '45-disco-items-pubsub', before: { 3: node('disco-node') } },
  { id: '46-disco-node', setup: node('disco-node') },
  { id: '47-disco-virtual-host' },
  { id: '49-disco-nopush-local' },
  { id: '60-full-create-node' },
  { id: '61-full-publish-only', setup: [replay('60-full-create-node')] },
  { id: '62-full-get-affiliations', setup: FULL_NODE },
  { id: '63-full-get-config', setup: FULL_NODE },
  { id: '64-full-enable', setup: FULL_NODE },
  { id: '65-full-push-offline', setup: FULL_ENABLED, away: ['alice'] },
  {
    id: '66-offline-delivery',
    setup: [
      ...FULL_ENABLED,
      { do: 'close', conn: 'alice' },
      replay('65-full-push-offline'),
      login('alice', 'desk', null),
    ],
  },
  { id: '68-full-disable-node', setup: FULL_ENABLED, away: ['alice'] },
  {
    id: '69-full-disable-all',
    setup: [
      ...node('n1', 'push', 'localhost'),
      ...node('n2', 'push', 'localhost'),
      enable('alice', 'pubsub.localhost', 'n1', { service: 'apns', device_id: 'tok-n1' }),
      enable('alice', 'pubsub.localhost', 'n2', { service: 'apns', device_id: 'tok-n2' }),
    ],
    away: ['alice'],
  },
  { id: '70-full-delete-node', setup: node('n1') },
  { id: '75-less-enable-and-push', away: ['alice'] },
  { id: '76-less-silent', away: ['alice'] },
  { id: '77-less-create-node' },
  { id: '79-enhanced-unacked', before: { 6: [{ do: 'drop', conn: 'alice@mychat' }] } },
  { id: '80-default-plugin-unacked', before: { 6: [{ do: 'drop', conn: 'alice' }] } },
  {
    id: '81-resume-timeout-then-push',
    before: { 6: [{ do: 'drop', conn: 'alice' }] },
    resumeTimeoutMs: 500,
    note: 'with a resume window of 0.5 s instead of 4 s',
  },
  { id: '100-err-create-exists', setup: node('dup') },
  { id: '101-err-create-unknown-type' },
  { id: '102-err-create-unknown-field' },
  { id: '104-create-default-publish-model' },
  { id: '111-err-affil-non-owner', setup: node('dup') },
  { id: '113-err-delete-non-owner', setup: node('dup') },
  { id: '114-reconfigure-node', setup: node('dup') },
  { id: '120-err-enable-jid' },
  { id: '121-err-enable-node' },
  { id: '123-err-enable-form-shape' },
  { id: '124-enable-get-and-unknown-child' },
  { id: '125-enable-foreign-user', away: ['alice', 'bob'] },
  { id: '126-enable-nopush-host' },
  { id: '130-enable-no-options-full', setup: node('noopt', 'push', 'localhost'), away: ['alice'] },
  {
    id: '132a-enable-missing-service-full',
    setup: node('miss', 'push', 'localhost'),
    away: ['alice'],
  },
  {
    id: '132b-enable-missing-device_id-full',
    setup: node('miss', 'push', 'localhost'),
    away: ['alice'],
  },
  { id: '134-enable-bogus-service', away: ['alice'] },
  { id: '135-enable-bogus-priority', away: ['alice'] },
  { id: '136-enable-missing-node', away: ['alice'] },
  { id: '138-enable-server-not-publisher', setup: node('nopub'), away: ['alice'] },
  { id: '140-enable-flat-node', setup: node('flatty', 'flat', 'localhost'), away: ['alice'] },
  { id: '141-delete-node-then-message', setup: node('gone', 'push', 'localhost'), away: ['alice'] },
  { id: '150-mongoosepush-fail-410-x-less', away: ['alice'] },
  {
    id: '151-mongoosepush-fail-410-x-full',
    setup: node('mpf', 'push', 'localhost'),
    away: ['alice'],
  },
  {
    id: '153-mongoosepush-fail-400-x-full',
    setup: node('mpf', 'push', 'localhost'),
    away: ['alice'],
  },
  { id: '154-mongoosepush-fail-503-x-less', away: ['alice'] },
  { id: '155-mongoosepush-slow-3000-x-less', away: ['alice'] },
  {
    id: '157-mongoosepush-fail-500-x-full',
    setup: node('mpf', 'push', 'localhost'),
    away: ['alice'],
  },
  { id: '160-publish-non-publisher', setup: PUBLISHERS_NODE },
  { id: '161-publish-by-owner', setup: PUBLISHERS_NODE },
  { id: '162-publish-by-owner-errors', setup: PUBLISHERS_NODE },
  { id: '163-publish-standin-errors', setup: PUBLISHERS_NODE, unrecordedPushes: 4 },
  { id: '165-push-node-items', setup: PUBLISHERS_NODE },
  { id: '166-push-node-subscribe', setup: PUBLISHERS_NODE },
  { id: '167-pubsub-malformed', note: 'waits are shortened' },
  { id: '170-pushonly-disco' },
  { id: '171-pushonly-create-variants' },
  { id: '173-pushonly-full-flow', away: ['alice@pushonly'] },
  {
    id: '174-hints-plugin',
    setup: [replay('173-pushonly-full-flow'), { do: 'close', conn: 'alice@pushonly' }],
    before: {
      12: [
        login('alice@pushonly', 'd'),
        enable('alice@pushonly', 'pubsub.pushonly.local', 'po-node', {
          service: 'apns',
          device_id: 'po-token',
          silent: 'true',
        }),
        { do: 'close', conn: 'alice@pushonly' },
      ],
    },
  },
  { id: '175-message-types-offline', setup: [...MT_ENABLED, { do: 'close', conn: 'alice' }] },
  {
    id: '176-presence-states',
    // The message held back by CSI is delivered anew, to nobody, when that session ends.
    unrecordedPushes: 1,
    setup: [...MT_ENABLED, { do: 'close', conn: 'alice' }],
    before: {
      2: MT_PRESENCE(null),
      6: MT_PRESENCE('<presence/>'),
      10: MT_PRESENCE('<presence><priority>-1</priority></presence>'),
      13: MT_PRESENCE('<presence><show>away</show><priority>0</priority></presence>'),
      17: [
        ...MT_PRESENCE('<presence/>'),
        { do: 'send', conn: 'alice', xml: "<inactive xmlns='urn:xmpp:csi:0'/>" },
      ],
      20: [
        ...MT_PRESENCE('<presence/>'),
        { do: 'send', conn: 'alice', xml: "<presence type='unavailable'/>" },
      ],
    },
  },
  { id: '178-message-count', setup: [...MT_ENABLED, { do: 'close', conn: 'alice' }] },
  { id: '180-same-device-twice', away: ['alice'] },
  {
    id: '185-external-service-wire',
    away: ['alice'],
    externalService: true,
    without: "<item jid='muclight.localhost' node='urn:xmpp:muclight:0'/>",
    note: 'without the MUC Light service in disco#items',
  },
  { id: '186-external-service-gone', away: ['alice'] },
  { id: '191-offline-storage-limits' },
  { id: '192-cross-host-push', away: ['alice@mychat'] },
];

export const UNCOVERED: readonly UncoveredScenario[] = [
  { id: '179-muc-light-groupchat', reason: 'there are no MUC Light rooms' },
];
