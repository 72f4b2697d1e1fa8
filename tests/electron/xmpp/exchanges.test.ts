import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createExchangeTable, type ExchangeTable } from '#services/xmpp/exchanges.ts';
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
  /** Opens and writes a request at 100 ms. */
  ask(part?: { stanzaId?: string; to?: string; timeoutMs?: number }): Promise<ExchangeSnapshot>;
  /** Takes an answer at 140 ms as entry 9. */
  answer(xml: string): ReturnType<ExchangeTable['match']>;
}

function createFixture(): Fixture {
  const changes: ExchangeSnapshot[] = [];
  let count = 0;
  const table = createExchangeTable({
    sessionId: 's1',
    nextId: () => `x${++count}`,
    onChange: (snapshot) => changes.push(snapshot),
  });
  return {
    table,
    changes,
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
