import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { prepareByteSearch } from '#services/transcript/byte-search.ts';
import { createLeakCheck } from '#services/transcript/leak-check.ts';

const PASSWORD: Secret = { value: 'p4ss&"wörd\\', class: 'password' };

function check(text: string, ...secrets: Secret[]) {
  const made = createLeakCheck(secrets.length === 0 ? [PASSWORD] : secrets);
  made.push(Buffer.from(text));
  return made.found();
}

describe('createLeakCheck', () => {
  it.each([
    ['raw', PASSWORD.value],
    ['in other letter case', PASSWORD.value.toUpperCase().replace('Ö', 'ö')],
    ['escaped in XML text', 'p4ss&amp;"wörd\\'],
    ['escaped in an XML attribute', 'p4ss&amp;&quot;wörd\\'],
    ['escaped in JSON', JSON.stringify(PASSWORD.value)],
    ['escaped in XML in JSON', JSON.stringify('<a>p4ss&amp;"wörd\\</a>')],
    ['URL-encoded', encodeURIComponent(PASSWORD.value)],
    ['in base64', Buffer.from(PASSWORD.value).toString('base64')],
    ['in SASL PLAIN', Buffer.from(`\0alice\0${PASSWORD.value}`).toString('base64')],
    ['in base64 at another offset', Buffer.from(`ab${PASSWORD.value}cd`).toString('base64url')],
  ])('finds a value %s', (_form, text) => {
    expect(check(`before ${text} after`)).toEqual([PASSWORD]);
  });

  it('finds nothing in clean text', () => {
    expect(check('p4ss wörd [12 bytes hidden]')).toEqual([]);
  });

  it('counts what it cannot look for', () => {
    const secrets: Secret[] = [
      { value: 'abc', class: 'password' },
      { value: 'urn:xmpp:push:0', class: 'node' },
      { value: 'default', class: 'option' },
      { value: 'alicepw', class: 'password' },
      { value: 'any words', class: 'content' },
    ];
    expect(createLeakCheck(secrets)).toMatchObject({ values: 1, unchecked: 3 });
    expect(check('xALICEPWx abc default', ...secrets)).toEqual([secrets[3]]);
  });
});

describe('prepareByteSearch', () => {
  it('finds what a plain search finds, however cut', () => {
    const text = fc.string({ maxLength: 60, unit: fc.constantFrom('a', 'B', 'c', '-') });
    const needle = fc.string({
      minLength: 3,
      maxLength: 14,
      unit: fc.constantFrom('a', 'b', 'c', '-'),
    });
    const cut = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(text, fc.array(needle, { maxLength: 4 }), cut, (hay, needles, size) => {
        const search = prepareByteSearch(needles, (needle) => [needle]).begin();
        for (let at = 0; at < hay.length; at += size) {
          search.push(Buffer.from(hay.slice(at, at + size)));
        }
        const expected = needles.filter((one) => hay.toLowerCase().includes(one));
        expect(search.found()).toEqual(new Set(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('ignores the case of no character but ASCII letters', () => {
    const all = Array.from({ length: 0x180 }, (_, code) => String.fromCodePoint(code));
    const lower = (char: string): string => (/[A-Z]/.test(char) ? char.toLowerCase() : char);
    const needles = all.map((char) => `x12345678${char}y`);
    for (const char of all) {
      const search = prepareByteSearch(needles, (needle) => [needle]).begin();
      search.push(Buffer.from(`.X12345678${char}Y.`));
      const expected = needles.filter((one) => lower(one.at(-2) ?? '') === lower(char));
      expect(search.found()).toEqual(new Set(expected));
    }
  });

  it('finds whatever stands somewhere, of any length and however cut', () => {
    const text = fc.string({ minLength: 3, maxLength: 300 });
    const place = fc.tuple(fc.nat(), fc.integer({ min: 3, max: 40 }));
    const cut = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(text, fc.array(place, { maxLength: 6 }), cut, (hay, places, size) => {
        const bytes = Buffer.from(hay);
        const needles = places.map(([from, length]) => {
          const start = from % (hay.length - 2);
          return hay.slice(start, start + length);
        });
        const others = needles.map((needle) => `${needle}\0`);
        const search = prepareByteSearch([...needles, ...others], (needle) => [needle]).begin();
        for (let at = 0; at < bytes.length; at += size) {
          search.push(bytes.subarray(at, at + size));
        }
        expect(search.found()).toEqual(new Set(needles));
      }),
      { numRuns: 500 },
    );
  });
});
