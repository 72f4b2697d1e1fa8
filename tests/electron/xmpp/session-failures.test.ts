import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPracticeServer } from '#services/practice/practice-server.ts';
import { findFreePorts } from '#tests/support/free-port.ts';
import {
  logIn,
  startScriptedServer,
  STREAM_HEADER,
  type ScriptedPeer,
} from '#tests/support/scripted-server.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';
import { DEFAULT_PROFILE_OPTIONS, type SessionFailure } from '#shared/contract/session.ts';

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

function features(...mechanisms: string[]): string {
  const list = mechanisms.map((name) => `<mechanism>${name}</mechanism>`).join('');
  return `<stream:features><mechanisms ${SASL}>${list}</mechanisms></stream:features>`;
}

/** How connecting to a server ends that does what the script says. */
async function failureWith(
  script: (peer: ScriptedPeer) => Promise<void>,
  input: Partial<ConnectInput> = {},
): Promise<SessionFailure> {
  const { service } = await startScriptedServer(script);
  return createTestSessions().refused({ service, ...input });
}

/** Says one thing at once. */
const blurts =
  (data: string | Uint8Array) =>
  (peer: ScriptedPeer): Promise<void> => {
    peer.send(data);
    return Promise.resolve();
  };

/** Greets with a stream header and says one thing. */
const says =
  (text: string) =>
  async (peer: ScriptedPeer): Promise<void> => {
    await peer.until(/<stream:stream[^>]*>/);
    peer.send(STREAM_HEADER + text);
  };

