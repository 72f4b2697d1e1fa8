/** A PubSub service of `localhost` with the recorded server's plugins, and short ways to ask it. */
import type { PushNotifications } from '#services/practice/mongoose-push/push-notifications.ts';
import {
  createPubsubService,
  type PubsubServiceOptions,
} from '#services/practice/pubsub/pubsub-service.ts';
import type { PluginName } from '#services/practice/pubsub/node-registry.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { iq } from './practice-stanzas.ts';

const PUBSUB = 'http://jabber.org/protocol/pubsub';

export interface PubsubFixture {
  plugins?: readonly PluginName[];
  push?: PushNotifications['push'];
}

/** Users are `alice`, `bob` and `carol`, who may not create nodes; `localhost` is the domain itself. */
export function createPubsubFixture({ plugins, push }: PubsubFixture = {}) {
  let count = 0;
  const options: PubsubServiceOptions = {
    host: {
      domain: 'localhost',
      createNodeDenied: ['carol'],
      pubsubPlugins: plugins ?? ['flat', 'pep', 'push'],
    },
    pushNotifications: { push: push ?? (async () => 'ok') },
    ids: { item: () => `item-${++count}`, opaque: () => `OPAQUE${++count}` },
  };
  const service = createPubsubService(options);

  function send(user: string, type: string, payload: string): Promise<XmlElement | null> {
    const from = user === 'localhost' ? user : `${user}@localhost/desk`;
    return service.handleIq(iq({ type, from }, payload));
  }

  return {
    service,
    send,
    get: (user: string, inner: string) =>
      send(user, 'get', `<pubsub xmlns='${PUBSUB}'>${inner}</pubsub>`),
    set: (user: string, inner: string) =>
      send(user, 'set', `<pubsub xmlns='${PUBSUB}'>${inner}</pubsub>`),
    getAsOwner: (user: string, inner: string) =>
      send(user, 'get', `<pubsub xmlns='${PUBSUB}#owner'>${inner}</pubsub>`),
    setAsOwner: (user: string, inner: string) =>
      send(user, 'set', `<pubsub xmlns='${PUBSUB}#owner'>${inner}</pubsub>`),
  };
}

/** A form for `<configure/>`, `<enable/>` or `<publish-options/>`. */
export function submitForm(fields: Readonly<Record<string, string>>, type = 'submit'): string {
  const list = Object.entries(fields)
    .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
    .join('');
  return `<x xmlns='jabber:x:data' type='${type}'>${list}</x>`;
}
