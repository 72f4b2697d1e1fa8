import { describe, expect, it } from 'vitest';
import { checkBroken, checkOutgoing } from '#services/xmpp/outgoing.ts';

describe('checkOutgoing', () => {
  it('leaves the text as it is', () => {
    const text = '\n<iq  type="get" id="1"\n><ping xmlns="urn:xmpp:ping" /></iq>\n';
    expect(checkOutgoing(text, false)).toMatchObject({ ok: true, value: { text } });
  });

  it.each([
    ['<iq><a></iq>', 'line 1, column 13'],
    ['<presence/><presence/>', 'line 1'],
    ['text', 'line 1'],
    ["<!DOCTYPE x><iq type='get'/>", 'line 1'],
    ["<?xml version='1.0'?><presence/>", 'line 1'],
    ['</stream:stream>', 'line 1'],
    ['', 'line 1'],
  ])('refuses %j with its place', (text, place) => {
    const checked = checkOutgoing(text, false);
    expect(checked).toMatchObject({ ok: false, error: { code: 'not-well-formed' } });
    if (!checked.ok) expect(checked.error.place).toContain(place);
  });

  it.each([
    ["<iq type='get'/>", "<iq xmlns='jabber:client' type='get'/>"],
    ['<presence/>', "<presence xmlns='jabber:client'/>"],
    [" <a b='>' xmlns='urn:a'/> ", "<a b='>' xmlns='urn:a'/>"],
    ["<iq\nid='xmlns = 1'/>", "<iq xmlns='jabber:client'\nid='xmlns = 1'/>"],
    ["<p:a xmlns:p='urn:p'/>", "<p:a xmlns:p='urn:p'/>"],
  ])('declares the namespace of the frame %j', (text, frame) => {
    expect(checkOutgoing(text, true)).toMatchObject({ ok: true, value: { text: frame } });
  });
});

describe('checkBroken', () => {
  it.each([
    ['<iq><a></iq>', /./],
    ["<iq type='get'", /./],
    ['</stream:stream>', /./],
    ["<?xml version='1.0'?><presence/>", /inside a stream|declaration/i],
    ['<presence/><a></b>', /./],
  ])('says what is wrong with %j', (text, problem) => {
    const checked = checkBroken(text);
    expect(checked).toMatchObject({ ok: true, value: expect.stringMatching(problem) as string });
  });

  it('refuses several whole stanzas', () => {
    expect(checkBroken('<presence/> <presence/>')).toMatchObject({
      ok: false,
      error: { code: 'several-stanzas', why: 'The text holds 2 whole stanzas.' },
    });
  });
});
