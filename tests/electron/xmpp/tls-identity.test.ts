import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AlternativeName } from '#services/xmpp/alternative-names.ts';
import { matchIdentity, type ReferenceName } from '#services/xmpp/tls-identity.ts';

const dns = (value: string): AlternativeName => ({ kind: 'dns', value });
const domain = (name: string): ReferenceName => ({ of: 'domain', name });
const host = (name: string): ReferenceName => ({ of: 'host', name });

describe('matchIdentity', () => {
  it.each<[string, ReferenceName, AlternativeName]>([
    ['the same name', domain('chat.test'), dns('chat.test')],
    ['another case and a final dot', domain('chat.test'), dns('CHAT.test.')],
    ['a wildcard label', domain('a.chat.test'), dns('*.chat.test')],
    ['an SRVName', domain('chat.test'), { kind: 'srv', value: '_xmpp-client.chat.test' }],
    [
      'an SRVName for direct TLS',
      domain('chat.test'),
      { kind: 'srv', value: '_xmpps-client.chat.test' },
    ],
    ['an XmppAddr', domain('chat.test'), { kind: 'xmpp-address', value: 'chat.test' }],
    [
      'an XmppAddr in Unicode',
      domain(domainToASCII('žluť.test')),
      { kind: 'xmpp-address', value: 'žluť.test' },
    ],
    ['an IPv4 address', host('127.0.0.1'), { kind: 'ip', value: '127.0.0.1' }],
    ['an IPv6 address', host('::1'), { kind: 'ip', value: '0:0:0:0:0:0:0:1' }],
  ])('takes %s', (_name, reference, presented) => {
    expect(matchIdentity([reference], [presented])).toEqual({ reference, presented });
  });

  it.each<[string, ReferenceName, AlternativeName]>([
    ['another name', domain('chat.test'), dns('other.test')],
    ['a wildcard for the name itself', domain('chat.test'), dns('*.chat.test')],
    ['a wildcard for two labels', domain('a.b.chat.test'), dns('*.chat.test')],
    ['a wildcard within a label', domain('abc.chat.test'), dns('a*.chat.test')],
    ['a wildcard further right', domain('a.chat.test'), dns('a.*.test')],
    ['a wildcard above everything', domain('chat.test'), dns('*.test')],
    ['another service', domain('chat.test'), { kind: 'srv', value: '_xmpp-server.chat.test' }],
    ['an account', domain('chat.test'), { kind: 'xmpp-address', value: 'alice@chat.test' }],
    [
      'an SRVName for the host',
      host('chat.test'),
      { kind: 'srv', value: '_xmpp-client.chat.test' },
    ],
    ['an address as DNS name', host('127.0.0.1'), dns('127.0.0.1')],
    ['a mail address', domain('chat.test'), { kind: 'email', value: 'chat.test' }],
  ])('refuses %s', (_name, reference, presented) => {
    expect(matchIdentity([reference], [presented])).toBeNull();
  });

  it('prefers the first expected name', () => {
    const names = [dns('chat.test'), dns('web.test')];
    const match = matchIdentity([host('web.test'), domain('chat.test')], names);
    expect(match?.reference).toEqual(host('web.test'));
  });
});
