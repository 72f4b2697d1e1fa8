/**
 * Ways for a session to be away, and back: what a phone does when it is put aside, loses coverage or dies.
 * Whom the server then counts as online: facts 5.2.
 * RFC 6121 §4.5 "Unavailable Presence", §4.7.2.3 (priority), 2011-03; XEP-0352 1.0.0 "Client State
 * Indication", 2021-08.
 */
import { ok, type Result } from '#shared/contract/result.ts';
import type { AwayMode } from '#shared/contract/run.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { NS_CLIENT, NS_CSI_0, NS_PING } from '#shared/xmpp/namespaces.ts';
import type { SendContext, SentStanza } from './session-port.ts';

/** What going away does to a session. */
export interface AwayActions {
  readonly domain: string;
  stanzaId(): string;
  send(xml: string, context: SendContext): Promise<Result<SentStanza>>;
  /** Closes the stream properly. */
  close(): Promise<void>;
  /** Cuts the connection with a TCP reset. */
  drop(): void;
  /** Stops reading. */
  deafen(): void;
  /** Reads again. */
  listen(): void;
  /** Whether the server's last stream features named a namespace. */
  offers(ns: string): boolean;
  note(text: string): void;
}

/** Whether the session has no connection while it is away in this manner. */
export function endsSession(mode: AwayMode | null): boolean {
  return mode === 'close' || mode === 'drop';
}

/**
 * Goes away; resolves once the server has taken note, where it can.
 * @param context marks of what is sent, and how long to wait for the server
 */
export async function goAway(
  actions: AwayActions,
  mode: AwayMode,
  context: SendContext,
): Promise<Result<null>> {
  switch (mode) {
    case 'unavailable':
      return announce(actions, presence({ type: 'unavailable' }), context);
    case 'negative-priority':
      return announce(actions, NEGATIVE_PRESENCE, context);
    case 'inactive':
      if (!actions.offers(NS_CSI_0)) actions.note(NO_CSI);
      return announce(actions, createElement('inactive', NS_CSI_0), context);
    case 'close':
      await actions.close();
      return ok(null);
    case 'drop':
      actions.drop();
      return ok(null);
    case 'silent':
      actions.deafen();
      actions.note('Silent: nothing is read any more, and the connection stays open.');
      return ok(null);
    default:
      return mode satisfies never;
  }
}

/**
 * Comes back on a session that is online again. Its presence stays negative where it was changed, since
 * a console that counts as online would swallow the pushes of the account's real devices (facts 5.2).
 */
export async function comeBack(
  actions: AwayActions,
  mode: AwayMode | null,
  context: SendContext,
): Promise<Result<null>> {
  switch (mode) {
    case 'inactive':
      return announce(actions, createElement('active', NS_CSI_0), context);
    case 'silent':
      actions.note('Reading again.');
      actions.listen();
      return ok(null);
    case 'unavailable':
    case 'negative-priority':
    case 'close':
    case 'drop':
    case null:
      return announce(actions, NEGATIVE_PRESENCE, context);
    default:
      return mode satisfies never;
  }
}

const NO_CSI =
  'The server does not offer client state indication (XEP-0352): it will not heed what follows.';

/**
 * Neither presence nor a client state is ever answered; an IQ sent after it is, and a server handles what
 * comes on a stream in order. Whether it knows pings does not matter, and a server that does not answer
 * has not refused.
 * @see RFC 6120 §10.1 "In-Order Processing"
 */
async function announce(
  actions: AwayActions,
  element: XmlElement,
  context: SendContext,
): Promise<Result<null>> {
  const sent = await actions.send(serializeXml(element), context);
  if (!sent.ok) return sent;
  const id = actions.stanzaId();
  const ping = createElement('iq', NS_CLIENT, { type: 'get', id, to: actions.domain }, [
    createElement('ping', NS_PING),
  ]);
  const asked = await actions.send(serializeXml(ping), context);
  if (!asked.ok) return asked;
  await asked.value.exchange?.done;
  return ok(null);
}

function presence(attributes: Record<string, string>, children: XmlElement[] = []): XmlElement {
  return createElement('presence', NS_CLIENT, attributes, children);
}

const NEGATIVE_PRESENCE = presence({}, [createElement('priority', NS_CLIENT, {}, ['-1'])]);
