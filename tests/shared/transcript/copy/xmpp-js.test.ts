import { runInNewContext } from 'node:vm';
import xml from '@xmpp/xml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COPY_XMPP_JS } from '#shared/transcript/copy/xmpp-js.ts';
import { type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { buildEntry } from '#tests/support/entries.ts';
import { xmlElement } from '#tests/shared/xml/xml-arbitraries.ts';

const write = (text: string): string => COPY_XMPP_JS.write([buildEntry({ xml: text })]);

/** Runs the code as a user of the library would, and reads what it builds. */
function built(code: string): XmlElement {
  const sandbox = { xml };
  const element = runInNewContext(`(${code})`, sandbox) as { toString(): string };
  const parsed = parseXml(element.toString());
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.element;
}

describe('COPY_XMPP_JS', () => {
  it('writes what the documentation of the library does', () => {
    expect(write("<iq type='get' to='a.x' id='7'><ping xmlns='urn:xmpp:ping'/></iq>")).toBe(
      [
        'xml(',
        '  "iq",',
        '  { type: "get", to: "a.x", id: "7" },',
        '  xml("ping", { xmlns: "urn:xmpp:ping" }),',
        ')',
      ].join('\n'),
    );
    expect(write('<presence/>')).toBe('xml("presence")');
    expect(write('<message><body>hi</body></message>')).toBe(
      'xml("message", {}, xml("body", {}, "hi"))',
    );
  });

  it('builds the same element when run', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        // The library writes these raw, and a parser reads them as something else.
        const text = serializeXml(element).replaceAll(/&#(?:9|10|13);|[\r\n\t]/g, '_');
        const parsed = parseXml(text);
        expect(built(write(text))).toEqual(parsed.ok && parsed.element);
      }),
    );
  });

  it('keeps prefixes and names that are no identifiers', () => {
    const text = "<s:a xmlns:s='urn:s' xml:lang='de' a-b='1' __proto__='2'/>";
    expect(write(text)).toContain('"xml:lang": "de", "a-b": "1", ["__proto__"]: "2"');
    expect(built(write(text))).toMatchObject({ name: 'a', ns: 'urn:s', prefix: 's' });
  });

  it('hides nothing in its literals', () => {
    const code = write('<a>\u202E\u2028\u{E0041}\u0085</a>');
    expect(code).toBe('xml("a", {}, "\\u202e\\u2028\\udb40\\udc41\\u0085")');
    expect(built(code).children).toEqual(['\u202E\u2028\u{E0041}\u0085']);
  });

  it('comments what is no element', () => {
    const entries = [
      buildEntry({ xml: '<presence/>' }),
      buildEntry({ seq: 2, xml: '', text: 'TLS 1.3\u2028alert(1)\nmore', direction: 'local' }),
    ];
    expect(COPY_XMPP_JS.write(entries)).toBe(
      [
        '// no. 1, 2026-08-20T10:00:00.000Z, received by Alice',
        'xml("presence");',
        '',
        '// no. 2, 2026-08-20T10:00:00.000Z, noted by Alice',
        '// TLS 1.3',
        '// alert(1)',
        '// more',
      ].join('\n'),
    );
  });
});
