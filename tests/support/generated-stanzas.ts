/** The stanzas of a generated recording: each text with what the list would read from it. */
import { NO_SUMMARY, type EntrySummary } from '#shared/transcript/entry.ts';
import { messageBody, sentence, type Random } from './generated-texts.ts';

export const DOMAIN = 'example.org';
export const PUBSUB = `pubsub.${DOMAIN}`;

const NS_STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const NS_DISCO = 'http://jabber.org/protocol/disco#info';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
const NS_PUSH = 'urn:xmpp:push:0';
const NS_CLIENT = 'jabber:client';

/** A text that crosses, and its summary. */
export interface Stanza {
  readonly summary: EntrySummary;
  readonly xml: string;
}

/** Who speaks to whom; either may be left out on the wire. */
export interface Route {
  readonly from?: string;
  readonly to?: string;
}

interface Payload {
  readonly xml: string;
  /** Of its first child. */
  readonly child?: string;
  readonly ns?: string;
  readonly action?: string;
}

/** A request, and what answers it. */
export interface Request {
  readonly type: 'get' | 'set';
  readonly to?: string;
  readonly payload: Payload;
  readonly answer: Payload;
}

function build(
  name: string,
  { from, to }: Route,
  { type, id }: { readonly type?: string | undefined; readonly id?: string },
  payload: Payload,
  condition: string | null = null,
): Stanza {
  let xml = `<${name}`;
  if (from !== undefined) xml += ` from='${from}'`;
  if (to !== undefined) xml += ` to='${to}'`;
  if (type !== undefined) xml += ` type='${type}'`;
  if (id !== undefined) xml += ` id='${id}'`;
  xml += payload.xml === '' ? '/>' : `>${payload.xml}</${name}>`;
  const { child = null, ns = null, action = null } = payload;
  const summary = {
    ...{ name, type: type ?? null, id: id ?? null, from: from ?? null, to: to ?? null },
    ...{ childName: child, childNs: ns, childAction: action, condition },
  };
  return { summary, xml };
}

const NOTHING: Payload = { xml: '' };

function payload(child: string, ns: string, attributes = '', inner = ''): Payload {
  const start = `<${child} xmlns='${ns}'${attributes}`;
  return { child, ns, xml: inner === '' ? `${start}/>` : `${start}>${inner}</${child}>` };
}

function pubsub(action: string, attributes: string, inner = '', ns = NS_PUBSUB): Payload {
  const start = `<${action}${attributes}`;
  const whole = inner === '' ? `${start}/>` : `${start}>${inner}</${action}>`;
  return { ...payload('pubsub', ns, '', whole), action };
}

/** A chat message with a body, as other clients send it. */
export function chat(random: Random, route: Route): Stanza {
  const marks =
    "<active xmlns='http://jabber.org/protocol/chatstates'/>" +
    (random.chance(0.5) ? "<request xmlns='urn:xmpp:receipts'/>" : '') +
    // Given by the server, to what it delivers.
    (route.from === undefined
      ? ''
      : `<stanza-id xmlns='urn:xmpp:sid:0' by='${DOMAIN}' id='${random.id()}'/>`);
  const body = `<body>${messageBody(random)}</body>${marks}`;
  const content = { child: 'body', ns: NS_CLIENT, xml: body };
  return build('message', route, { type: 'chat', id: random.id() }, content);
}

/** What acknowledges a message, or tells that somebody writes. */
export function chatSign(random: Random, route: Route): Stanza {
  const content = random.chance(0.6)
    ? payload('received', 'urn:xmpp:receipts', ` id='${random.id()}'`)
    : payload(random.pick(['composing', 'paused']), 'http://jabber.org/protocol/chatstates');
  return build('message', route, { type: 'chat', id: random.id() }, content);
}

/** A message that could not be delivered. */
export function chatError(random: Random, route: Route): Stanza {
  const echo = { child: 'body', ns: NS_CLIENT, xml: `<body>${sentence(random, 6)}</body>` };
  return errorOf(random, 'message', route, random.id(), echo);
}

/** Somebody comes, goes, or is away. */
export function presence(random: Random, route: Route): Stanza {
  if (random.chance(0.2)) return build('presence', route, { type: 'unavailable' }, NOTHING);
  const caps = `<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' ver='${random.id()}='/>`;
  if (random.chance(0.5)) {
    const content = { child: 'c', ns: 'http://jabber.org/protocol/caps', xml: caps };
    return build('presence', route, {}, content);
  }
  const show = `<show>${random.pick(['away', 'dnd', 'xa'])}</show>`;
  const status = `<status>${sentence(random, 3)}</status><priority>${random.below(10)}</priority>`;
  return build('presence', route, {}, { child: 'show', ns: NS_CLIENT, xml: show + status + caps });
}

