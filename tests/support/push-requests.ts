/** The stanzas of a PubSub-full run, as text, for tests that speak to a server without a run. */

export const PUSH_NODE = 'pushscope-test-node';

/** In the order of the run; the keys are the ids of the stanzas. */
export function pushRequests(domain: string): Readonly<Record<string, string>> {
  const pubsub = `pubsub.${domain}`;
  const ns = 'http://jabber.org/protocol/pubsub';
  const field = (name: string, value: string): string =>
    `<field var='${name}'><value>${value}</value></field>`;
  const form = (type: string, fields: string): string =>
    `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>${ns}#${type}</value></field>${fields}</x>`;
  const config = form(
    'node_config',
    field('pubsub#access_model', 'whitelist') + field('pubsub#publish_model', 'publishers'),
  );
  const options = form('publish-options', field('service', 'apns') + field('device_id', 'token'));
  return {
    create: `<iq type='set' to='${pubsub}' id='create'><pubsub xmlns='${ns}'><create node='${PUSH_NODE}' type='push'/><configure>${config}</configure></pubsub></iq>`,
    affiliation: `<iq type='set' to='${pubsub}' id='affiliation'><pubsub xmlns='${ns}#owner'><affiliations node='${PUSH_NODE}'><affiliation jid='${domain}' affiliation='publish-only'/></affiliations></pubsub></iq>`,
    enable: `<iq type='set' id='enable'><enable xmlns='urn:xmpp:push:0' jid='${pubsub}' node='${PUSH_NODE}'>${options}</enable></iq>`,
    disable: `<iq type='set' id='disable'><disable xmlns='urn:xmpp:push:0' jid='${pubsub}' node='${PUSH_NODE}'/></iq>`,
    delete: `<iq type='set' to='${pubsub}' id='delete'><pubsub xmlns='${ns}#owner'><delete node='${PUSH_NODE}'/></pubsub></iq>`,
  };
}
