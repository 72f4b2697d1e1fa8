import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  newlyAcknowledged,
  readCount,
  toWireCount,
} from '#services/xmpp/stream-management/ack-count.ts';
import { createManagementTracker } from '#services/xmpp/stream-management/tracker.ts';
import { createUnacknowledgedStanzas } from '#services/xmpp/stream-management/unacknowledged.ts';
import { createStreamReader } from '#services/xmpp/stream-reader.ts';
import type { WireDirection } from '#services/xmpp/wire-tap.ts';

const SM = "xmlns='urn:xmpp:sm:3'";

function createFixture(mode: { asks: boolean; resumes: boolean }) {
  const written: string[] = [];
  const repeated: string[] = [];
  const notes: string[] = [];
  const impossible: [number, number][] = [];
  const reader = createStreamReader();
  const cross = (direction: WireDirection, text: string): void =>
    tracker.take(reader.read(direction, { kind: 'element', text }));
  const write = (text: string): void => {
    written.push(text);
    cross('out', text);
  };
  const tracker = createManagementTracker({
    ...mode,
    write,
    repeat(texts) {
      repeated.push(...texts);
      for (const text of texts) cross('out', text);
    },
    note: (text) => notes.push(text),
    onImpossible: (h, sent) => impossible.push([h, sent]),
    onChange: () => undefined,
  });
  tracker.begin();
  return {
    ...{ tracker, written, repeated, notes, impossible },
    send: (text: string) => cross('out', text),
    receive: (text: string) => cross('in', text),
    /** Enables it, resumable. */
    enable() {
      cross('out', `<enable ${SM} resume='true'/>`);
      cross('in', `<enabled ${SM} id='secret' resume='true'/>`);
    },
  };
}

const COUNT = { asks: false, resumes: false };
const RESUME = { asks: false, resumes: true };
const MESSAGE = "<message to='b@h'/>";

