import { describe, expect, it } from 'vitest';
import type { ConnectStep } from '#shared/contract/session.ts';
import {
  startScriptedServer,
  STREAM_HEADER,
  type ScriptedPeer,
} from '#tests/support/scripted-server.ts';
import { createTestSessions, type ConnectInput } from '#tests/support/test-sessions.ts';

const SASL2 = "xmlns='urn:xmpp:sasl:2'";
const BIND2 = "xmlns='urn:xmpp:bind:0'";

function offer(mechanism: string, sasl1 = ''): string {
  return (
    `${STREAM_HEADER}<stream:features><authentication ${SASL2}><mechanism>${mechanism}</mechanism>` +
    `<inline><bind ${BIND2}/></inline></authentication>${sasl1}</stream:features>`
  );
}

/** A server that offers a mechanism by SASL2 and answers the request to log in as it is told. */
async function connectTo(
  mechanism: string,
  answer: (peer: ScriptedPeer) => void | Promise<void>,
): Promise<Partial<ConnectInput>> {
  const { service } = await startScriptedServer(async (peer) => {
    await peer.until(/<stream:stream[^>]*>/);
    peer.send(offer(mechanism));
    await peer.until(/<\/authenticate>/);
    await answer(peer);
  });
  return { service, allowPlaintext: true, connectTimeoutMs: 2_000 };
}

const success = (content: string) => `<success ${SASL2}>${content}</success>`;
const identity = (jid: string) => `<authorization-identifier>${jid}</authorization-identifier>`;

describe('a SASL2 login', () => {
  it.each<[string, string, string, ConnectStep, string]>([
    [
      'success without proof',
      'SCRAM-SHA-1',
      success(identity('alice@localhost')),
      'authenticate',
      'could not prove',
    ],
    [
      'a further step',
      'PLAIN',
      `<continue ${SASL2}><tasks/></continue>`,
      'authenticate',
      '<continue/>',
    ],
    [
      'data that is not Base64',
      'SCRAM-SHA-1',
      `<challenge ${SASL2}>!!</challenge>`,
      'authenticate',
      'not Base64',
    ],
    [
      'Bind 2 without resource',
      'PLAIN',
      success(`<bound ${BIND2}/>${identity('alice@localhost')}`),
      'bind',
      'bind request',
    ],
  ])('ends at %s', async (_what, mechanism, answer, step, why) => {
    const failure = await createTestSessions().refused(
      await connectTo(mechanism, (peer) => peer.send(answer)),
    );
    expect(failure.step).toBe(step);
    expect(failure.why).toContain(why);
  });

  it('reads success and features in one piece', async () => {
    const jid = 'alice@localhost/pushscope/1';
    const text =
      success(`<bound ${BIND2}/>${identity(jid)}`) +
      "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>";
    const session = await createTestSessions().online(
      await connectTo('PLAIN', (peer) => peer.send(text)),
    );
    expect(session).toMatchObject({ state: 'online', boundJid: jid });
  });

  it('binds in the old way when Bind 2 fails', async () => {
    const input = await connectTo('PLAIN', async (peer) => {
      peer.send(
        success(`<failed ${BIND2}/>${identity('alice@localhost')}`) +
          "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>",
      );
      const [, id] = await peer.until(/<iq type="set" id="([^"]+)"><bind[^]*<\/iq>/);
      peer.send(
        `<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@localhost/x</jid></bind></iq>`,
      );
    });
    const session = await createTestSessions().online(input);
    expect(session.boundJid).toBe('alice@localhost/x');
    expect(session.ladder.flatMap(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ label: 'Bind 2', tone: 'warning' }),
    );
  });

  it('falls back to SASL1 without a mechanism in common', async () => {
    const sessions = createTestSessions();
    const { service } = await startScriptedServer(async (peer) => {
      const list =
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>";
      await peer.until(/<stream:stream[^>]*>/);
      peer.send(offer('HT-SHA-256-NONE', list));
      await peer.until(/<auth /);
      peer.send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
    });
    const failure = await sessions.refused({ service, allowPlaintext: true });
    expect(failure).toMatchObject({ code: 'auth-failed', condition: 'not-authorized' });
    const [session] = sessions.service.list();
    expect(session?.ladder.flatMap(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ label: 'Lists differ', tone: 'warning' }),
    );
  });
});
