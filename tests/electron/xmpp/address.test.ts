import { describe, expect, it } from 'vitest';
import {
  isLoopback,
  parseServiceAddress,
  streamEndpoint,
  toAsciiDomain,
} from '#services/xmpp/address.ts';

describe('parseServiceAddress', () => {
  it.each([
    ['xmpp://127.0.0.1:5299', 'tcp', 'xmpp://127.0.0.1:5299'],
    ['xmpp://example.com', 'tcp', 'xmpp://example.com:5222'],
    ['xmpps://example.com', 'tls', 'xmpps://example.com:5223'],
    ['XMPP://Example.COM:5222/', 'tcp', 'xmpp://example.com:5222'],
    ['example.com', 'tcp', 'xmpp://example.com:5222'],
    [' example.com:5333 ', 'tcp', 'xmpp://example.com:5333'],
    ['xmpp://[::1]:5222', 'tcp', 'xmpp://[::1]:5222'],
    ['xmpp://bücher.example', 'tcp', 'xmpp://xn--bcher-kva.example:5222'],
    ['ws://127.0.0.1:5280/ws-xmpp', 'websocket', 'ws://127.0.0.1:5280/ws-xmpp'],
    ['wss://example.com/ws?x=1', 'websocket', 'wss://example.com/ws?x=1'],
    ['http://[::1]:5280/bosh', 'bosh', 'http://[::1]:5280/bosh'],
    ['https://example.com/http-bind', 'bosh', 'https://example.com/http-bind'],
  ])('reads %s', (text, transport, url) => {
    expect(parseServiceAddress(text)).toEqual({ transport, url });
  });

  it.each(['', 'ftp://example.com', 'xmpp://', 'xmpp://h:99999', 'xmpp://h:0', 'xmpp://h/path'])(
    'refuses %j',
    (text) => {
      expect(parseServiceAddress(text)).toBeNull();
    },
  );

  it('refuses credentials in an address', () => {
    expect(parseServiceAddress('xmpp://alice:secret@example.com')).toBeNull();
  });
});

describe('toAsciiDomain', () => {
  it('converts names and keeps addresses', () => {
    expect(toAsciiDomain('bücher.example')).toBe('xn--bcher-kva.example');
    expect(toAsciiDomain('127.0.0.1')).toBe('127.0.0.1');
    expect(toAsciiDomain('[::1]')).toBe('::1');
    expect(toAsciiDomain('')).toBeNull();
  });
});

describe('isLoopback', () => {
  it('knows this machine', () => {
    const hosts = ['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'pubsub.localhost'];
    expect(hosts.filter((host) => !isLoopback(streamEndpoint('tcp', host, 1)))).toEqual([]);
    expect(isLoopback(streamEndpoint('tcp', '10.0.0.1', 1))).toBe(false);
    expect(isLoopback(streamEndpoint('tcp', 'localhost.example', 1))).toBe(false);
  });
});
