/** What a session makes of everything the practice server can do wrong (facts 8.4 for the stream errors). */
import { describe, expect, it, vi } from 'vitest';
import type { PracticeServer } from '#services/practice/practice-server.ts';
import { PRACTICE_FAULTS, type PracticeFaultId } from '#shared/contract/practice-faults.ts';
import { startPractice } from '#tests/support/practice-account.ts';
import {
  createTestSessions,
  type ConnectInput,
  type TestSessions,
} from '#tests/support/test-sessions.ts';

const PING = `<iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`;
const UNKNOWN = `<iq type='get' id='p' to='localhost'><q xmlns='urn:unknown'/></iq>`;
const TO_SERVICE = `<iq type='get' id='p' to='pubsub.localhost'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;

function asAlice(server: PracticeServer): Partial<ConnectInput> {
  return {
    service: `xmpp://127.0.0.1:${server.tcpPort}`,
    trust: { kind: 'pinned', fingerprint256: server.fingerprint256 },
  };
}

interface Online {
  readonly server: PracticeServer;
  readonly sessions: TestSessions;
  readonly sessionId: string;
}

async function online(id: PracticeFaultId, value: number | null = null): Promise<Online> {
  const server = await startPractice();
  const sessions = createTestSessions();
  const session = await sessions.online(asAlice(server));
  server.setFaults([{ id, value }]);
  return { server, sessions, sessionId: session.id };
}

interface AnswerRow {
  readonly id: PracticeFaultId;
  readonly xml?: string;
  readonly timeoutMs?: number;
  readonly value?: number;
  readonly outcome: object;
  /** Of the answers in the transcript, in this order. */
  readonly relations: readonly string[];
}

const ERROR = { kind: 'error', error: { condition: 'feature-not-implemented', code: 501 } };

const ANSWERS: readonly AnswerRow[] = [
  { id: 'split-utf8', outcome: { kind: 'result' }, relations: ['answer'] },
  { id: 'single-bytes', outcome: { kind: 'result' }, relations: ['answer'] },
  { id: 'foreign-answer', outcome: { kind: 'result' }, relations: ['wrong-sender', 'answer'] },
  { id: 'unsolicited-result', outcome: { kind: 'result' }, relations: ['unsolicited', 'answer'] },
  { id: 'slow-answers', value: 50, outcome: { kind: 'result' }, relations: ['answer'] },
  { id: 'silent', timeoutMs: 100, outcome: { kind: 'timeout', afterMs: 100 }, relations: [] },
  {
    id: 'no-from',
    xml: TO_SERVICE,
    timeoutMs: 300,
    outcome: { kind: 'timeout', afterMs: 300 },
    relations: ['wrong-sender'],
  },
  {
    id: 'error-without-reason',
    xml: UNKNOWN,
    outcome: { kind: 'error-without-reason' },
    relations: ['answer'],
  },
  {
    id: 'legacy-error',
    xml: UNKNOWN,
    outcome: { kind: 'error', error: { condition: '', type: '', code: 501 } },
    relations: ['answer'],
  },
  {
    id: 'error-by',
    xml: UNKNOWN,
    outcome: {
      kind: 'error',
      error: { by: 'proxy.example', condition: 'feature-not-implemented' },
    },
    relations: ['answer'],
  },
  {
    id: 'text-first',
    xml: UNKNOWN,
    outcome: {
      kind: 'error',
      error: {
        condition: 'feature-not-implemented',
        text: 'Local server does not implement this feature',
      },
    },
    relations: ['answer'],
  },
  { id: 'payload-first', xml: UNKNOWN, outcome: ERROR, relations: ['answer'] },
  { id: 'payload-last', xml: UNKNOWN, outcome: ERROR, relations: ['answer'] },
];

function relationsOf(sessions: TestSessions): string[] {
  return sessions.entries
    .filter(({ xml, direction }) => direction === 'in' && /^<iq [^>]*id='p(-unasked)?'/.test(xml))
    .flatMap(({ relation }) => relation ?? []);
}

describe('a session with faulty answers', () => {
  it.each(ANSWERS)('tells $id for what it is', async (row) => {
    const { sessions, sessionId } = await online(row.id, row.value ?? null);
    const exchange = await sessions.ask(sessionId, row.xml ?? PING, row.timeoutMs);
    expect(exchange.outcome).toMatchObject(row.outcome);
    expect(relationsOf(sessions)).toEqual(row.relations);
    expect(sessions.service.find(sessionId)?.state).toBe('online');
  });

  it('keeps torn characters whole', async () => {
    const { sessions, sessionId } = await online('split-utf8');
    await sessions.ask(sessionId, UNKNOWN.replace('/></iq>', '>\u{1F469}\u200D\u{1F680}</q></iq>'));
    expect(sessions.text('in')).toContain('\u{1F469}\u200D\u{1F680}');
  });

  it.each<[PracticeFaultId, number | null, number]>([
    ['duplicate-answers', null, 5_000],
    ['late-answers', 150, 100],
  ])('ties what comes after the end to its request: %s', async (id, value, timeoutMs) => {
    const { sessions, sessionId } = await online(id, value);
    const { outcome } = await sessions.ask(sessionId, PING, timeoutMs);
    await vi.waitFor(() => expect(relationsOf(sessions).at(-1)).toBe('late'));
    const [listed] = sessions.service.exchanges().filter((each) => each.sessionId === sessionId);
    expect(listed?.outcome).toEqual(outcome);
  });
});

