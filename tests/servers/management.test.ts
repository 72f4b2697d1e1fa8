/** Stream management, being away and the clock, with servers that others wrote. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DEFAULT_PROFILE_OPTIONS, type StreamManagementMode } from '#shared/contract/session.ts';
import { missingEjabberd, startEjabberd } from '#tests/support/ejabberd.ts';
import { missingProsody, startProsody } from '#tests/support/prosody.ts';
import type { RealServer } from '#tests/support/real-server.ts';
import { describeWhen } from '#tests/support/requirement.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

const DOMAIN = 'chat.example.test';
const PING = `<iq type='get' id='p' to='${DOMAIN}'><ping xmlns='urn:xmpp:ping'/></iq>`;
const TIMEOUT = { timeoutMs: 5_000 };

const SERVERS = [
  ['ejabberd', missingEjabberd(), () => startEjabberd({ domain: DOMAIN })],
  ['Prosody', missingProsody(), () => startProsody({ domain: DOMAIN })],
] as const;

for (const [name, missing, start] of SERVERS) {
  describeWhen(missing, `a long session with ${name}`, () => {
    let server: RealServer;
    beforeAll(async () => void (server = await start()));
    afterAll(() => server.stop());

    const sessionsOf = () => createTestSessions({ private: server.caPem });
    const as = (
      user: string,
      streamManagement: StreamManagementMode = 'off',
    ): Partial<ConnectInput> => ({
      jid: `${user}@${DOMAIN}`,
      password: `${user}pw`,
      service: `xmpp://127.0.0.1:${server.c2sPort}`,
      trust: { kind: 'ca-file', caId: 'private' },
      connectTimeoutMs: 20_000,
      options: { ...DEFAULT_PROFILE_OPTIONS, streamManagement },
    });

    it('counts what is acknowledged', async () => {
      const sessions = sessionsOf();
      const { id } = await sessions.online(as('alice', 'count'));
      for (const _ of [1, 2, 3]) await sessions.ask(id, PING);
      await vi.waitFor(
        () =>
          expect(sessions.service.find(id)?.management).toMatchObject({
            sent: 3,
            acknowledged: 3,
            received: 3,
          }),
        5_000,
      );
    });

    it('resumes a stream and gets what was missed', async () => {
      const sessions = sessionsOf();
      const alice = await sessions.online(as('alice', 'resume'));
      expect(alice.management).toMatchObject({ resumable: true, resumed: false });
      const bob = await sessions.online(as('bob'));
      await sessions.service.send(alice.id, '<presence/>', TIMEOUT);
      await sessions.ask(alice.id, PING);
      sessions.service.drop(alice.id);
      const message = `<message to='${alice.boundJid}' type='chat'><body>meanwhile</body></message>`;
      await sessions.service.send(bob.id, message, TIMEOUT);
      await sessions.ask(bob.id, PING);
      expect(await sessions.service.reopen(alice.id)).toMatchObject({
        ok: true,
        value: { boundJid: alice.boundJid, management: { resumed: true } },
      });
      await vi.waitFor(() => expect(sessions.text('in')).toContain('meanwhile'), 5_000);
      expect((await sessions.ask(alice.id, PING)).outcome).toEqual({ kind: 'result' });
    });

    it('measures the clock it shares', async () => {
      const sessions = sessionsOf();
      const { id } = await sessions.online(as('alice'));
      const measured = await sessions.service.measureClock(id);
      if (!measured.ok) throw new Error(`${measured.error.what} ${measured.error.why ?? ''}`);
      const { offsetMs = Infinity, uncertaintyMs = 0 } = measured.value.clockOffset ?? {};
      expect(Math.abs(offsetMs)).toBeLessThanOrEqual(uncertaintyMs + 5);
    });

    it('tells it that the client is inactive', async () => {
      const sessions = sessionsOf();
      const { id } = await sessions.online(as('alice'));
      expect(await sessions.service.goAway(id, 'inactive')).toMatchObject({ ok: true });
      expect(await sessions.service.comeBack(id)).toMatchObject({ ok: true });
      expect(sessions.entries.filter(({ kind }) => kind === 'note')).toEqual([]);
    });

    it('keeps twenty sessions at once', async () => {
      const sessions = sessionsOf();
      const all = await Promise.all(Array.from({ length: 20 }, () => sessions.online(as('alice'))));
      expect(new Set(all.map(({ hue }) => hue)).size).toBe(20);
      const ends = await Promise.all(all.map(({ id }) => sessions.ask(id, PING, 20_000)));
      expect(ends.every(({ outcome }) => outcome?.kind === 'result')).toBe(true);
    }, 60_000);
  });
}
