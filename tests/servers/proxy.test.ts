import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_PROFILE_OPTIONS, type SessionSnapshot } from '#shared/contract/session.ts';
import { missingEjabberd, startEjabberd, type Ejabberd } from '#tests/support/ejabberd.ts';
import { fakeDiscovery, srvRecord, srvRecords } from '#tests/support/fake-discovery.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import {
  missingProxies,
  startMicrosocks,
  startTinyproxy,
  type RealProxy,
} from '#tests/support/real-proxies.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

const DOMAIN = 'chat.example.test';
const LOGIN = { user: 'office', password: 'proxy-Secret7' };

/** Keeps a proxy until the running test has ended. */
async function started(starting: Promise<RealProxy>): Promise<RealProxy> {
  const proxy = await starting;
  onTestFinished(() => proxy.stop());
  return proxy;
}

describeWhen(missingEjabberd() ?? missingProxies(), 'a session through a proxy', () => {
  let server: Ejabberd;
  beforeAll(async () => void (server = await startEjabberd({ domain: DOMAIN })));
  afterAll(() => server.stop());

  const services = (): Record<string, string> => ({
    tcp: `xmpp://127.0.0.1:${server.c2sPort}`,
    tls: `xmpps://127.0.0.1:${server.directTlsPort}`,
    ws: server.websocketUrl,
    wss: server.secureWebsocketUrl,
    'BOSH over TLS': server.secureBoshUrl,
  });
  const through = (proxy: string, part: Partial<ConnectInput> = {}): Partial<ConnectInput> => ({
    jid: `alice@${DOMAIN}`,
    service: `xmpp://127.0.0.1:${server.c2sPort}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    connectTimeoutMs: 10_000,
    options: { ...DEFAULT_PROFILE_OPTIONS, proxy },
    ...part,
  });
  const factsOf = (session: SessionSnapshot | undefined): string[] =>
    (session?.ladder ?? [])
      .filter(({ step }) => step === 'connect')
      .flatMap(({ facts }) => facts.map(({ label, value }) => `${label}: ${value}`));

  it.each(['tcp', 'tls', 'ws', 'wss', 'BOSH over TLS'])(
    'carries %s through HTTP CONNECT',
    async (name) => {
      const { port } = await started(startTinyproxy());
      const service = services()[name] ?? '';
      const session = await createTestSessions().online(
        through(`http://127.0.0.1:${port}`, { service }),
      );
      const target = new URL(service).host;
      expect(factsOf(session)).toContain(`Proxy: http://127.0.0.1:${port}`);
      expect(factsOf(session)).toContain(`Through the proxy: ${target}`);
    },
  );

  it.each(['tcp', 'tls', 'ws', 'wss', 'BOSH over TLS'])(
    'carries %s through SOCKS 5',
    async (name) => {
      const { port } = await started(startMicrosocks());
      const service = services()[name] ?? '';
      const session = await createTestSessions().online(
        through(`socks5://127.0.0.1:${port}`, { service }),
      );
      expect(factsOf(session)).toContain(`Proxy: socks5://127.0.0.1:${port}`);
    },
  );

  it('leaves names to the proxy', async () => {
    const { port } = await started(startMicrosocks());
    const service = `xmpp://localhost:${server.c2sPort}`;
    const session = await createTestSessions().online(
      through(`socks5://127.0.0.1:${port}`, { service }),
    );
    const resolve = session.ladder.find(({ step }) => step === 'resolve');
    expect(resolve?.facts.map(({ label }) => label)).not.toContain('Addresses');
  });

  it.each(['http', 'socks5'] as const)('logs in at the %s proxy', async (kind) => {
    const start = kind === 'http' ? startTinyproxy({ login: LOGIN }) : startMicrosocks(LOGIN);
    const { port } = await started(start);
    const sessions = createTestSessions();
    const address = `${kind}://${LOGIN.user}@127.0.0.1:${port}`;
    const session = await sessions.online(through(address, { proxyPassword: LOGIN.password }));
    expect(session.state).toBe('online');
    expect(sessions.service.passwords()).toContain(LOGIN.password);
    const shown = JSON.stringify([session, sessions.entries, sessions.service.list()]);
    expect(shown).not.toContain(LOGIN.password);
    expect(shown).not.toContain(Buffer.from(`office:${LOGIN.password}`).toString('base64'));
  });

  it.each([
    ['http', 'a wrong password', LOGIN.user, 'wrong', 'HTTP 401'],
    ['http', 'no login', '', '', 'HTTP 407'],
    ['socks5', 'a wrong password', LOGIN.user, 'wrong', 'refused user name and password'],
    ['socks5', 'no login', '', '', 'asks for a login that was not offered'],
  ] as const)('names the %s proxy that refuses %s', async (kind, _what, user, password, why) => {
    const start = kind === 'http' ? startTinyproxy({ login: LOGIN }) : startMicrosocks(LOGIN);
    const { port } = await started(start);
    const at = user === '' ? '' : `${user}@`;
    const failure = await createTestSessions().refused(
      through(`${kind}://${at}127.0.0.1:${port}`, { proxyPassword: password }),
    );
    expect(failure).toMatchObject({ code: 'proxy-failed', step: 'connect' });
    expect(failure.what).toBe(`The proxy ${kind}://127.0.0.1:${port} refused the login.`);
    expect(failure.why).toContain(why);
  });

  it('names a proxy that forbids the port', async () => {
    const { port } = await started(startTinyproxy({ connectPorts: [443] }));
    const failure = await createTestSessions().refused(through(`http://127.0.0.1:${port}`));
    expect(failure).toMatchObject({ code: 'proxy-refused', step: 'connect' });
    expect(failure.why).toContain('HTTP 403');
    expect(failure.next).toContain('port 443 only');
  });

  it('goes on to a port that the proxy allows', async () => {
    const { port } = await started(startTinyproxy({ connectPorts: [server.directTlsPort] }));
    const discovery = fakeDiscovery({
      overTcp: srvRecords(srvRecord('127.0.0.1', server.c2sPort, 1)),
      overTls: srvRecords(srvRecord('127.0.0.1', server.directTlsPort, 2)),
    });
    const sessions = createTestSessions({}, discovery);
    const session = await sessions.online(through(`http://127.0.0.1:${port}`, { service: '' }));
    expect(session.facts.transport).toBe('tls');
    expect(factsOf(session)).toContain('Proxy answer: It answered HTTP 403 Access violation');
    const resolve = session.ladder.find(({ step }) => step === 'resolve');
    expect(resolve?.facts[0]).toMatchObject({ label: 'SRV records', tone: 'warning' });
  });

  it.each([
    ['http', 'HTTP 500'],
    ['socks5', 'SOCKS reply 5, connection refused'],
  ] as const)('names a server that the %s proxy does not reach', async (kind, why) => {
    const start = kind === 'http' ? startTinyproxy() : startMicrosocks();
    const { port } = await started(start);
    const [dead] = await findFreePorts(1);
    const service = `xmpp://127.0.0.1:${dead}`;
    const failure = await createTestSessions().refused(
      through(`${kind}://127.0.0.1:${port}`, { service }),
    );
    expect(failure).toMatchObject({ code: 'proxy-refused', step: 'connect' });
    expect(failure.what).toContain(`got no connection to ${service}`);
    expect(failure.why).toContain(why);
  });

  it.each(['http', 'socks5'])('names an %s proxy that is not there', async (kind) => {
    const [dead] = await findFreePorts(1);
    const failure = await createTestSessions().refused(through(`${kind}://127.0.0.1:${dead}`));
    expect(failure).toMatchObject({ code: 'proxy-failed', step: 'connect' });
    expect(failure.what).toBe(`The proxy ${kind}://127.0.0.1:${dead} cannot be reached.`);
  });

  it('names a proxy that is another thing', async () => {
    const socks = await createTestSessions().refused(
      through(`socks5://127.0.0.1:${server.c2sPort}`),
    );
    expect(socks).toMatchObject({ code: 'proxy-failed', why: 'It does not speak SOCKS 5.' });
    const http = await createTestSessions().refused(through(`http://127.0.0.1:${server.c2sPort}`));
    expect(http).toMatchObject({ code: 'proxy-failed', why: 'It does not speak HTTP.' });
    expect(http.what).toContain('did not serve as a proxy');
  });

  it('names a proxy that says nothing', async () => {
    const failure = await createTestSessions().refused(
      through(`socks5://127.0.0.1:${server.websocketPort}`, { connectTimeoutMs: 500 }),
    );
    expect(failure).toMatchObject({ code: 'connect-timeout', step: 'connect' });
    expect(failure.why).toContain(`socks5://127.0.0.1:${server.websocketPort}`);
  });
});