const ENDS: readonly [PracticeFaultId, string, string | undefined][] = [
  ['not-well-formed', 'malformed-xml', 'not-well-formed'],
  ['comment', 'malformed-xml', 'restricted-xml'],
  ['processing-instruction', 'malformed-xml', 'restricted-xml'],
  ['doctype', 'malformed-xml', 'restricted-xml'],
  ['deep-tree', 'stanza-too-big', 'policy-violation'],
  ['huge-stanza', 'stanza-too-big', 'policy-violation'],
  ['close-without-error', 'closed-by-server', undefined],
];

const STREAM_ERRORS: readonly [PracticeFaultId, string, string, RegExp][] = [
  ['xml-not-well-formed', 'xml-not-well-formed', 'expected >', /last stanza sent/],
  ['element-too-big', 'policy-violation', 'element too big', /max_stanza_size/],
  ['unexpected-header', 'policy-violation', '', /server log/],
  ['invalid-from', 'invalid-from', '', /Leave "from" out/],
  ['conflict-replaced', 'conflict', 'Replaced by new connection', /resource empty/],
  ['conflict-removed', 'conflict', 'User removed', /Register the account/],
  ['system-shutdown', 'system-shutdown', '', /once it is back/],
  ['unacked-stanzas', 'resource-constraint', 'too many unacked stanzas', /Acknowledge every/],
  ['handled-count-too-high', 'undefined-condition', '', /counts from <enable\/>/],
  ['invalid-h', 'policy-violation', 'Invalid h attribute', /correct its "h"/],
];

const LOGIN_ERRORS: readonly [PracticeFaultId, string, string, RegExp][] = [
  ['host-unknown', 'host-unknown', 'stream', /Check the domain/],
  ['unsupported-version', 'unsupported-version', 'stream', /belongs to an XMPP server/],
  ['invalid-namespace', 'invalid-namespace', 'stream', /last thing sent/],
  ['sasl2-violation', 'policy-violation', 'authenticate', /Switch SASL2 off/],
  ['encryption-required', 'encryption-required', 'authenticate', /STARTTLS or over xmpps:/],
  ['connection-timeout', 'connection-timeout', 'authenticate', /state_timeout/],
];

describe('a session with a faulty stream', () => {
  it.each(ENDS)('ends at %s as %s', async (id, code, condition) => {
    const { sessions, sessionId } = await online(id);
    const exchange = await sessions.ask(sessionId, PING);
    expect(exchange.outcome).toMatchObject({ kind: 'disconnected' });
    const { failure } = await sessions.ended(sessionId);
    expect(failure).toMatchObject({ code, step: 'online' });
    expect(failure?.condition).toBe(condition);
    expect(failure?.next).not.toBe('');
  });

  it('refuses a server with a wrong signature', async () => {
    const server = await startPractice({ faults: [{ id: 'wrong-signature', value: null }] });
    const failure = await createTestSessions().refused(asAlice(server));
    expect(failure).toMatchObject({ code: 'auth-failed', step: 'authenticate' });
    expect(failure.next).toContain('is not the one that knows it');
  });
});

describe('a session ended by a stream error', () => {
  it.each(STREAM_ERRORS)('knows what to do about %s', async (id, condition, text, next) => {
    const { sessions, sessionId } = await online(id);
    const exchange = await sessions.ask(sessionId, PING);
    expect(exchange.outcome).toMatchObject({ kind: 'disconnected' });
    const { failure } = await sessions.ended(sessionId);
    expect(failure).toMatchObject({ code: 'stream-error', condition, text, step: 'online' });
    expect(failure?.next).toMatch(next);
  });

  it.each(LOGIN_ERRORS)(
    'knows at the login what to do about %s',
    async (id, condition, step, next) => {
      const faults = [{ id, value: null }];
      const server = await startPractice({ faults, tlsMode: 'none' });
      const input = {
        ...asAlice(server),
        trust: { kind: 'system' },
        allowPlaintext: true,
      } as const;
      const failure = await createTestSessions().refused(input);
      expect(failure).toMatchObject({ condition, step });
      expect(failure.next).toMatch(next);
    },
  );
});

describe('the faults', () => {
  it('are all tried on a session', () => {
    const tried = [
      ...ANSWERS.map(({ id }) => id),
      ...[...ENDS, ...STREAM_ERRORS, ...LOGIN_ERRORS].map(([id]) => id),
      ...['duplicate-answers', 'late-answers', 'wrong-signature'],
    ];
    expect(tried.sort()).toEqual(PRACTICE_FAULTS.map(({ id }) => id as string).sort());
  });
});

describe('the session IQ', () => {
  it.each([
    [true, 'sent'],
    [false, 'not-offered'],
  ])(
    'with backwards_compatible_session %s is %s',
    async (backwardsCompatibleSession, sessionIq) => {
      const server = await startPractice({ backwardsCompatibleSession });
      const sessions = createTestSessions();
      const session = await sessions.online(asAlice(server));
      expect(session.facts.sessionIq).toBe(sessionIq);
      expect((await sessions.ask(session.id, PING)).outcome).toEqual({ kind: 'result' });
    },
  );
});
