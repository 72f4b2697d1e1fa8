import { describe, expect, it } from 'vitest';
import { cutBody, isTermination, readBodyHead } from '#services/xmpp/bosh-body.ts';
import { createBoshRequests, readGrant } from '#services/xmpp/bosh-requests.ts';

const NS = "xmlns='http://jabber.org/protocol/httpbind'";

describe('a BOSH wrapper', () => {
  it.each([
    [`<body ${NS}/>`, ''],
    [`<?xml version='1.0'?>\n<body ${NS} a='>'></body>\n`, ''],
    [`<body ${NS}><message><body>hi</body></message></body>`, '<message><body>hi</body></message>'],
    [`<b:body xmlns:b='x'><iq/></b:body >`, '<iq/>'],
  ])('is cut without loss: %s', (text, payload) => {
    const parts = cutBody(text);
    expect(parts?.payload).toBe(payload);
    expect(`${parts?.head}${parts?.payload}${parts?.tail}`).toBe(text);
  });

  it.each(['', 'text', '<html/>', `<body ${NS}>`, `<body ${NS}/>x`, '<bodyguard/>', "<body a='>"])(
    'is not %j',
    (text) => expect(cutBody(text)).toBeNull(),
  );

  it('tells its own attributes', () => {
    const head = readBodyHead(`<body ${NS} type='terminate'>`);
    expect(head !== null && isTermination(head)).toBe(true);
    expect(readBodyHead("<body type='terminate'/>")).toBeNull();
  });
});

describe('the requests of a BOSH session', () => {
  const grantOf = (attributes: string) => {
    const head = readBodyHead(`<body ${NS} ${attributes}/>`);
    return head === null ? null : readGrant(head, 60);
  };

  it('read what was granted', () => {
    expect(grantOf("sid='s' requests='9' wait='20' polling='5' ack='1'")).toEqual({
      sid: 's',
      requests: 2,
      waitSeconds: 20,
      pollingSeconds: 5,
      acks: true,
    });
    expect(grantOf("wait='20'")).toBeNull();
  });

  it('are answered in their order', () => {
    const requests = createBoshRequests(7);
    expect(requests.open()).toEqual({ sid: '', rid: 7 });
    expect(requests.mayOpen()).toBe(false);
    expect(requests.answered(7, Buffer.from('a')).map(String)).toEqual(['a']);
    const grant = grantOf("sid='s' ack='7'");
    if (grant !== null) requests.granted(grant);
    expect(requests.open()).toEqual({ sid: 's', rid: 8 });
    expect(requests.open()).toEqual({ sid: 's', rid: 9, ack: 7 });
    expect(requests.answered(9, Buffer.from('c'))).toEqual([]);
    expect(requests.answered(8, Buffer.from('b')).map(String)).toEqual(['b', 'c']);
    expect(requests.openCount()).toBe(0);
  });
});
