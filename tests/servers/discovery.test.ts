import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Discovery } from '#services/xmpp/discovery.ts';
import { fetchSecurely } from '#services/xmpp/secure-fetch.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import {
  discoveryThrough,
  missingDnsmasq,
  startDnsmasq,
  type DnsServer,
} from '#tests/support/dnsmasq.ts';
import { missingEjabberd, startEjabberd, type Ejabberd } from '#tests/support/ejabberd.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';
import { createThrowawayCa } from '#tests/support/throwaway-ca.ts';

const DOMAIN = 'chat.example.test';
const XMPP = `_xmpp-client._tcp.${DOMAIN}`;
const XMPPS = `_xmpps-client._tcp.${DOMAIN}`;

describeWhen(missingEjabberd() ?? missingDnsmasq(), 'a session that finds its server', () => {
  let server: Ejabberd;
  beforeAll(async () => void (server = await startEjabberd({ domain: DOMAIN })));
  afterAll(() => server.stop());

  const account = (part: Partial<ConnectInput> = {}): Partial<ConnectInput> => ({
    jid: `alice@${DOMAIN}`,
    service: '',
    trust: { kind: 'ca-file', caId: 'private' },
    connectTimeoutMs: 15_000,
    ...part,
  });
  const sessionsWith = (discovery: Discovery) =>
    createTestSessions({ private: server.caPem }, discovery);

  async function dnsWith(...records: string[]): Promise<DnsServer> {
    const dns = await startDnsmasq(['host-record=xmpp.example.test,127.0.0.1', ...records]);
    onTestFinished(() => dns.stop());
    return dns;
  }

  function factsOf(session: SessionSnapshot | undefined, step: string): string[] {
    const rung = session?.ladder.find((other) => other.step === step);
    return (rung?.facts ?? []).map(({ label, value, tone }) => `${tone} ${label}: ${value}`);
  }

  it('takes direct TLS when it comes first', async () => {
    const dns = await dnsWith(
      `srv-host=${XMPPS},xmpp.example.test,${server.directTlsPort},5,1`,
      `srv-host=${XMPP},xmpp.example.test,${server.c2sPort},10,1`,
    );
    const session = await sessionsWith(dns.discovery).online(account());
    expect(session.facts).toMatchObject({
      transport: 'tls',
      service: `xmpps://xmpp.example.test:${server.directTlsPort}`,
    });
    expect(factsOf(session, 'resolve')).toEqual([
      `neutral DNS servers: ${dns.address}`,
      `neutral SRV xmpps-client: xmpp.example.test, port ${server.directTlsPort}, priority 5, weight 1`,
      `neutral SRV xmpp-client: xmpp.example.test, port ${server.c2sPort}, priority 10, weight 1`,
      'neutral Addresses: xmpp.example.test: 127.0.0.1',
    ]);
    const [peer, own] = factsOf(session, 'connect');
    expect(peer).toMatch(/^good Connected to: 127\.0\.0\.1:\d+ in \d+ ms$/);
    expect(own).toMatch(/^neutral From: 127\.0\.0\.1:\d+$/);
    expect(factsOf(session, 'tls').join('\n')).toContain('neutral ALPN: ');
  });

  it('goes on to the next record and says why', async () => {
    const [dead] = await findFreePorts(1);
    const dns = await dnsWith(
      `srv-host=${XMPP},gone.example.test,5222,1,1`,
      `srv-host=${XMPP},xmpp.example.test,${dead},2,1`,
      `srv-host=${XMPP},xmpp.example.test,${server.c2sPort},3,1`,
      `srv-host=${XMPPS},.,0,0,0`,
    );
    const session = await sessionsWith(dns.discovery).online(account());
    expect(session.facts.service).toBe(`xmpp://xmpp.example.test:${server.c2sPort}`);
    expect(factsOf(session, 'resolve')).toContain(
      `neutral SRV xmpps-client: target “.”: not offered`,
    );
    const bad = factsOf(session, 'connect').filter((fact) => fact.startsWith('bad'));
    expect(bad).toEqual([
      'bad Given up: The name gone.example.test could not be resolved.',
      expect.stringMatching(/^bad Attempt: 127\.0\.0\.1:\d+: refused after \d+ ms$/),
      `bad Given up: xmpp://xmpp.example.test:${dead} refused the connection.`,
    ]);
  });

  it('follows an alias of the target', async () => {
    const dns = await dnsWith(
      `srv-host=${XMPP},one.example.test,${server.c2sPort},1,1`,
      'cname=one.example.test,two.example.test',
      'cname=two.example.test,xmpp.example.test',
    );
    const session = await sessionsWith(dns.discovery).online(account());
    expect(factsOf(session, 'resolve')).toContain('neutral Addresses: one.example.test: 127.0.0.1');
  });

  it('reaches a host by the address that lives', async () => {
    // ejabberd listens on 127.0.0.1 only.
    const dns = await dnsWith(
      'host-record=dual.example.test,127.0.0.1,::1',
      `srv-host=${XMPP},dual.example.test,${server.c2sPort},1,1`,
    );
    const session = await sessionsWith(dns.discovery).online(account());
    expect(factsOf(session, 'connect').map((fact) => fact.replace(/\d+ ms/, 'N ms'))).toEqual([
      `bad Attempt: [::1]:${server.c2sPort}: refused after N ms`,
      `good Connected to: 127.0.0.1:${server.c2sPort} in N ms`,
      expect.stringContaining('neutral From: 127.0.0.1:'),
    ]);
  });

  it('respects a domain without the service', async () => {
    const dns = await dnsWith(`srv-host=${XMPPS},.,0,0,0`, `srv-host=${XMPP},.,0,0,0`);
    const sessions = sessionsWith(dns.discovery);
    const failure = await sessions.refused(account());
    expect(failure).toMatchObject({ code: 'name-not-found', step: 'resolve' });
    expect(failure.what).toBe(`${DOMAIN} has no XMPP service for clients.`);
    const facts = factsOf(sessions.service.list()[0], 'resolve');
    expect(facts).toContain('neutral host-meta: no such host');
  });

  it('falls back to the domain without records', async () => {
    const dns = await dnsWith(`host-record=${DOMAIN},127.0.0.1`);
    const sessions = sessionsWith(dns.discovery);
    // Nothing of this test listens on 5222: what it tries is what matters.
    await sessions.refused(account({ connectTimeoutMs: 1_000 })).catch(() => undefined);
    const facts = factsOf(sessions.service.list()[0], 'resolve');
    expect(facts).toContain('neutral SRV xmpp-client: no records');
    expect(facts).toContain(`neutral Without SRV: ${DOMAIN} itself, port 5222`);
  });

  it.each([
    ['refuses', 'the DNS server refused the question (REFUSED)'],
    ['does not listen', 'no DNS server listens there'],
  ])('notes a DNS server that %s', async (manner, words) => {
    const [dead] = await findFreePorts(1);
    const discovery =
      manner === 'refuses' ? (await dnsWith()).discovery : discoveryThrough(`127.0.0.1:${dead}`);
    const sessions = sessionsWith(discovery);
    const failure = await sessions.refused(account({ jid: 'alice@chat.elsewhere' }));
    expect(failure.code).toBe('name-not-found');
    expect(factsOf(sessions.service.list()[0], 'resolve')).toContain(
      `warning SRV xmpp-client: ${words}`,
    );
  });

  it('asks for the ASCII form of a domain', async () => {
    const [dead] = await findFreePorts(1);
    const dns = await dnsWith(
      `srv-host=_xmpp-client._tcp.xn--bcher-kva.test,127.0.0.1,${dead},1,1`,
    );
    const failure = await sessionsWith(dns.discovery).refused(
      account({ jid: 'alice@bücher.test' }),
    );
    expect(failure).toMatchObject({
      code: 'connection-refused',
      what: `xmpp://127.0.0.1:${dead} refused the connection.`,
    });
  });

  it.each([
    ['one long label', 'a'.repeat(64)],
    ['many labels', 'a.'.repeat(200)],
  ])('survives a domain of %s', async (_what, domain) => {
    const { discovery } = await dnsWith();
    const failure = await sessionsWith(discovery).refused(account({ jid: `alice@${domain}test` }));
    expect(['name-not-found', 'bad-address']).toContain(failure.code);
  });

  it('gives up on hundreds of records', async () => {
    const [dead] = await findFreePorts(1);
    const many = Array.from(
      { length: 60 },
      (_, index) => `host-record=h${index}.example.test,127.0.0.1`,
    );
    const records = Array.from(
      { length: 60 },
      (_, index) => `srv-host=${XMPP},h${index}.example.test,${dead},${index},0`,
    );
    const dns = await dnsWith(...many, ...records);
    const failure = await sessionsWith(dns.discovery).refused(account());
    expect(failure.what).toBe(`None of the 10 addresses of ${DOMAIN} worked.`);
    expect(failure.why).toContain('And 6 more.');
  });

  describe('with host-meta', () => {
    let web: Server;
    let webTrust: SecureContext;
    let answer: (path: string) => { status: number; body?: string; location?: string };
    beforeAll(async () => {
      const ca = await createThrowawayCa();
      webTrust = createSecureContext({ ca: ca.caPem });
      const certificate = await ca.issue([DOMAIN]);
      web = createServer(
        { cert: certificate.certificatePem, key: certificate.privateKeyPem },
        (request, response) => {
          const { status, body = '', location } = answer(request.url ?? '');
          response.writeHead(status, location === undefined ? {} : { location }).end(body);
        },
      );
      await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
    });
    afterAll(() => new Promise((done) => web.close(done)));

    /** The web server's own port instead of 443, and its authority among the known ones. */
    async function findWith(trustWeb: boolean): Promise<Discovery> {
      const dns = await dnsWith(
        `host-record=${DOMAIN},127.0.0.1`,
        `srv-host=${XMPPS},.,0,0,0`,
        `srv-host=${XMPP},.,0,0,0`,
      );
      return {
        ...dns.discovery,
        fetch(url, options) {
          const here = new URL(url);
          here.port = String((web.address() as AddressInfo).port);
          return fetchSecurely(here, {
            ...options,
            context: trustWeb ? () => Promise.resolve(webTrust) : () => options.context(),
          });
        },
      };
    }

    const links = (url: string): string => {
      const kind = url.startsWith('wss:') ? 'websocket' : 'xbosh';
      return JSON.stringify({ links: [{ rel: `urn:xmpp:alt-connections:${kind}`, href: url }] });
    };

    it.each([
      ['websocket', 'wss:', '/ws'],
      ['bosh', 'https:', '/http-bind'],
    ])('reaches the server over %s', async (transport, protocol, path) => {
      const url = `${protocol}//${DOMAIN}:${new URL(server.secureWebsocketUrl).port}${path}`;
      answer = (asked) =>
        asked.endsWith('.json') ? { status: 200, body: links(url) } : { status: 404 };
      const session = await sessionsWith(await findWith(true)).online(account());
      expect(session.facts).toMatchObject({ transport, service: url });
      const facts = factsOf(session, 'resolve');
      expect(facts).toContain('neutral host-meta: HTTP 404');
      expect(facts).toContain(`neutral host-meta.json: ${url}`);
    });

    it('follows a redirect that stays secure', async () => {
      const url = `wss://${DOMAIN}:${new URL(server.secureWebsocketUrl).port}/ws`;
      answer = (path) => {
        if (path === '/moved') return { status: 200, body: links(url) };
        return path.endsWith('.json') ? { status: 301, location: '/moved' } : { status: 404 };
      };
      const session = await sessionsWith(await findWith(true)).online(account());
      expect(session.facts.service).toBe(url);
    });

    it.each([
      ['an untrusted certificate', false, { status: 404 }, 'its certificate is not trusted'],
      [
        'a way out of HTTPS',
        true,
        { status: 302, location: 'http://x.test/' },
        'sent away from HTTPS, to http:',
      ],
      ['a circle', true, { status: 302, location: '/again' }, 'sent on too often'],
      [
        'an endless document',
        true,
        { status: 200, body: ' '.repeat(70_000) },
        'longer than 64 KiB',
      ],
    ])('notes %s', async (_what, trustWeb, answered, words) => {
      answer = () => answered;
      const sessions = sessionsWith(await findWith(trustWeb));
      await sessions.refused(account());
      expect(factsOf(sessions.service.list()[0], 'resolve')).toContain(
        `neutral host-meta: ${words}`,
      );
    });
  });
});
