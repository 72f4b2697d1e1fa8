import { describe, expect, it } from 'vitest';
import { createStreamReader, type WireItem } from '#services/xmpp/stream-reader.ts';
import { createWireTap, type WireDirection } from '#services/xmpp/wire-tap.ts';

const HEADER =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/** Reads text that arrives in pieces of so many characters. */
function read(text: string, size = text.length, direction: WireDirection = 'in'): WireItem[] {
  const tap = createWireTap();
  const reader = createStreamReader();
  const items: WireItem[] = [];
  for (let start = 0; start < text.length; start += size) {
    const piece = text.slice(start, start + size);
    tap.take(direction, piece, (token) => items.push(reader.read(direction, token)));
  }
  return items;
}

describe('createStreamReader', () => {
  it.each([1, 7, 1_000])('loses nothing in pieces of %i', (size) => {
    const text = `${HEADER}<presence/> \n<message><body>a &lt; b</body></message></stream:stream>`;
    const items = read(text, size);
    expect(items.map((item) => item.text).join('')).toBe(text);
    expect(items.filter(({ role }) => role === 'element')).toHaveLength(2);
    expect(items[0]).toMatchObject({ role: 'open', kind: 'stream', violation: null });
    expect(items.at(-1)).toMatchObject({ role: 'close', kind: 'stream' });
  });

  it('joins the declaration to its header', () => {
    const [header] = read(HEADER);
    expect(header?.text).toBe(HEADER);
    expect(header?.element?.name).toBe('stream');
  });

  it('keeps prefixes of the header in force', () => {
    const text =
      "<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'><s:features/>";
    expect(read(text).map((item) => item.element?.ns)).toEqual([
      'http://etherx.jabber.org/streams',
      'http://etherx.jabber.org/streams',
    ]);
  });

  it.each([
    ["<stream xmlns='urn:other'>", 'invalid-namespace'],
    [`${HEADER}<a><b></a>`, 'not-well-formed'],
    [`${HEADER}<a>&foo;</a>`, 'restricted-xml'],
    [`${HEADER}<a><!-- no --></a>`, 'restricted-xml'],
    [`${HEADER}<!DOCTYPE x [<!ENTITY e "e">]>`, 'restricted-xml'],
    [`${HEADER}<?php ?>`, 'restricted-xml'],
    [`${HEADER}<!-- hello -->`, 'restricted-xml'],
    [`${HEADER}<a>\u0000</a>`, 'not-well-formed'],
    [`${HEADER}some text`, 'not-well-formed'],
    [`${HEADER}${'<a>'.repeat(600)}`, 'policy-violation'],
    [
      `${HEADER}<a ${Array.from({ length: 300 }, (_, n) => `a${n}='x'`).join(' ')}/>`,
      'policy-violation',
    ],
  ])('objects to %.150s', (text, condition) => {
    expect(read(text).at(-1)?.violation?.condition).toBe(condition);
  });

  it('keeps the beginning of what is too big', () => {
    const item = read(`${HEADER}<a>${'x'.repeat(11 * 1024 * 1024)}`, 65_536).at(-1);
    expect(item).toMatchObject({ violation: { condition: 'policy-violation' } });
    expect(item?.text).toHaveLength(64 * 1024);
    expect(item?.bytes).toBeGreaterThan(10 * 1024 * 1024);
  });

  it('reads WebSocket framing', () => {
    const framing = "xmlns='urn:ietf:params:xml:ns:xmpp-framing'";
    const roles = read(`<open ${framing}/><presence xmlns='jabber:client'/><close ${framing}/>`);
    expect(roles.map(({ role }) => role)).toEqual(['open', 'element', 'close']);
  });
});