/** News of a node. */
export function pubsubEvent(random: Random, route: Route): Stanza {
  const ns = `${NS_PUBSUB}#event`;
  const item = `<item id='${random.id()}'><entry xmlns='http://www.w3.org/2005/Atom'><title>${sentence(random, 5)}</title></entry></item>`;
  const content = {
    ...payload('event', ns, '', `<items node='news-${random.below(50)}'>${item}</items>`),
    action: 'items',
  };
  return build('message', route, { type: 'headline', id: random.id() }, content);
}

/** What clients ask all day. */
export function everydayRequest(random: Random, contact: string): Request {
  const plain = (ns: string, to: string, answer: string): Request => ({
    ...{ type: 'get', to, payload: payload('query', ns) },
    answer: payload('query', ns, '', answer),
  });
  switch (random.below(7)) {
    case 0:
      return {
        type: 'get',
        to: DOMAIN,
        payload: payload('ping', 'urn:xmpp:ping'),
        answer: NOTHING,
      };
    case 1:
      return plain(
        NS_DISCO,
        contact,
        `<identity category='client' type='phone'/><feature var='${NS_PUSH}'/>`,
      );
    case 2:
      return plain('jabber:iq:version', contact, '<name>Client</name><version>4.2.0</version>');
    case 3:
      return plain('jabber:iq:roster', DOMAIN, `<item jid='${contact}' subscription='both'/>`);
    case 4: {
      const body = `<BDAY>1980-02-${10 + random.below(18)}</BDAY><NICKNAME>${sentence(random, 2)}</NICKNAME>`;
      const asked = payload('vCard', 'vcard-temp');
      return {
        type: 'get',
        to: contact,
        payload: asked,
        answer: payload('vCard', 'vcard-temp', '', body),
      };
    }
    case 5: {
      const end = `<set xmlns='http://jabber.org/protocol/rsm'><count>${random.below(5_000)}</count></set>`;
      return {
        ...{
          type: 'set',
          payload: payload('query', 'urn:xmpp:mam:2', ` queryid='${random.id()}'`),
        },
        answer: payload('fin', 'urn:xmpp:mam:2', " complete='true'", end),
      };
    }
    default: {
      const node = ` node='news-${random.below(50)}'`;
      const items = `<item id='${random.id()}'/>`;
      return {
        ...{ type: 'get', to: PUBSUB, payload: pubsub('items', node) },
        answer: pubsub('items', node, items),
      };
    }
  }
}

/** The steps of a push run that are requests, in order. */
export function pushSteps(random: Random): readonly (Request & { readonly step: string })[] {
  const node = ` node='${random.id()}'`;
  const token = (random.id() + random.id()).slice(0, 20);
  const options = `<x xmlns='jabber:x:data' type='submit'><field var='service'><value>fcm</value></field><field var='device_id'><value>${token}</value></field></x>`;
  const push = (step: 'enable' | 'disable', inner = ''): Payload =>
    payload(step, NS_PUSH, ` jid='${PUBSUB}'${node}`, inner);
  const owner = `${NS_PUBSUB}#owner`;
  const affiliation = `<affiliation jid='${DOMAIN}' affiliation='publish-only'/>`;
  const set = { type: 'set', answer: NOTHING } as const;
  return [
    { step: 'create', ...set, to: PUBSUB, payload: pubsub('create', `${node} type='push'`) },
    {
      ...{ step: 'affiliation', ...set, to: PUBSUB },
      payload: pubsub('affiliations', node, affiliation, owner),
    },
    { step: 'enable', ...set, payload: push('enable', options) },
    { step: 'disable', ...set, payload: push('disable') },
    { step: 'delete', ...set, to: PUBSUB, payload: pubsub('delete', node, '', owner) },
  ];
}

export function requestStanza({ type, to, payload: asked }: Request, id: string): Stanza {
  return build('iq', to === undefined ? {} : { to }, { type, id }, asked);
}

export function resultStanza({ answer }: Request, id: string, route: Route): Stanza {
  return build('iq', route, { type: 'result', id }, answer);
}

export function errorStanza(
  random: Random,
  { payload: echo }: Request,
  id: string,
  route: Route,
): Stanza {
  return errorOf(random, 'iq', route, id, echo);
}

const CONDITIONS = [
  ...(['item-not-found', 'item-not-found', 'service-unavailable', 'service-unavailable'] as const),
  ...(['forbidden', 'not-allowed', 'remote-server-timeout', 'resource-constraint'] as const),
] as const;

function errorOf(random: Random, name: string, route: Route, id: string, echo: Payload): Stanza {
  const condition = random.pick(CONDITIONS);
  const error = `<error type='cancel'><${condition} xmlns='${NS_STANZAS}'/></error>`;
  return build(name, route, { type: 'error', id }, { ...echo, xml: echo.xml + error }, condition);
}

/** An element that is no stanza; its name is also that of the first child when it has one. */
export function nonza(
  name: string,
  xml: string,
  child?: readonly [name: string, ns: string],
): Stanza {
  const [childName = null, childNs = null] = child ?? [];
  return { summary: { ...NO_SUMMARY, name, childName, childNs }, xml };
}
