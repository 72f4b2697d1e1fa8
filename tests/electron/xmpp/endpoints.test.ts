import { describe, expect, it } from 'vitest';
import { findStreamEndpoints, findWebEndpoints } from '#services/xmpp/endpoints.ts';
import {
  fakeDiscovery,
  srvRecord,
  srvRecords,
  type FakeNetwork,
} from '#tests/support/fake-discovery.ts';

interface Found {
  readonly urls: readonly string[];
  /** `label: value` of every fact; with a tone other than neutral, that in front. */
  readonly facts: readonly string[];
}

type Finder = typeof findStreamEndpoints;

async function find(network: FakeNetwork, domain = 'example.com', finder?: Finder): Promise<Found> {
  const facts: string[] = [];
  const endpoints = await (finder ?? findStreamEndpoints)(domain, {
    discovery: fakeDiscovery(network),
    random: () => 0,
    note: (_step, label, value, tone) =>
      facts.push(`${tone === undefined ? '' : `${tone} `}${label}: ${value}`),
  });
  return { urls: endpoints.map(({ url }) => url), facts };
}

const NOT_OFFERED = srvRecords(srvRecord('', 0));
const FAILED = { kind: 'failed', code: 'ESERVFAIL' } as const;

describe('findStreamEndpoints', () => {
  it('merges both kinds of records by priority', async () => {
    const { urls } = await find({
      overTcp: srvRecords(srvRecord('b.example', 5222, 10), srvRecord('a.example', 5222, 5)),
      overTls: srvRecords(srvRecord('c.example', 443, 20), srvRecord('d.example', 5223, 1)),
    });
    expect(urls).toEqual([
      'xmpps://d.example:5223',
      'xmpp://a.example:5222',
      'xmpp://b.example:5222',
      'xmpps://c.example:443',
    ]);
  });

  it('notes each record and each question', async () => {
    const { facts } = await find({ overTcp: srvRecords(srvRecord('a.example', 5222, 5, 9)) });
    expect(facts).toEqual([
      'DNS servers: 192.0.2.53',
      'SRV xmpps-client: no records',
      'SRV xmpp-client: a.example, port 5222, priority 5, weight 9',
    ]);
  });

  it('falls back to the domain itself', async () => {
    const { urls, facts } = await find({});
    expect(urls).toEqual(['xmpp://example.com:5222']);
    expect(facts).toContain('Without SRV: example.com itself, port 5222');
  });

  it.each([
    ['ESERVFAIL', 'the DNS server failed (SERVFAIL)'],
    ['ETIMEOUT', 'no answer in time'],
    ['EFORMERR', 'failed with EFORMERR'],
  ])('falls back with a warning after %s', async (code, words) => {
    const { urls, facts } = await find({ overTcp: { kind: 'failed', code } });
    expect(urls).toEqual(['xmpp://example.com:5222']);
    expect(facts).toContain(`warning SRV xmpp-client: ${words}`);
  });

  it.each<[string, FakeNetwork, readonly string[]]>([
    ['both kinds', { overTcp: NOT_OFFERED, overTls: NOT_OFFERED }, []],
    ['STARTTLS, nothing said of TLS', { overTcp: NOT_OFFERED }, []],
    ['TLS, nothing said of STARTTLS', { overTls: NOT_OFFERED }, []],
    ['TLS, no answer about STARTTLS', { overTls: NOT_OFFERED, overTcp: FAILED }, []],
    [
      'STARTTLS only',
      { overTcp: NOT_OFFERED, overTls: srvRecords(srvRecord('a.example', 443)) },
      ['xmpps://a.example:443'],
    ],
  ])('respects the target "." for %s', async (_what, network, expected) => {
    const { urls, facts } = await find(network);
    expect(urls).toEqual(expected);
    expect(facts.join('\n')).toContain('target “.”: not offered');
  });

  it('skips records that name no port or host', async () => {
    const { urls, facts } = await find({
      overTcp: srvRecords(
        srvRecord('zero.example', 0),
        srvRecord('not a host', 5222),
        srvRecord('b%zz.example', 5222),
        srvRecord('good.example', 5222),
      ),
    });
    expect(urls).toEqual(['xmpp://good.example:5222']);
    expect(facts.filter((fact) => fact.startsWith('warning Not usable'))).toHaveLength(3);
  });

  it('tries no more than ten of hundreds', async () => {
    const many = Array.from({ length: 300 }, (_, index) => srvRecord(`h${index}.example`, 5222));
    const { urls, facts } = await find({ overTcp: srvRecords(...many) });
    expect(urls).toHaveLength(10);
    expect(facts).toContain('warning Left out: 290 more endpoints');
    expect(facts.length).toBeLessThan(20);
  });

  it('asks DNS nothing about this machine', async () => {
    const overTcp = srvRecords(srvRecord('elsewhere.example', 5222));
    expect(await find({ overTcp }, 'localhost')).toEqual({
      urls: ['xmpp://localhost:5222'],
      facts: [],
    });
    expect((await find({ overTcp }, '::1')).urls).toEqual(['xmpp://[::1]:5222']);
  });
});

