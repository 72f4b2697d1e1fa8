import { describe, expect, it } from 'vitest';
import { createSessionOutbox } from '#services/practice/session-outbox.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';

const stanza = (id: string | number): XmlElement =>
  createElement('message', 'jabber:client', { id });

function setUp() {
  const sent: string[] = [];
  const kept: string[] = [];
  const label = (element: XmlElement): string => element.attrs['id'] ?? element.name;
  const outbox = createSessionOutbox(
    (element) => sent.push(label(element)),
    (element) => kept.push(label(element)),
  );
  return { sent, kept, outbox, label };
}

describe('session outbox', () => {
  it('sends at once without acknowledgements', () => {
    const { outbox, sent } = setUp();
    outbox.deliver(stanza('a'));
    expect(sent).toEqual(['a']);
    expect(outbox.unacknowledged()).toEqual([]);
  });

  it('asks for an acknowledgement after each stanza', () => {
    const { outbox, sent } = setUp();
    outbox.enableAcks();
    outbox.deliver(stanza('a'));
    outbox.deliver(stanza('b'));
    expect(sent).toEqual(['a', 'r', 'b', 'r']);
  });

  it('forgets what is acknowledged', () => {
    const { outbox } = setUp();
    outbox.enableAcks();
    for (const id of ['a', 'b', 'c']) outbox.deliver(stanza(id));
    expect(outbox.acknowledge(2)).toBe(true);
    expect(outbox.unacknowledged()).toEqual([stanza('c')]);
    expect(outbox.acknowledge(1)).toBe(true);
    expect(outbox.unacknowledged()).toEqual([stanza('c')]);
  });

  it('rejects a count above what was sent', () => {
    const { outbox } = setUp();
    outbox.enableAcks();
    outbox.deliver(stanza('a'));
    expect(outbox.acknowledge(2)).toBe(false);
  });

  it('keeps stanzas while the link is lost', () => {
    const { outbox, sent, kept } = setUp();
    outbox.enableAcks();
    outbox.deliver(stanza('a'));
    outbox.detach();
    outbox.deliver(stanza('b'));
    expect(sent).toEqual(['a', 'r']);
    expect(kept).toEqual(['a', 'b']);
  });

  it('sends again what a new link has not got', () => {
    const { outbox, label } = setUp();
    outbox.enableAcks();
    outbox.deliver(stanza('a'));
    outbox.deliver(stanza('b'));
    outbox.detach();
    const again: string[] = [];
    outbox.acknowledge(1);
    outbox.attach((element) => again.push(label(element)));
    outbox.deliver(stanza('c'));
    expect(again).toEqual(['b', 'r', 'c', 'r']);
  });

  it('holds back for an inactive client', () => {
    const { outbox, sent } = setUp();
    outbox.setActive(false);
    outbox.deliver(stanza('a'));
    expect(sent).toEqual([]);
    outbox.setActive(true);
    expect(sent).toEqual(['a']);
  });

  it('holds back no more than twenty', () => {
    const { outbox, sent } = setUp();
    outbox.setActive(false);
    for (let count = 0; count < 21; count += 1) outbox.deliver(stanza(count));
    expect(sent).toHaveLength(21);
  });
});