describe('connecting', () => {
  it('names a refused port', async () => {
    const [port] = await findFreePorts(1);
    const failure = await createTestSessions().refused({ service: `xmpp://127.0.0.1:${port}` });
    expect(failure).toMatchObject({ code: 'connection-refused', step: 'connect' });
    expect(failure.what).toBe(`xmpp://127.0.0.1:${port} refused the connection.`);
  });

  it('names a name that does not resolve', async () => {
    const failure = await createTestSessions().refused({ service: 'xmpp://no-such-host.invalid' });
    expect(failure).toMatchObject({ code: 'name-not-found', step: 'connect' });
  });

  it.each(['ftp://example.com', 'xmpp://'])('names the bad address %s', async (service) => {
    const failure = await createTestSessions().refused({ service });
    expect(failure).toMatchObject({ code: 'bad-address', step: 'address' });
  });

  it('names the bad address of a proxy without its password', async () => {
    const failure = await createTestSessions().refused({
      service: 'xmpp://127.0.0.1:1',
      options: { ...DEFAULT_PROFILE_OPTIONS, proxy: 'http://office:se:cret@proxy.example' },
    });
    expect(failure).toMatchObject({ code: 'bad-address', step: 'address' });
    expect(failure.why).toContain('"…@proxy.example"');
    expect(JSON.stringify(failure)).not.toContain('se:cret');
  });

  it('refuses a JID without account', async () => {
    const result = await createTestSessions().service.connect({
      ...{ profileId: null, name: '', password: '', service: '', resource: '' },
      ...{
        trust: { kind: 'system' },
        allowPlaintext: false,
        connectTimeoutMs: 1_000,
        options: DEFAULT_PROFILE_OPTIONS,
      },
      jid: 'localhost',
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-input', place: 'jid' } });
  });

  it('names a CA file that is gone', async () => {
    const trust = { kind: 'ca-file', caId: 'gone' } as const;
    const failure = await createTestSessions().refused({ service: 'xmpp://127.0.0.1:1', trust });
    expect(failure).toMatchObject({ code: 'bad-address', step: 'address' });
    expect(failure.what).toContain('CA file');
  });

  it('names a silent server', async () => {
    const failure = await failureWith(() => Promise.resolve(), { connectTimeoutMs: 200 });
    expect(failure).toMatchObject({ code: 'connect-timeout', step: 'stream' });
    expect(failure.what).toContain('0.2 s');
  });

  it('names a server that is not XMPP', async () => {
    const ssh = await failureWith(blurts('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(ssh).toMatchObject({ code: 'not-xmpp', step: 'stream' });
    const web = await failureWith(blurts('<html><body/></html>'));
    expect(web).toMatchObject({ code: 'not-xmpp', step: 'stream' });
  });

  it('names a port that expects TLS', async () => {
    const failure = await failureWith(blurts(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 0x46)));
    expect(failure).toMatchObject({ code: 'tls-failed', step: 'stream' });
    expect(failure.next).toContain('xmpps://');
  });

  it('names a port without TLS', async () => {
    const { port } = await startScriptedServer(says(features('PLAIN')));
    const service = `xmpps://127.0.0.1:${port}`;
    const failure = await createTestSessions().refused({ service, connectTimeoutMs: 300 });
    expect(failure).toMatchObject({ code: 'connect-timeout', step: 'tls' });
    expect(failure.why).toContain('may expect clear text');
  });

  it('names a clear answer to the handshake', async () => {
    const { port } = await startScriptedServer(blurts('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const failure = await createTestSessions().refused({ service: `xmpps://127.0.0.1:${port}` });
    expect(failure).toMatchObject({ code: 'tls-failed', step: 'tls' });
    expect(failure.next).toContain('xmpp://');
  });

  it('names a web server without WebSocket', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const failure = await createTestSessions().refused({ service: `ws://127.0.0.1:${port}/ws` });
    expect(failure).toMatchObject({ code: 'not-xmpp', step: 'connect' });
    expect(failure.why).toContain('HTTP 404');
  });

  it('names an unknown host', async () => {
    const error =
      "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>";
    const failure = await failureWith(says(error));
    expect(failure).toMatchObject({ code: 'host-unknown', condition: 'host-unknown' });
    expect(failure.what).toContain('does not serve the domain localhost');
  });

  it('names a close without reason', async () => {
    const failure = await failureWith(async (peer) => {
      await peer.until(/<stream:stream[^>]*>/);
      peer.end();
    });
    expect(failure).toMatchObject({ code: 'closed-by-server', step: 'stream' });
  });
});

describe('logging in', () => {
  it('refuses PLAIN in clear', async () => {
    let received = '';
    const failure = await failureWith(async (peer) => {
      await says(features('PLAIN'))(peer);
      await peer.until(/<\/stream:stream>|$/).catch(() => undefined);
      received = peer.received();
    });
    expect(failure).toMatchObject({ code: 'plaintext-refused', step: 'authenticate' });
    expect(received).not.toContain('<auth');
  });

  it('names what the server offers instead', async () => {
    const failure = await failureWith(says(features('EXTERNAL', 'X-OAUTH')));
    expect(failure).toMatchObject({ code: 'no-mechanism' });
    expect(failure.why).toContain('EXTERNAL, X-OAUTH');
    expect((await failureWith(says('<stream:features/>'))).code).toBe('no-mechanism');
  });

  it('demands the TLS that a CA file promises', async () => {
    const failure = await failureWith(says(features('SCRAM-SHA-1')), {
      trust: { kind: 'pinned', fingerprint256: 'a'.repeat(64) },
    });
    expect(failure).toMatchObject({ code: 'tls-not-offered' });
  });

  it('names a refused STARTTLS', async () => {
    const failure = await failureWith(async (peer) => {
      const tls = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'";
      await says(`<stream:features><starttls ${tls}/></stream:features>`)(peer);
      await peer.until(/<starttls/);
      peer.send(`<failure ${tls}/></stream:stream>`);
    });
    expect(failure).toMatchObject({ code: 'tls-failed' });
  });

  it('trusts nothing in clear after agreeing to TLS', async () => {
    const failure = await failureWith(async (peer) => {
      const tls = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'";
      await says(`<stream:features><starttls ${tls}/></stream:features>`)(peer);
      await peer.until(/<starttls/);
      peer.send(`<proceed ${tls}/>${features('PLAIN')}`);
    });
    expect(failure.why).toContain('in clear after agreeing to TLS');
  });

  it('reads the condition behind a text', async () => {
    const failure = await failureWith(
      async (peer) => {
        await says(features('PLAIN'))(peer);
        await peer.until(/<\/auth>/);
        peer.send(`<failure ${SASL}><text>Account is locked</text><account-disabled/></failure>`);
      },
      { allowPlaintext: true },
    );
    expect(failure).toMatchObject({
      code: 'auth-failed',
      step: 'authenticate',
      condition: 'account-disabled',
      text: 'Account is locked',
    });
  });

  it('refuses a server that proves nothing', async () => {
    const failure = await failureWith(async (peer) => {
      await says(features('SCRAM-SHA-1'))(peer);
      await peer.until(/<\/auth>/);
      peer.send(`<success ${SASL}/>`);
    });
    expect(failure).toMatchObject({ code: 'auth-failed', step: 'authenticate' });
    expect(failure.why).toContain('could not prove');
  });

  it('names a wrong password', async () => {
    const server = await startPracticeServer();
    onTestFinished(() => server.stop());
    const failure = await createTestSessions().refused({
      service: `xmpp://127.0.0.1:${server.tcpPort}`,
      password: 'not-it',
      trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
    });
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
    expect(failure.why).toContain('password is wrong or the account does not exist');
  });
});

describe('binding', () => {
  it('names a refused resource', async () => {
    const failure = await failureWith(
      async (peer) => {
        await says(features('PLAIN'))(peer);
        await peer.until(/<\/auth>/);
        peer.send(`<success ${SASL}/>`);
        await peer.until(/<stream:stream[^>]*>/);
        peer.send(
          `${STREAM_HEADER}<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>`,
        );
        const [, id] = await peer.until(/<iq type="set" id="([^"]+)"/);
        peer.send(`<iq type='error' id='${id}'/>`);
      },
      { allowPlaintext: true },
    );
    expect(failure).toMatchObject({ code: 'bind-failed', step: 'bind' });
  });

  it('reaches online with a plain server', async () => {
    const { service } = await startScriptedServer(logIn);
    const session = await createTestSessions().online({ service, allowPlaintext: true });
    expect(session).toMatchObject({ state: 'online', boundJid: 'alice@localhost/console' });
    expect(session.facts).toMatchObject({
      tls: null,
      mechanism: 'PLAIN',
      sessionIq: 'not-offered',
    });
  });
});
