import { describe, expect, it } from 'vitest';
import { serializeXml } from '#shared/xml/serialize.ts';
import { buildFormCancel, buildFormReply, findOfferedForm } from '#shared/xmpp/form-reply.ts';
import { parsed } from './parsed.ts';

const FORM = (type: string) => `<x xmlns='jabber:x:data' type='${type}'>
  <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field>
  <field var='pubsub#access_model' type='list-single'><value>open</value><option><value>open</value></option><option><value>whitelist</value></option></field>
  <field var='pubsub#title' type='text-single'/>
</x>`;

const answer = (payload: string) => parsed(`<iq type='result' id='a' from='x'>${payload}</iq>`);
const OWNER = 'http://jabber.org/protocol/pubsub#owner';

function replyTo(payload: string, to = 'pubsub.example.org', changed: [string, string[]][] = []) {
  const offered = findOfferedForm(answer(payload), to);
  if (offered === null) throw new Error('There is no form.');
  return serializeXml(buildFormReply(offered, new Map(changed), 'r1'));
}

describe('the reply to a server’s form', () => {
  it('stands where the form stood', () => {
    const reply = replyTo(
      `<pubsub xmlns='${OWNER}'><configure node='n1'>${FORM('form')}</configure></pubsub>`,
      'pubsub.example.org',
      [['pubsub#access_model', ['whitelist']]],
    );
    expect(reply).toBe(
      `<iq type='set' id='r1' to='pubsub.example.org'><pubsub xmlns='${OWNER}'><configure node='n1'>` +
        "<x xmlns='jabber:x:data' type='submit'>" +
        "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field>" +
        "<field var='pubsub#access_model'><value>whitelist</value></field></x></configure></pubsub></iq>",
    );
  });

  it('leaves the old way to fill it in out, as in registration', () => {
    const reply = replyTo(
      `<query xmlns='jabber:iq:register'><instructions>Use the form</instructions><username/>${FORM('form')}</query>`,
      '',
    );
    expect(reply).toMatch(/^<iq type='set' id='r1'><query xmlns='jabber:iq:register'><x /);
    expect(reply).not.toMatch(/instructions|username/);
  });

  it('makes a new node of defaults, which cannot be set', () => {
    const reply = replyTo(`<pubsub xmlns='${OWNER}'><default>${FORM('form')}</default></pubsub>`);
    expect(reply).toMatch(
      /<pubsub xmlns='http:\/\/jabber.org\/protocol\/pubsub'><create node='new-node' type='push'\/><configure><x /,
    );
  });

  it('can decline', () => {
    const offered = findOfferedForm(
      answer(`<pubsub xmlns='${OWNER}'><configure node='n1'>${FORM('form')}</configure></pubsub>`),
      'pubsub.example.org',
    );
    if (offered === null) throw new Error('There is no form.');
    expect(serializeXml(buildFormCancel(offered, 'r1'))).toContain(
      "<configure node='n1'><x xmlns='jabber:x:data' type='cancel'/></configure>",
    );
  });

  it.each([
    ['a form that reports', `<query xmlns='jabber:iq:search'>${FORM('result')}</query>`],
    ['no form', `<pubsub xmlns='${OWNER}'/>`],
    [
      'a form too deep for any payload',
      `<a xmlns='x'><b><c><d><e>${FORM('form')}</e></d></c></b></a>`,
    ],
  ])('is none for %s', (_, payload) => {
    expect(findOfferedForm(answer(payload), '')).toBeNull();
  });
});
