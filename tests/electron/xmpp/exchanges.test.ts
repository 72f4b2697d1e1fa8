import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createExchangeTable, type ExchangeTable } from '#services/xmpp/exchanges.ts';
import type { UnansweredRequest } from '#services/xmpp/entry-writer.ts';
import { NO_STEP } from '#services/xmpp/step-mark.ts';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { parseJid } from '#shared/xmpp/jid.ts';

const own = parseJid('alice@localhost/console');

function stanza(xml: string): XmlElement {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.element;
}

interface Fixture {
  readonly table: ExchangeTable;
  readonly changes: ExchangeSnapshot[];
  readonly unanswered: UnansweredRequest[];
  /** Opens and writes a request at 100 ms. */
  ask(part?: { stanzaId?: string; to?: string; timeoutMs?: number }): Promise<ExchangeSnapshot>;
  /** Takes an answer at 140 ms as entry 9. */
  answer(xml: string): ReturnType<ExchangeTable['match']>;
}

function createFixture(): Fixture {
  const changes: ExchangeSnapshot[] = [];
  const unanswered: UnansweredRequest[] = [];
  let count = 0;
  const table = createExchangeTable({
    sessionId: 's1',
    nextId: () => `x${++count}`,
    onChange: (snapshot) => changes.push(snapshot),
    onUnanswered: (request) => unanswered.push(request),
  });
  return {
    table,
    changes,
    unanswered,
    ask({ stanzaId = 'a', to = 'pubsub.localhost', timeoutMs = 10_000 } = {}) {
      const opened = table.begin({ stanzaId, to, timeoutMs, mark: NO_STEP });
      if (!opened.ok) throw new Error(opened.error.code);
      opened.value.written(7, 100);
      return opened.value.done;
    },
    answer(xml) {
      const match = table.match(stanza(xml), 140, own);
      match.settle(9);
      return match;
    },
  };
}

