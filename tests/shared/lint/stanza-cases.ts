/** Cases for rules about XML, namespaces, any stanza, and messages. */
import { GOOD_ENABLE, type RuleCase } from './rule-case.ts';

const PING = "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>";

export const STANZA_CASES: readonly RuleCase[] = [
  { rule: 'xml.not-well-formed', fails: "<iq type='get' id='1'><a xmlns='b'></iq>", passes: PING },
  { rule: 'xml.not-well-formed', fails: PING.replace("'get'", 'get'), passes: PING },
  { rule: 'xml.not-well-formed', fails: PING.replace("'get'", '‘get’'), passes: PING },
  {
    rule: 'xml.not-well-formed',
    fails: "<message type='chat'><body>Q & A</body></message>",
    passes: "<message type='chat'><body>Q &amp; A</body></message>",
  },
  {
    rule: 'xml.not-well-formed',
    fails: GOOD_ENABLE.replace('</enable>', '</enabel>'),
    passes: GOOD_ENABLE,
  },
  { rule: 'xml.not-well-formed', fails: GOOD_ENABLE.replace('</iq>', ''), passes: GOOD_ENABLE },
  { rule: 'xml.doctype', fails: `<!DOCTYPE iq [<!ENTITY a "b">]>${PING}`, passes: PING },
  { rule: 'xml.comment', fails: PING.replace('<ping', '<!-- x --><ping'), passes: PING },
  { rule: 'xml.instruction', fails: PING.replace('<ping', '<?x y?><ping'), passes: PING },
  { rule: 'xml.xmlns-misspelt', fails: PING.replace('xmlns', 'xlmns'), passes: PING },
  { rule: 'xml.xmlns-misspelt', fails: PING.replace('xmlns', 'xmln'), passes: PING },
  {
    rule: 'xml.namespace-quoted',
    fails: GOOD_ENABLE.replace("'urn:xmpp:push:0'", `"'urn:xmpp:push:0'"`),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'xml.namespace-misspelt',
    fails: GOOD_ENABLE.replace('urn:xmpp:push:0', 'urn:xmpp:push'),
    passes: GOOD_ENABLE,
  },
  {
    rule: 'xml.namespace-misspelt',
    fails: PING.replace('urn:xmpp:ping', 'urn:xmpp:pign'),
    passes: PING.replace('urn:xmpp:ping', 'urn:example:mine'),
  },
  { rule: 'iq.id-missing', fails: PING.replace(" id='1'", ''), passes: PING },
  {
    rule: 'iq.id-reused',
    fails: PING,
    passes: PING,
    context: { pendingIds: new Set(['1']) },
    passesIn: { pendingIds: new Set(['2']) },
  },
  { rule: 'iq.type-invalid', fails: PING.replace("'get'", "'gte'"), passes: PING },
  { rule: 'iq.type-invalid', fails: PING.replace(" type='get'", ''), passes: PING },
  { rule: 'iq.children', fails: "<iq type='get' id='1'/>", passes: PING },
  {
    rule: 'iq.children',
    fails: PING.replace('</iq>', "<ping xmlns='urn:xmpp:ping'/></iq>"),
    passes: PING,
  },
  { rule: 'stanza.from-present', fails: PING.replace('<iq', "<iq from='a@e/r'"), passes: PING },
  {
    rule: 'stanza.attribute-unknown',
    fails: PING.replace('<iq', "<iq too='e'"),
    passes: PING.replace('<iq', "<iq to='e' xml:lang='en'"),
  },
  {
    rule: 'message.no-push',
    fails: "<message type='headline'><body>x</body></message>",
    passes: "<message type='chat'><body>x</body></message>",
  },
  {
    rule: 'message.no-push',
    fails: "<message type='chat'><body/></message>",
    passes: "<message type='groupchat'><body>x</body></message>",
  },
];
