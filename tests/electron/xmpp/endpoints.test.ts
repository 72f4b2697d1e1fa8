import { describe, expect, it } from 'vitest';
import {
  findStreamEndpoints,
  findWebSocketEndpoints,
  type Discovery,
} from '#services/xmpp/endpoints.ts';

type Records = Awaited<ReturnType<Discovery['resolveSrv']>>;

function discovery(part: {
  readonly overTls?: Records;
  readonly overTcp?: Records;
  readonly hostMeta?: string;
}): Discovery {
  return {
    resolveSrv: (name) =>
      Promise.resolve((name.startsWith('_xmpps-client.') ? part.overTls : part.overTcp) ?? []),
    fetchHostMeta: () => Promise.resolve(part.hostMeta ?? null),
  };
}

const record = (name: string, port: number, priority: number, weight: number) => ({
  name,
  port,
  priority,
  weight,
});

async function urls(domain: string, part: Parameters<typeof discovery>[0]): Promise<string[]> {
  const endpoints = await findStreamEndpoints(domain, discovery(part));
  return endpoints.map(({ url }) => url);
}

describe('findStreamEndpoints', () => {
  it('orders both kinds of records by priority and weight', async () => {
    const overTcp = [record('b.example', 5222, 10, 1), record('a.example', 5222, 10, 9)];
    const overTls = [record('c.example', 443, 20, 1), record('d.example', 5223, 5, 1)];
    expect(await urls('example.com', { overTcp, overTls })).toEqual([
      'xmpps://d.example:5223',
      'xmpp://a.example:5222',
      'xmpp://b.example:5222',
      'xmpps://c.example:443',
    ]);
  });

  it('falls back to the domain itself', async () => {
    expect(await urls('example.com', {})).toEqual(['xmpp://example.com:5222']);
  });

  it('respects a domain without the service', async () => {
    expect(await urls('example.com', { overTcp: [record('.', 0, 0, 0)] })).toEqual([]);
  });

  it('asks DNS nothing about this machine', async () => {
    const overTcp = [record('elsewhere.example', 5222, 1, 1)];
    expect(await urls('localhost', { overTcp })).toEqual(['xmpp://localhost:5222']);
    expect(await urls('::1', { overTcp })).toEqual(['xmpp://[::1]:5222']);
  });
});

describe('findWebSocketEndpoints', () => {
  const link = (rel: string, href: string): string =>
    `<Link rel='urn:xmpp:alt-connections:${rel}' href='${href}'/>`;
  const links = [
    link('xbosh', 'https://example.com/http-bind'),
    link('websocket', 'ws://example.com/clear'),
    link('websocket', 'wss://example.com:5285/ws-xmpp'),
  ].join('\n');
  const hostMeta = `<?xml version='1.0'?>\n<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>${links}</XRD>`;

  it('takes only secure WebSocket', async () => {
    const found = await findWebSocketEndpoints('example.com', discovery({ hostMeta }));
    expect(found).toEqual([{ transport: 'websocket', url: 'wss://example.com:5285/ws-xmpp' }]);
  });

  it.each(['<html>not found', '<!DOCTYPE html><html/>', '<XRD/>'])(
    'finds none in %j',
    async (text) => {
      expect(await findWebSocketEndpoints('example.com', discovery({ hostMeta: text }))).toEqual(
        [],
      );
    },
  );
});
