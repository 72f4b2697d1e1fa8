import { describe, expect, it } from 'vitest';
import { answerIncoming } from '#services/xmpp/incoming.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { serializeXml } from '#shared/xml/serialize.ts';

function answer(xml: string): string | null {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const client = { name: 'Pushscope', version: '0.1.0' };
  const reply = answerIncoming(parsed.element, client, () => new Date(0));
  return reply === null ? null : serializeXml(reply);
}

describe('answerIncoming', () => {
  it('answers a ping', () => {
    expect(
      answer("<iq type='get' id='p' from='localhost'><ping xmlns='urn:xmpp:ping'/></iq>"),
    ).toBe("<iq type='result' id='p' to='localhost'/>");
  });

  it('tells its name and version', () => {
    expect(
      answer("<iq type='get' id='v' from='b@h/r'><query xmlns='jabber:iq:version'/></iq>"),
    ).toBe(
      "<iq type='result' id='v' to='b@h/r'><query xmlns='jabber:iq:version'><name>Pushscope</name><version>0.1.0</version></query></iq>",
    );
  });

  it('tells its time in UTC', () => {
    expect(answer("<iq type='get' id='t' from='b@h/r'><time xmlns='urn:xmpp:time'/></iq>")).toBe(
      "<iq type='result' id='t' to='b@h/r'><time xmlns='urn:xmpp:time'><tzo>Z</tzo><utc>1970-01-01T00:00:00.000Z</utc></time></iq>",
    );
  });

  it('answers a request without id in kind', () => {
    expect(answer("<iq type='get' from='b@h'><ping xmlns='urn:xmpp:ping'/></iq>")).toBe(
      "<iq type='result' to='b@h'/>",
    );
  });

  it('lists what it answers in disco', () => {
    const text = answer(
      "<iq type='get' id='d'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    );
    expect(text).toContain("category='client'");
    expect([...(text ?? '').matchAll(/<feature var='([^']+)'/g)].map(([, name]) => name)).toEqual([
      'http://jabber.org/protocol/disco#info',
      'urn:xmpp:ping',
      'urn:xmpp:time',
      'jabber:iq:version',
    ]);
  });

  it.each([
    "<iq type='get' id='x' from='b@h'><query xmlns='urn:unknown'/></iq>",
    "<iq type='set' id='x' from='b@h'><ping xmlns='urn:xmpp:ping'/></iq>",
    "<iq type='get' id='x' from='b@h'><query xmlns='http://jabber.org/protocol/disco#info' node='n'/></iq>",
  ])('refuses what it does not know', (xml) => {
    expect(answer(xml)).toBe(
      "<iq type='error' id='x' to='b@h'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    );
  });

  it.each([
    "<iq type='get' id='x'/>",
    "<iq type='get' id='x'><a xmlns='urn:a'/><b xmlns='urn:b'/></iq>",
    "<iq type='other' id='x'><a xmlns='urn:a'/></iq>",
    "<iq id='x'><a xmlns='urn:a'/></iq>",
  ])('calls a malformed request bad', (xml) => {
    expect(answer(xml)).toContain('<bad-request');
  });

  it.each([
    "<iq type='result' id='x'/>",
    "<iq type='error' id='x'/>",
    "<message type='chat'><body>hi</body></message>",
    '<presence/>',
  ])('stays silent to %s', (xml) => {
    expect(answer(xml)).toBeNull();
  });
});