describe('createExchangeTable', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('links an answer with its latency', async () => {
    const { ask, answer } = createFixture();
    const done = ask();
    const match = answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    expect(match).toMatchObject({ relation: 'answer', replyTo: 7, latencyMs: 40 });
    expect(await done).toMatchObject({
      stanzaId: 'a',
      requestSeq: 7,
      answerSeq: 9,
      latencyMs: 40,
      outcome: { kind: 'result' },
    });
  });

  it('tells requests that end unanswered', async () => {
    const { table, changes, unanswered, ask, answer } = createFixture();
    const late = ask({ stanzaId: 'late', timeoutMs: 1_500 });
    vi.advanceTimersByTime(1_500);
    const given = ask({ stanzaId: 'given' });
    table.cancel(changes.at(-1)?.id ?? '');
    const answered = ask({ stanzaId: 'answered' });
    answer("<iq type='result' id='answered' from='pubsub.localhost'/>");
    const cut = ask({ stanzaId: 'cut' });
    table.disconnect('The stream was closed.');
    await Promise.all([late, given, answered, cut]);
    expect(unanswered.map(({ relation, text }) => `${relation}: ${text}`)).toEqual([
      'timeout: No answer within 1.5 s',
      'cancelled: Waiting for the answer was given up',
      'disconnected: No answer came before the session ended. The stream was closed.',
    ]);
    expect(unanswered.every(({ requestSeq }) => requestSeq === 7)).toBe(true);
  });

  it('reads the error wherever it stands', async () => {
    const { ask, answer } = createFixture();
    const done = ask();
    answer(
      "<iq type='error' id='a' from='pubsub.localhost'><pubsub xmlns='urn:x'/><error type='cancel'><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>no</text><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
    );
    expect((await done).outcome).toMatchObject({
      kind: 'error',
      error: { condition: 'conflict', type: 'cancel', text: 'no' },
    });
  });

  const NS = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'";
  it.each([
    [
      'text before the condition',
      `<error type='auth'><text ${NS}>no</text><forbidden ${NS}/></error>`,
      { condition: 'forbidden', text: 'no' },
    ],
    [
      'a legacy code',
      `<error code='405' type='cancel'><not-allowed ${NS}/></error>`,
      { condition: 'not-allowed', code: 405 },
    ],
    [
      'who refused',
      `<error by='gw.localhost' type='wait'><internal-server-error ${NS}/></error>`,
      { by: 'gw.localhost', type: 'wait' },
    ],
    [
      'an application condition',
      `<error type='cancel'><conflict ${NS}/><precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/></error>`,
      { condition: 'conflict', applicationConditions: [{ name: 'precondition-not-met' }] },
    ],
    [
      'the payload behind it',
      `<error type='cancel'><gone ${NS}/></error><pubsub xmlns='urn:x'><error/></pubsub>`,
      { condition: 'gone' },
    ],
    [
      'the payload before it',
      `<pubsub xmlns='urn:x'><error/></pubsub><error type='cancel'><gone ${NS}/></error>`,
      { condition: 'gone' },
    ],
    ['a code alone', "<error code='404'/>", { condition: '', type: '', code: 404 }],
    ['no condition', "<error type='cancel'/>", { condition: '', type: 'cancel', code: null }],
  ])('reads an error with %s', async (_what, children, error) => {
    const { ask, answer } = createFixture();
    const done = ask();
    answer(
      `<iq xmlns='jabber:client' type='error' id='a' from='pubsub.localhost'>${children}</iq>`,
    );
    expect((await done).outcome).toMatchObject({ kind: 'error', error });
  });

  it('tells an error without reason apart', async () => {
    const { ask, answer } = createFixture();
    const done = ask();
    answer("<iq type='error' id='a' from='pubsub.localhost'/>");
    expect((await done).outcome).toEqual({ kind: 'error-without-reason' });
  });

  it('times out after its own time', async () => {
    const { ask, table } = createFixture();
    const done = ask({ timeoutMs: 3_000 });
    vi.advanceTimersByTime(2_999);
    expect(table.pendingCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect((await done).outcome).toEqual({ kind: 'timeout', afterMs: 3_000 });
    expect(table.pendingCount()).toBe(0);
  });

  it('recognises a late answer', async () => {
    const { ask, answer } = createFixture();
    const done = ask({ timeoutMs: 1_000 });
    vi.advanceTimersByTime(1_000);
    const match = answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    expect(match).toMatchObject({ relation: 'late', replyTo: 7 });
    expect(await done).toMatchObject({ outcome: { kind: 'timeout' }, answerSeq: null });
  });

  it('attaches late answers to their exchange', async () => {
    const { ask, answer, table } = createFixture();
    const done = ask({ timeoutMs: 1_000 });
    vi.advanceTimersByTime(1_000);
    await done;
    for (const _ of [1, 2]) answer("<iq type='error' id='a' from='pubsub.localhost'/>");
    expect(table.list()).toMatchObject([
      {
        outcome: { kind: 'timeout' },
        answerSeq: null,
        lateAnswers: [
          { entrySeq: 9, latencyMs: 40 },
          { entrySeq: 9, latencyMs: 40 },
        ],
      },
    ]);
  });

  it('takes a second answer as late', async () => {
    const { ask, answer, table } = createFixture();
    const done = ask();
    answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    await done;
    const second = answer("<iq type='error' id='a' from='pubsub.localhost'/>");
    expect(second).toMatchObject({ relation: 'late', replyTo: 7, latencyMs: 40 });
    expect(table.list()).toMatchObject([{ outcome: { kind: 'result' }, lateAnswers: [{}] }]);
  });

  it('keeps late and foreign answers bounded', () => {
    const { ask, answer, table } = createFixture();
    void ask();
    for (let count = 0; count < 150; count += 1) answer("<iq type='result' id='a' from='x.y'/>");
    for (let count = 0; count < 150; count += 1)
      answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    const [exchange] = table.list();
    expect([exchange?.foreignAnswers.length, exchange?.lateAnswers.length]).toEqual([100, 100]);
  });

  it('goes on waiting after a foreign answer', async () => {
    const { ask, answer, table } = createFixture();
    const done = ask();
    const match = answer("<iq type='result' id='a' from='mallory@localhost/x'/>");
    expect(match).toMatchObject({ relation: 'wrong-sender', replyTo: 7, latencyMs: null });
    expect(table.pendingCount()).toBe(1);
    answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    expect(await done).toMatchObject({
      outcome: { kind: 'result' },
      foreignAnswers: [{ entrySeq: 9, from: 'mallory@localhost/x' }],
    });
  });

  it('knows an answer to nothing', () => {
    const { answer } = createFixture();
    expect(answer("<iq type='result' id='zzz'/>")).toMatchObject({
      relation: 'unsolicited',
      replyTo: null,
    });
  });

  it('refuses an id that still waits', async () => {
    const { ask, answer, table } = createFixture();
    const first = ask();
    const second = table.begin({ stanzaId: 'a', to: '', timeoutMs: 1_000, mark: NO_STEP });
    expect(second).toMatchObject({ ok: false, error: { code: 'duplicate-id', place: 'id' } });
    answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    expect((await first).outcome).toEqual({ kind: 'result' });
    const again = ask();
    answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    expect((await again).outcome).toEqual({ kind: 'result' });
  });

  it('answers requests with one id in their order', async () => {
    const { table, ask, answer } = createFixture();
    const first = ask();
    const opened = table.begin({
      ...{ stanzaId: 'a', to: 'pubsub.localhost', timeoutMs: 1_000, mark: NO_STEP },
      allowDuplicateId: true,
    });
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.written(8, 120);
    answer("<iq type='result' id='a' from='pubsub.localhost'/>");
    expect(await first).toMatchObject({ requestSeq: 7, outcome: { kind: 'result' } });
    expect(table.pendingCount()).toBe(1);
    answer("<iq type='error' id='a' from='pubsub.localhost'/>");
    expect(await opened.value.done).toMatchObject({
      requestSeq: 8,
      latencyMs: 20,
      outcome: { kind: 'error-without-reason' },
    });
    expect(answer("<iq type='result' id='a' from='pubsub.localhost'/>").relation).toBe('late');
  });

  it('tells requests with one id apart by whom they went to', async () => {
    const { ask, answer, table } = createFixture();
    void ask();
    const opened = table.begin({
      ...{ stanzaId: 'a', to: 'localhost', timeoutMs: 1_000, mark: NO_STEP },
      allowDuplicateId: true,
    });
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.written(8, 120);
    answer("<iq type='result' id='a' from='localhost'/>");
    expect((await opened.value.done).outcome).toEqual({ kind: 'result' });
    expect(table.pendingCount()).toBe(1);
  });

  it('ends all requests at a disconnect', async () => {
    const { ask, table } = createFixture();
    const both = [ask({ stanzaId: 'a' }), ask({ stanzaId: 'b' })];
    table.disconnect('The server went away.');
    const outcomes = (await Promise.all(both)).map(({ outcome }) => outcome);
    const expected = { kind: 'disconnected', reason: 'The server went away.' };
    expect(outcomes).toEqual([expected, expected]);
  });

  it('cancels one request', async () => {
    const { ask, table } = createFixture();
    const done = ask();
    expect(table.cancel('x1')).toEqual({ ok: true, value: null });
    expect((await done).outcome).toEqual({ kind: 'cancelled' });
    expect(table.cancel('x1')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('links negotiation requests without listing them', () => {
    const { table, answer, changes } = createFixture();
    table.observe({ stanzaId: 'bind', to: '', entrySeq: 3, atMs: 120 });
    expect(answer("<iq type='result' id='bind'/>")).toMatchObject({ replyTo: 3, latencyMs: 20 });
    expect(table.list()).toEqual([]);
    expect(changes).toEqual([]);
  });

  it('forgets a request that was not written', () => {
    const { table, answer } = createFixture();
    const opened = table.begin({ stanzaId: 'a', to: '', timeoutMs: 1_000, mark: NO_STEP });
    if (opened.ok) opened.value.abandon();
    expect(table.pendingCount()).toBe(0);
    expect(answer("<iq type='result' id='a'/>").relation).toBe('unsolicited');
  });

  it('keeps the ended ones bounded', async () => {
    const { table, ask, answer } = createFixture();
    for (let count = 0; count < 1_100; count += 1) {
      const done = ask({ stanzaId: `n${count}` });
      answer(`<iq type='result' id='n${count}' from='pubsub.localhost'/>`);
      await done;
    }
    expect(table.list()).toHaveLength(1_000);
    expect(answer("<iq type='result' id='n0' from='pubsub.localhost'/>").relation).toBe(
      'unsolicited',
    );
  });
});
