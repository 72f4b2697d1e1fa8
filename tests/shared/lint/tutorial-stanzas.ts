/** The stanzas of MongooseIM’s tutorial "Using push notifications on the client side", as a client sends them. */

const OPTIONS =
  "<field var='service'><value>apns</value></field>" +
  "<field var='device_id'><value>your_pns_device_token</value></field>" +
  "<field var='silent'><value>false</value></field>" +
  "<field var='topic'><value>some_apns_topic</value></field>" +
  "<field var='priority'><value>high</value></field>";

const FORM =
  "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>" +
  '<value>http://jabber.org/protocol/pubsub#publish-options</value></field>';

export const TUTORIAL: readonly (readonly [what: string, xml: string])[] = [
  [
    'disco#info of the server',
    "<iq type='get' id='1' to='mychat.com'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
  ],
  [
    'disco#items of the server',
    "<iq type='get' id='2' to='mychat.com'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
  ],
  [
    'creating the node',
    "<iq type='set' to='pubsub.mychat.com' id='3'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='punsub.alice.phone' type='push'/><configure><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field><field var='pubsub#access_model'><value>whitelist</value></field><field var='pubsub#publish_model'><value>publishers</value></field></x></configure></pubsub></iq>",
  ],
  [
    'letting the server publish',
    "<iq to='pubsub.mychat.com' type='set' id='4'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='punsub.alice.phone'><affiliation jid='mychat.com' affiliation='publish-only'/></affiliations></pubsub></iq>",
  ],
  [
    'enabling',
    `<iq type='set' id='5'><enable xmlns='urn:xmpp:push:0' jid='pubsub.mychat.com' node='punsub.alice.phone'>${FORM}${OPTIONS}</x></enable></iq>`,
  ],
  [
    'disabling a node',
    "<iq type='set' id='6'><disable xmlns='urn:xmpp:push:0' jid='pubsub.mychat.com' node='punsub.alice.phone'/></iq>",
  ],
  [
    'disabling all nodes',
    "<iq type='set' id='7'><disable xmlns='urn:xmpp:push:0' jid='pubsub.mychat.com'/></iq>",
  ],
];
