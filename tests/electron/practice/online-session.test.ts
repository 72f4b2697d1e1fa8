/** The end of sessions whose link breaks while the server stops. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFaultBoard } from '#services/practice/faults.ts';
import { createHost } from '#services/practice/host.ts';
import { openSession } from '#services/practice/online-session.ts';
import { createRouter } from '#services/practice/router.ts';
import { createSessionRegistry } from '#services/practice/sessions.ts';
import type { StreamServer } from '#services/practice/stream-server.ts';
import { createElement } from '#shared/xml/node.ts';
import { NS_CLIENT, NS_SM_3 } from '#shared/xmpp/namespaces.ts';

afterEach(() => vi.useRealTimers());

function setUp() {
  vi.useFakeTimers();
  const now = (): Date => new Date();
  const onCrash = (error: unknown): never => {
    throw error;
  };
  const host = createHost(
    {
      domain: 'localhost',
      accounts: { alice: 'alicepw' },
      pubsubPlugins: null,
      createNodeDenied: [],
      push: null,
      mongoosePush: null,
    },
    now,
  );
  const hosts = new Map([[host.domain, host]]);
  const sessions = createSessionRegistry();
  const router = createRouter({ hosts, sessions, now, onCrash });
  const server: StreamServer = {
    ...{ hosts, sessions, router, now, onCrash },
    faults: createFaultBoard(),
    defaultDomain: 'localhost',
    resumable: new Map(),
  };
  const end = vi.fn();
  const session = openSession({
    server,
    host,
    policy: {
      tlsMode: 'starttls',
      clientCertificates: null,
      backwardsCompatibleSession: true,
      stateTimeoutMs: 5_000,
      maxStanzaSize: 65_536,
      resumeTimeoutMs: 600_000,
    },
    fullJid: 'alice@localhost/r',
    bareJid: 'alice@localhost',
    stream: { send: () => undefined, end, release: () => undefined },
  });
  return { session, server, end };
}

describe('online session', () => {
  it('waits to be resumed once managed', async () => {
    const { session, server } = setUp();
    await session.handle(createElement('enable', NS_SM_3, { resume: 'true' }));
    session.lose();
    expect(server.sessions.isOffline('alice@localhost')).toBe(false);
    vi.advanceTimersByTime(600_000);
    expect(server.sessions.isOffline('alice@localhost')).toBe(true);
    expect(server.resumable.size).toBe(0);
  });

  it('waits for nobody after the server stopped', async () => {
    const { session } = setUp();
    await session.handle(createElement('enable', NS_SM_3, { resume: 'true' }));
    session.discard();
    session.lose();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with its link without management', () => {
    const { session, server } = setUp();
    session.lose();
    expect(server.sessions.find('alice@localhost/r')).toBeUndefined();
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('bears 100 stanzas unacknowledged, with %i taken back ends %i times', async (taken, ends) => {
    const { session, server, end } = setUp();
    await session.handle(createElement('enable', NS_SM_3));
    const connected = server.sessions.find('alice@localhost/r');
    for (let count = 0; count < 101; count += 1) {
      connected?.deliver(createElement('message', NS_CLIENT));
    }
    await session.handle(createElement('a', NS_SM_3, { h: taken }));
    vi.advanceTimersByTime(5_000);
    expect(end).toHaveBeenCalledTimes(ends);
    if (ends > 0) expect(end.mock.lastCall).toMatchObject([{ condition: 'resource-constraint' }]);
    session.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});
