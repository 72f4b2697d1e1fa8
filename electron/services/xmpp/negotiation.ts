/**
 * What follows the login: taking up an old stream, or binding, the session IQ and stream management.
 * RFC 6120 §7 "Resource Binding", 2011-03; RFC 3921 §3 (session IQ), 2004-10; XEP-0198 1.6.3, 2025-07-28.
 */
import type { ConnectStep } from '#shared/contract/session.ts';
import { NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import type { XmppClient } from './client-factory.ts';
import type { ConnectionListener, ConnectionSettings } from './connection.ts';
import type { ResumeOptions } from './features/management.ts';
import { noteBinding, noteSessionOffer } from './stream-facts.ts';
import type { StreamGate } from './stream-gate.ts';
import type { Resumption } from './stream-management/tracker.ts';

/** The connection that negotiates. */
export interface Negotiator {
  readonly settings: Pick<ConnectionSettings, 'omitSessionIq' | 'resource' | 'streamManagement'>;
  readonly listener: Pick<ConnectionListener, 'onFact' | 'onBound' | 'onEstablished'>;
  readonly gate: Pick<StreamGate, 'offers' | 'sessionOffer' | 'boundJid'>;
  enter(step: ConnectStep): void;
  isOnline(): boolean;
  /** The connection has ended or is being closed. */
  isOver(): boolean;
}

/** How an old stream is taken up: once the server agrees, nothing else is negotiated. */
export function resumeOptions(
  { listener, gate, enter }: Negotiator,
  resumption: Resumption,
): ResumeOptions {
  return {
    resumption,
    onAsked: () => enter('management'),
    onResumed() {
      listener.onFact('management', 'Stream management', 'resumed', 'good');
      listener.onBound(resumption.fullJid, gate.sessionOffer());
      enter('online');
      listener.onEstablished();
    },
    onRefused() {
      listener.onFact('management', 'Resumption', 'refused, a new session is bound', 'warning');
      enter('bind');
    },
  };
}

/** Connects and negotiates until the session is online. Rejects with whatever went wrong. */
export async function negotiate(
  negotiator: Negotiator,
  client: Pick<XmppClient, 'start' | 'establishSession' | 'enableManagement'>,
): Promise<void> {
  const { settings, listener, gate, enter, isOver, isOnline } = negotiator;
  await client.start();
  // A resumed stream is online already.
  if (isOver() || isOnline()) return;
  const offer = gate.sessionOffer();
  noteBinding(gate.boundJid(), settings.resource, listener.onFact);
  listener.onBound(gate.boundJid(), offer);
  noteSessionOffer(offer, settings.omitSessionIq, listener.onFact);
  const demanded = offer === 'required';
  if (demanded && !settings.omitSessionIq) {
    enter('session');
    await client.establishSession();
    if (isOver()) return;
  }
  // Without the session IQ that it demands the server answers nothing at all.
  const answers = !demanded || !settings.omitSessionIq;
  if (settings.streamManagement !== 'off' && answers) {
    await enableManagement(negotiator, client);
    if (isOver()) return;
  }
  enter('online');
  listener.onEstablished();
}

async function enableManagement(
  { settings, listener, gate, enter, isOver }: Negotiator,
  client: Pick<XmppClient, 'enableManagement'>,
): Promise<void> {
  if (!gate.offers(NS_SM_3)) {
    listener.onFact('management', 'Stream management', 'not offered', 'warning');
    return;
  }
  enter('management');
  const agreed = await client.enableManagement(settings.streamManagement === 'resume');
  if (isOver()) return;
  if (agreed) listener.onFact('management', 'Stream management', 'enabled', 'good');
  else listener.onFact('management', 'Stream management', 'refused', 'warning');
}
