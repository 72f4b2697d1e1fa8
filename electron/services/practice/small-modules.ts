/**
 * The IQ modules that need no state: ping, version, time, last activity, registration form.
 * XEP-0199 2.0.1, XEP-0092 1.1, XEP-0202 2.0, XEP-0012 2.0, XEP-0077 2.4.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_CARBONS_2, NS_PING, NS_REGISTER, NS_VERSION } from '#shared/xmpp/namespaces.ts';
import type { PracticeModuleName } from './host-modules.ts';
import type { PracticeHost } from './host.ts';
import type { PracticeIqModule } from './ports.ts';
import { errorElement, handlerError, resultReply } from './stanza-reply.ts';

const NS_TIME = 'urn:xmpp:time';
const NS_LAST = 'jabber:iq:last';

/** @param payload child of the result; null for an empty one */
function answering(
  namespace: string,
  levels: PracticeIqModule['levels'],
  types: readonly string[],
  payload: (iq: XmlElement) => XmlElement | null,
): PracticeIqModule {
  return {
    namespaces: [namespace],
    ...(levels === undefined ? {} : { levels }),
    async handleIq(iq) {
      if (!types.includes(iq.attrs['type'] ?? ''))
        return handlerError(iq, errorElement('not-allowed'));
      return resultReply(iq, payload(iq));
    },
  };
}

/** The form of in-band registration; recording 24 asks for it before logging in. */
export function registrationForm(): XmlElement {
  const instructions = 'Choose a username and password to register with this server';
  return createElement('query', NS_REGISTER, {}, [
    createElement('instructions', NS_REGISTER, {}, [instructions]),
    createElement('username', NS_REGISTER),
    createElement('password', NS_REGISTER),
  ]);
}

/**
 * Creates the modules that a host's configuration names.
 * @param onCarbons told the full JID of a session that switched carbons on or off (facts 4.4)
 */
export function createSmallModules(
  host: PracticeHost,
  now: () => Date,
  onCarbons: (fullJid: string) => void,
): readonly PracticeIqModule[] {
  const startedAt = now().getTime();
  const available: Readonly<Partial<Record<PracticeModuleName, PracticeIqModule>>> = {
    ping: answering(NS_PING, ['domain', 'account'], ['get'], () => null),
    version: answering(NS_VERSION, ['domain'], ['get'], () =>
      query(NS_VERSION, { name: 'MongooseIM', version: '6.8.0', os: 'Pushscope practice server' }),
    ),
    time: answering(NS_TIME, ['domain'], ['get'], () => timeOf(now())),
    last: answering(NS_LAST, ['domain'], ['get'], () => {
      const seconds = Math.floor((now().getTime() - startedAt) / 1000);
      return createElement('query', NS_LAST, { seconds });
    }),
    register: answering(NS_REGISTER, ['domain'], ['get'], registrationForm),
    carboncopy: answering(NS_CARBONS_2, ['account'], ['set'], (iq) => {
      onCarbons(iq.attrs['from'] ?? '');
      return null;
    }),
  };
  return [...host.modules].flatMap((name) => available[name] ?? []);
}

function query(ns: string, texts: Readonly<Record<string, string>>): XmlElement {
  const children = Object.entries(texts).map(([name, text]) => createElement(name, ns, {}, [text]));
  return createElement('query', ns, {}, children);
}

function timeOf(now: Date): XmlElement {
  return createElement('time', NS_TIME, {}, [
    createElement('tzo', NS_TIME, {}, ['+00:00']),
    createElement('utc', NS_TIME, {}, [now.toISOString().replace(/\.\d+Z$/, 'Z')]),
  ]);
}
