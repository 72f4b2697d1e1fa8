/** Stanzas that confirm a cause. None of them changes anything, but where its words say so. */
import type { Confirmation } from '../explanation.ts';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const INFO = 'http://jabber.org/protocol/disco#info';
const FORM_TYPE = `<field var='FORM_TYPE' type='hidden'><value>${PUBSUB}#publish-options</value></field>`;
const OPTIONS = `<x xmlns='jabber:x:data' type='submit'>${FORM_TYPE}<field var='service'><value>apns</value></field><field var='device_id'><value>0000000000000000000000000000000000000000000000000000000000000000</value></field></x>`;

/** Tells whether the push module is loaded (facts 1.2). */
export const PUSH_PROBE: Confirmation = {
  words:
    'Ask the domain with type get: not-allowed means that the push module is loaded, feature-not-implemented that it is not.',
  xml: `<iq type='get' to='{domain}' id='confirm-push'><disable xmlns='urn:xmpp:push:0' jid='{service}' node='{node}'/></iq>`,
};
/** What the domain says of itself. */
export const DOMAIN_INFO: Confirmation = {
  words: 'disco#info of the domain lists urn:xmpp:push:0 where push is loaded.',
  xml: `<iq type='get' to='{domain}' id='confirm-domain'><query xmlns='${INFO}'/></iq>`,
};
/** Which services the domain has. */
export const DOMAIN_ITEMS: Confirmation = {
  words: 'disco#items of the domain lists its services; virtual hosts are never among them.',
  xml: `<iq type='get' to='{domain}' id='confirm-items'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`,
};
/** Whether the service has push nodes. */
export const SERVICE_INFO: Confirmation = {
  words: 'disco#info of the service shows the identity pubsub/push where push nodes can be made.',
  xml: `<iq type='get' to='{service}' id='confirm-service'><query xmlns='${INFO}'/></iq>`,
};
/** What kind of node it is. */
export const NODE_INFO: Confirmation = {
  words: 'disco#info of the node: a push node has publish-options and no subscribe.',
  xml: `<iq type='get' to='{service}' id='confirm-node'><query xmlns='${INFO}' node='{node}'/></iq>`,
};
/** Which nodes are one's own. */
export const MY_AFFILIATIONS: Confirmation = {
  words: 'Your affiliations at the service list the nodes that are yours.',
  xml: `<iq type='get' to='{service}' id='confirm-mine'><pubsub xmlns='${PUBSUB}'><affiliations/></pubsub></iq>`,
};
/** Who may publish. */
export const NODE_AFFILIATIONS: Confirmation = {
  words: 'The node’s affiliations must name the domain of your account as publish-only.',
  xml: `<iq type='get' to='{service}' id='confirm-affiliations'><pubsub xmlns='${PUBSUB}#owner'><affiliations node='{node}'/></pubsub></iq>`,
};
/** The node's options. */
export const NODE_CONFIGURATION: Confirmation = {
  words: 'The node’s configuration shows its publish model.',
  xml: `<iq type='get' to='{service}' id='confirm-configuration'><pubsub xmlns='${PUBSUB}#owner'><configure node='{node}'/></pubsub></iq>`,
};
/** The least that an enable can be. */
export const MINIMAL_ENABLE: Confirmation = {
  words:
    'This enable is known to pass; add your own fields one by one. It registers the node {node}: disable it afterwards.',
  xml: `<iq type='set' id='confirm-enable'><enable xmlns='urn:xmpp:push:0' jid='{service}' node='{node}'>${OPTIONS}</enable></iq>`,
};
/** Publishing to one's own node brings back the error that otherwise only the server sees (facts 2.6). */
export const OWN_PUBLISH: Confirmation = {
  words:
    'Publish to your own node: the answer is the one that otherwise only the server sees. Put in the real token; a real notification goes out.',
  xml: `<iq type='set' to='{service}' id='confirm-publish'><pubsub xmlns='${PUBSUB}'><publish node='{node}'><item><notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:push:summary</value></field><field var='message-count'><value>1</value></field><field var='last-message-sender'><value>{account}</value></field><field var='last-message-body'><value>Probe</value></field></x></notification></item></publish><publish-options>${OPTIONS}</publish-options></pubsub></iq>`,
};
/** What one's own account offers. */
export const ACCOUNT_INFO: Confirmation = {
  words: 'disco#info of your own account: pubsub/pep there is no push service.',
  xml: `<iq type='get' to='{account}' id='confirm-account'><query xmlns='${INFO}'/></iq>`,
};
/** A message that is pushed if any is. */
export const CHAT_MESSAGE: Confirmation = {
  words: 'Send this from another account while this one is away: type chat, with a body.',
  xml: `<message to='{account}' type='chat' id='confirm-message'><body>Is this pushed?</body></message>`,
};
/** Makes this session count as absent. */
export const NEGATIVE_PRESENCE: Confirmation = {
  words: 'A negative priority makes this session count as absent; send the message again then.',
  xml: `<presence id='confirm-presence'><priority>-1</priority></presence>`,
};
/** Whether the stream still works. */
export const STREAM_PROBE: Confirmation = {
  words: 'If the domain answers this, the stream works and the request was at fault.',
  xml: `<iq type='get' to='{domain}' id='confirm-stream'><query xmlns='${INFO}'/></iq>`,
};
/** Cures a bound stream on which nothing is answered. */
export const SESSION_IQ: Confirmation = {
  words: 'Send the session IQ: if it is answered and everything works from then on, this was it.',
  xml: `<iq type='set' id='confirm-session'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>`,
};
/** Whether mod_inbox is loaded. */
export const INBOX_PROBE: Confirmation = {
  words: 'An inbox query is answered by service-unavailable where mod_inbox is not loaded.',
  xml: `<iq type='set' id='confirm-inbox'><inbox xmlns='erlang-solutions.com:xmpp:inbox:0'/></iq>`,
};
/** Who is blocked. */
export const BLOCK_LIST: Confirmation = {
  words: 'The block list shows whether the sender is blocked at all.',
  xml: `<iq type='get' id='confirm-blocked'><blocklist xmlns='urn:xmpp:blocking'/></iq>`,
};
/** Removes every registration at a service. */
export const DISABLE_ALL: Confirmation = {
  words:
    'This removes all your registrations at the service; enable once afterwards. If the doubles end, this was it.',
  xml: `<iq type='set' id='confirm-disable'><disable xmlns='urn:xmpp:push:0' jid='{service}'/></iq>`,
};
/** The server's version. */
export const SERVER_VERSION: Confirmation = {
  words: 'The server tells its version where mod_version is loaded.',
  xml: `<iq type='get' to='{domain}' id='confirm-version'><query xmlns='jabber:iq:version'/></iq>`,
};