describe('createManagementTracker', () => {
  it('counts nothing before it is enabled', () => {
    const { tracker, send, receive } = createFixture(COUNT);
    send(MESSAGE);
    receive(MESSAGE);
    expect(tracker.facts()).toBeNull();
  });

  it('counts stanzas and no nonzas, whoever enabled it', () => {
    const { tracker, send, receive } = createFixture(COUNT);
    send(`<enable ${SM}/>`);
    send(MESSAGE);
    receive('<presence/>');
    receive(`<enabled ${SM}/>`);
    for (const text of ['<presence/>', MESSAGE, `<r ${SM}/>`]) send(text);
    for (const text of ["<iq type='result'/>", '<presence/>']) receive(text);
    receive(`<a ${SM} h='2'/>`);
    expect(tracker.facts()).toEqual({
      ...{ sent: 3, acknowledged: 2, received: 2, reported: 0 },
      ...{ resumable: false, resumed: false },
    });
  });

  it('answers a request with its count', () => {
    const { tracker, receive, enable, written } = createFixture(COUNT);
    enable();
    receive(MESSAGE);
    receive(`<r ${SM}/>`);
    expect(written).toEqual([`<a xmlns='urn:xmpp:sm:3' h='1'/>`]);
    expect(tracker.facts()?.reported).toBe(1);
  });

  it('asks once at a time, behind the stanza', async () => {
    const { send, receive, enable, written } = createFixture({ asks: true, resumes: false });
    enable();
    for (const _ of [1, 2, 3]) send(MESSAGE);
    expect(written).toEqual([]);
    await Promise.resolve();
    const request = `<r xmlns='urn:xmpp:sm:3'/>`;
    expect(written).toEqual([request]);
    receive(`<a ${SM} h='1'/>`);
    await Promise.resolve();
    expect(written).toEqual([request, request]);
    receive(`<a ${SM} h='3'/>`);
    await Promise.resolve();
    expect(written).toHaveLength(2);
  });

  it.each([
    ['more than was sent', "h='2'", [[2, 1]]],
    ['going back', "h='4294967295'", [[4294967295, 1]]],
    ['what is sent', "h='1'", []],
    ['no number', "h='many'", []],
    ['nothing', '', []],
  ])('judges an acknowledgement of %s', (_what, h, expected) => {
    const { send, receive, enable, impossible } = createFixture(COUNT);
    enable();
    send(MESSAGE);
    receive(`<a ${SM} ${h}/>`);
    expect(impossible).toEqual(expected);
  });

  it('resumes where the connection broke', () => {
    const { tracker, send, receive, enable, repeated, notes } = createFixture(RESUME);
    enable();
    for (const id of ['1', '2', '3']) send(`<message id='${id}'/>`);
    receive(`<a ${SM} h='1'/>`);
    receive('<presence/>');
    tracker.end('alice@localhost/console');
    expect(tracker.facts()).toBeNull();
    expect(tracker.resumption()).toEqual({
      previousId: 'secret',
      handled: 1,
      fullJid: 'alice@localhost/console',
    });
    tracker.begin();
    send(`<resume ${SM} h='1' previd='secret'/>`);
    receive(`<resumed ${SM} h='2' previd='secret'/>`);
    expect(repeated).toEqual(["<message id='3'/>"]);
    expect(notes).toEqual([expect.stringContaining('1 stanza without acknowledgement is sent')]);
    expect(tracker.facts()).toMatchObject({ sent: 3, acknowledged: 2, received: 1, resumed: true });
    receive(`<a ${SM} h='3'/>`);
    expect(tracker.facts()).toMatchObject({ sent: 3, acknowledged: 3 });
  });

  it('binds anew when refused, and says so', () => {
    const { tracker, send, receive, enable, notes, repeated } = createFixture(RESUME);
    enable();
    send(MESSAGE);
    tracker.end('alice@localhost/console');
    tracker.begin();
    receive(`<failed ${SM}><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`);
    expect([notes.length, repeated]).toEqual([1, []]);
    expect(notes[0]).toMatch(/new one is bound.*1 stanza without acknowledgement/);
    expect(tracker.resumption()).toBeNull();
    enable();
    expect(tracker.facts()).toMatchObject({ sent: 0, resumed: false });
  });

  it('keeps an old stream through failed attempts', () => {
    const { tracker, enable } = createFixture(RESUME);
    enable();
    tracker.end('alice@localhost/console');
    tracker.begin();
    tracker.end(null);
    expect(tracker.resumption()?.previousId).toBe('secret');
  });

  it.each([
    ['it was not asked to', COUNT, true],
    ['the server did not allow it', RESUME, false],
  ])('resumes nothing when %s', (_why, mode, allowed) => {
    const { tracker, send, receive } = createFixture(mode);
    send(`<enable ${SM} resume='true'/>`);
    receive(`<enabled ${SM} id='secret'${allowed ? " resume='true'" : ''}/>`);
    tracker.end('alice@localhost/console');
    expect(tracker.resumption()).toBeNull();
  });

  it('forgets a stream that was closed', () => {
    const { tracker, enable } = createFixture(RESUME);
    enable();
    tracker.end('alice@localhost/console');
    tracker.forget();
    expect(tracker.resumption()).toBeNull();
  });
});

describe('counting modulo 2^32', () => {
  it('wraps around', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 34 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (acknowledged, more, further) => {
          const sent = acknowledged + more + further;
          const h = toWireCount(acknowledged + more);
          expect(newlyAcknowledged(h, acknowledged, sent)).toBe(more);
          const beyond = toWireCount(sent + 1);
          expect(newlyAcknowledged(beyond, acknowledged, sent)).toBeNull();
        },
      ),
    );
  });

  it.each([
    ['0', 0],
    ['4294967295', 4_294_967_295],
    ['4294967296', null],
    ['-1', null],
    ['1.5', null],
    ['0x1', null],
    ['', null],
    [undefined, null],
  ])('reads %s', (text, count) => {
    expect(readCount(text)).toBe(count);
  });
});

describe('createUnacknowledgedStanzas', () => {
  it('keeps the latest thousand and counts the others', () => {
    const queue = createUnacknowledgedStanzas();
    for (let count = 0; count < 1_200; count += 1) queue.add(`<message id='${count}'/>`);
    queue.acknowledge(100);
    const { texts, forgotten } = queue.takeAll();
    expect([texts.length, texts[0], forgotten]).toEqual([1_000, "<message id='200'/>", 100]);
    expect(queue.takeAll()).toEqual({ texts: [], forgotten: 0 });
  });

  it('keeps no more than 4 MiB of text', () => {
    const queue = createUnacknowledgedStanzas();
    for (let count = 0; count < 5; count += 1) queue.add('x'.repeat(1024 * 1024));
    expect(queue.takeAll()).toMatchObject({ texts: { length: 4 }, forgotten: 1 });
  });
});