describe('findWebEndpoints', () => {
  const link = (rel: string, href: string): string =>
    `<Link rel='urn:xmpp:alt-connections:${rel}' href='${href}'/>`;
  const xrd = (...links: string[]): string =>
    `<?xml version='1.0'?>\n<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>${links.join('')}</XRD>`;
  const findWeb: Finder = (domain, options) =>
    findWebEndpoints(domain, options, {
      network: { lookup: options.discovery.lookup, proxy: null },
      context: () => Promise.reject(new Error('Nothing is fetched over TLS here')),
      timeoutMs: 1_000,
    });
  const look = (documents: Readonly<Record<string, string>>): Promise<Found> =>
    find({ documents }, 'example.com', findWeb);

  it('puts WebSocket before BOSH, from both documents', async () => {
    const { urls } = await look({
      '/.well-known/host-meta': xrd(
        link('xbosh', 'https://example.com/http-bind'),
        link('websocket', 'wss://example.com:5285/ws-xmpp'),
      ),
      '/.well-known/host-meta.json': JSON.stringify({
        links: [
          { rel: 'urn:xmpp:alt-connections:websocket', href: 'wss://other.example/ws' },
          { rel: 'urn:xmpp:alt-connections:websocket', href: 'wss://example.com:5285/ws-xmpp' },
        ],
      }),
    });
    expect(urls).toEqual([
      'wss://example.com:5285/ws-xmpp',
      'wss://other.example/ws',
      'https://example.com/http-bind',
    ]);
  });

  it('takes only what is secure', async () => {
    const { urls, facts } = await look({
      '/.well-known/host-meta': xrd(
        link('websocket', 'ws://example.com/clear'),
        link('xbosh', 'http://example.com/clear'),
        link('xbosh', 'wss://example.com/ws'),
      ),
    });
    expect(urls).toEqual([]);
    expect(facts).toContain('warning host-meta: http://example.com/clear: not secure');
    expect(facts).toContain('host-meta.json: HTTP 404');
  });

  it.each([
    ['host-meta', '<html>not found'],
    ['host-meta', '<!DOCTYPE html><html/>'],
    ['host-meta', '<html/>'],
    ['host-meta.json', '<html/>'],
    ['host-meta.json', '{"links":7}'],
    ['host-meta.json', 'null'],
  ])('finds none in a %s that says %j', async (name, text) => {
    const { urls, facts } = await look({ [`/.well-known/${name}`]: text });
    expect(urls).toEqual([]);
    expect(facts).toContain(`warning ${name}: not a host-meta document`);
  });

  it('reads past links that are none', async () => {
    const good = { rel: 'urn:xmpp:alt-connections:xbosh', href: 'https://example.com/bosh' };
    const links = [7, null, { rel: 'x' }, { href: [] }, good];
    const { urls } = await look({ '/.well-known/host-meta.json': JSON.stringify({ links }) });
    expect(urls).toEqual(['https://example.com/bosh']);
  });
});
