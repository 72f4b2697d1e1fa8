import { describe, expect, it } from 'vitest';
import { createElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { escapeAttribute, escapeText, serializeXml } from '#shared/xml/serialize.ts';

describe('serializeXml', () => {
  it('declares a namespace only where it changes', () => {
    const ping = createElement('ping', 'urn:xmpp:ping');

    expect(serializeXml(createElement('iq', 'jabber:client', { type: 'get' }, [ping]))).toBe(
      "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>",
    );
  });

  it('declares the namespace of a nested stanza again', () => {
    const message = createElement('message', 'jabber:client');

    expect(serializeXml(createElement('forwarded', 'urn:xmpp:forward:0', {}, [message]))).toBe(
      "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></forwarded>",
    );
  });

  it('undeclares the namespace for elements without one', () => {
    expect(serializeXml(createElement('a', ''))).toBe("<a xmlns=''/>");
  });

  it('keeps prefixes', () => {
    const parsed = parseXml("<stream:error><x xmlns='y'/></stream:error>");

    expect(parsed.ok && serializeXml(parsed.element)).toBe(
      "<stream:error xmlns:stream='http://etherx.jabber.org/streams'><x xmlns='y'/></stream:error>",
    );
  });

  it('takes another namespace as given', () => {
    expect(serializeXml(createElement('a', 'b'), 'b')).toBe('<a/>');
  });
});

describe('escaping', () => {
  it('escapes markup in text', () => {
    expect(escapeText('<a> & ]]>')).toBe('&lt;a&gt; &amp; ]]&gt;');
  });

  it('keeps carriage returns as references', () => {
    expect(escapeText('a\r\nb')).toBe('a&#13;\nb');
  });

  it('escapes white space in attributes', () => {
    expect(escapeAttribute('\'"\t\n\r')).toBe('&apos;&quot;&#9;&#10;&#13;');
  });
});
