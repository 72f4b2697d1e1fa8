import { describe, expect, it } from 'vitest';
import { hideProxyUser, parseProxyAddress } from '#services/xmpp/proxy-address.ts';

describe('parseProxyAddress', () => {
  it.each([
    ['http://proxy.example:3128', 'http', 'proxy.example', 3128, ''],
    ['http://proxy.example', 'http', 'proxy.example', 8080, ''],
    ['http://proxy.example:80/', 'http', 'proxy.example', 80, ''],
    [' socks5://office@10.0.0.1 ', 'socks5', '10.0.0.1', 1080, 'office'],
    ['socks5h://p%40q@[::1]:1081', 'socks5', '::1', 1081, 'p@q'],
  ])('reads %s', (text, kind, host, port, user) => {
    expect(parseProxyAddress(text)).toMatchObject({ kind, host, port, user });
  });

  it.each([
    '',
    'proxy.example:3128',
    'https://proxy.example',
    'socks4://proxy.example',
    'http://',
    'http://proxy.example:0',
    'http://proxy.example:99999',
    'http://proxy.example/path',
    'http://office:secret@proxy.example',
    'http://%ff@proxy.example',
  ])('refuses %j', (text) => {
    expect(parseProxyAddress(text)).toBeNull();
  });

  it('shows no user in its URL', () => {
    expect(parseProxyAddress('socks5://office@[::1]')?.url).toBe('socks5://[::1]:1080');
  });
});

describe('hideProxyUser', () => {
  it.each([
    ['http://office:se@cret@proxy.example', '…@proxy.example'],
    ['office:secret@proxy.example', '…@proxy.example'],
    ['proxy.example', 'proxy.example'],
  ])('hides what stands before the host in %s', (text, shown) => {
    expect(hideProxyUser(text)).toBe(shown);
  });
});
