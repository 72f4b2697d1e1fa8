import { expect, it, describe, onTestFinished } from 'vitest';
import { startPracticeServer, type PracticeServer } from '#services/practice/practice-server.ts';
import type { ConnectInput } from '#tests/support/test-sessions.ts';
import { createTestSessions } from '#tests/support/test-sessions.ts';

async function practice(): Promise<PracticeServer> {
  const server = await startPracticeServer();
  onTestFinished(() => server.stop());
  return server;
}

function boshAt(server: PracticeServer, part: Partial<ConnectInput> = {}): Partial<ConnectInput> {
  return { service: `http://127.0.0.1:${server.websocketPort}/http-bind`, ...part };
}

describe('a session over BOSH', () => {
  it('connects with the session IQ', async () => {
    const sessions = createTestSessions();
    const session = await sessions.online(boshAt(await practice()));
    expect(session.facts).toMatchObject({
      transport: 'bosh',
      mechanism: 'SCRAM-SHA-512',
      sessionIq: 'sent',
    });
  });

  it('delivers while a request is held', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const alice = await sessions.online(boshAt(server));
    const bob = await sessions.online(
      boshAt(server, { jid: 'bob@localhost', password: 'bobpw', resource: 'desk' }),
    );
    const bodies: string[] = [];
    const arrived = new Promise<void>((resolve) =>
      sessions.service.onStanza(({ sessionId, element }) => {
        if (sessionId === bob.id && element.name === 'message')
          bodies.push(element.attrs['id'] ?? '');
        if (bodies.length === 30) resolve();
      }),
    );
    const ids = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const sent = ids.map((id) =>
      sessions.service.send(
        alice.id,
        `<message to='bob@localhost/desk' id='${id}'><body>🐎</body></message>`,
        { timeoutMs: 1_000 },
      ),
    );
    expect((await Promise.all(sent)).every(({ ok }) => ok)).toBe(true);
    await arrived;
    expect(bodies).toEqual(ids);
  });

  it('shows wrappers and stanzas as they crossed', async () => {
    const sessions = createTestSessions();
    const { id } = await sessions.online(boshAt(await practice()));
    await sessions.ask(id, "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
    await sessions.service.disconnect(id);
    const text = sessions.text('out');
    expect(text).toMatch(
      /<body [^>]*><iq xmlns='jabber:client' type='get' id='p'>.*<\/iq><\/body>/,
    );
    expect(text).toMatch(/ type='terminate'\/>$/);
    for (const { xml, bytes, masked } of sessions.entries) {
      if (!masked) expect(bytes).toBe(Buffer.byteLength(xml));
    }
    expect(text.match(/<body /g)?.length).toBe(
      (text.match(/<\/body>/g)?.length ?? 0) + (text.match(/<body [^>]*\/>/g)?.length ?? 0),
    );
  });

  it('hides the id of the session', async () => {
    const sessions = createTestSessions();
    await sessions.online(boshAt(await practice()));
    expect(sessions.text('in')).toMatch(/ sid='\[40 bytes hidden\]'/);
    expect(sessions.text('in') + sessions.text('out')).not.toMatch(/sid='[0-9a-f]{40}'/);
  });

  it('never has more than two requests open', async () => {
    const sessions = createTestSessions();
    const { id } = await sessions.online(boshAt(await practice()));
    const asked = Array.from({ length: 20 }, (_, index) =>
      sessions.ask(id, `<iq type='get' id='p${index}'><ping xmlns='urn:xmpp:ping'/></iq>`),
    );
    await Promise.all(asked);
    let open = 0;
    for (const { direction, xml } of sessions.entries) {
      if (direction === 'out' && xml.startsWith('<body')) open += 1;
      if (direction === 'in' && xml.startsWith('<body')) open -= 1;
      expect(open).toBeLessThanOrEqual(2);
    }
  });

  it('names an unknown host', async () => {
    const sessions = createTestSessions();
    const failure = await sessions.refused(
      boshAt(await practice(), { jid: 'alice@elsewhere.test' }),
    );
    expect(failure).toMatchObject({ code: 'host-unknown', step: 'stream' });
  });

  it('names a wrong password', async () => {
    const failure = await createTestSessions().refused(
      boshAt(await practice(), { password: 'wrong' }),
    );
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
  });

  it('names a path without BOSH', async () => {
    const server = await practice();
    const service = `http://127.0.0.1:${server.websocketPort}/elsewhere`;
    const failure = await createTestSessions().refused({ service });
    expect(failure).toMatchObject({ code: 'not-xmpp', step: 'stream' });
    expect(failure.why).toBe('It answered the BOSH request with HTTP 404.');
  });

  it('tells a replaced session why it ended', async () => {
    const server = await practice();
    const sessions = createTestSessions();
    const first = await sessions.online(boshAt(server, { resource: 'desk' }));
    await sessions.online(boshAt(server, { resource: 'desk' }));
    const { failure } = await sessions.ended(first.id);
    expect(failure).toMatchObject({ code: 'stream-error', condition: 'conflict' });
  });

  it('ends when the server stops', async () => {
    const server = await startPracticeServer();
    const sessions = createTestSessions();
    const session = await sessions.online(boshAt(server));
    await server.stop();
    expect((await sessions.ended(session.id)).failure).not.toBeNull();
  });
});
