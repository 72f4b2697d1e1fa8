import { afterAll, beforeAll, expect, it } from 'vitest';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import { pushRequests } from '#tests/support/push-requests.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

const DOMAIN = 'chat.example.test';

describeWhen(missingProsody(), 'a session with Prosody', () => {
  let server: RealServer;
  beforeAll(async () => void (server = await startProsody({ domain: DOMAIN })));
  afterAll(() => server.stop());

  const sessionsOf = () => createTestSessions({ private: server.caPem });
  const asAlice = (part: Partial<ConnectInput> = {}): Partial<ConnectInput> => ({
    jid: `alice@${DOMAIN}`,
    service: `xmpp://127.0.0.1:${server.c2sPort}`,
    trust: { kind: 'ca-file', caId: 'private' },
    ...part,
  });

  it('connects over every transport', async () => {
    const services = [
      `xmpp://127.0.0.1:${server.c2sPort}`,
      `xmpps://127.0.0.1:${server.directTlsPort}`,
      server.websocketUrl,
    ];
    for (const service of services) {
      const session = await sessionsOf().online(asAlice({ service }));
      expect(session).toMatchObject({
        state: 'online',
        facts: { mechanism: 'SCRAM-SHA-1', service },
      });
    }
  });

  it('names a wrong password', async () => {
    const failure = await sessionsOf().refused(asAlice({ password: 'wrong' }));
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
  });

  it('shows the certificate it does not trust', async () => {
    const failure = await createTestSessions().refused(asAlice({ trust: { kind: 'system' } }));
    expect(failure.certificate?.fingerprint256).toBe(server.fingerprint256);
  });

  it('names an unknown host', async () => {
    const failure = await sessionsOf().refused(asAlice({ jid: 'alice@elsewhere.test' }));
    expect(failure).toMatchObject({ code: 'host-unknown', condition: 'host-unknown' });
  });

  it('refuses nodes and takes registrations', async () => {
    const sessions = sessionsOf();
    const { id } = await sessions.online(asAlice());
    const { create, enable, disable } = pushRequests(DOMAIN);
    expect((await sessions.ask(id, create ?? '')).outcome).toMatchObject({
      kind: 'error',
      error: { condition: 'forbidden', type: 'auth' },
    });
    expect((await sessions.ask(id, enable ?? '')).outcome).toEqual({ kind: 'result' });
    expect((await sessions.ask(id, disable ?? '')).outcome).toEqual({ kind: 'result' });
  });

  it('answers disco on domain and account', async () => {
    const sessions = sessionsOf();
    const { id } = await sessions.online(asAlice());
    for (const to of [DOMAIN, `alice@${DOMAIN}`, `pubsub.${DOMAIN}`]) {
      const query = `<iq type='get' id='d-${to.length}' to='${to}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;
      expect((await sessions.ask(id, query)).outcome).toEqual({ kind: 'result' });
    }
    expect(sessions.text('in')).toContain("<feature var='urn:xmpp:push:0'/>");
  });

  it('ends the stream over broken XML', async () => {
    for (const service of [`xmpp://127.0.0.1:${server.c2sPort}`, server.websocketUrl]) {
      const sessions = sessionsOf();
      const { id } = await sessions.online(asAlice({ service }));
      const broken = "<iq type='get' id='b1'><ping xmlns='urn:xmpp:ping'></iq>";
      const sent = await sessions.service.send(id, broken, { timeoutMs: 1_000, evenBroken: true });
      expect(sent).toMatchObject({ ok: true, value: { exchange: null } });
      const { failure } = await sessions.ended(id);
      expect(failure).toMatchObject({ code: 'stream-error', condition: 'not-well-formed' });
      expect(sessions.text('out')).toContain(broken);
    }
  });
});
