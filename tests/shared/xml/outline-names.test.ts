import { describe, expect, it } from 'vitest';
import { outlineXml } from '#shared/xml/outline.ts';
import { attributesOf, elementAt, resolveName } from '#shared/xml/outline-names.ts';

const TEXT =
  "<iq id='1'><p:pub xmlns:p='urn:p' a='&lt;'><q xmlns='urn:q'>text</q><p:r/></p:pub></iq>";
const OUTLINE = outlineXml(TEXT);

const nameAt = (found: string, text = TEXT) => {
  const outline = outlineXml(text);
  const element = elementAt(outline, text.indexOf(found));
  return element === null ? null : resolveName(text, outline, element);
};

describe('elementAt', () => {
  it.each([
    ['<iq', 'iq'],
    ['urn:p', 'p:pub'],
    ['text', 'q'],
    ['</q', 'q'],
    ['<p:r', 'p:r'],
    ['</p:pub', 'p:pub'],
    ['</iq', 'iq'],
  ])('finds the element of %s', (found, name) => {
    expect(elementAt(OUTLINE, TEXT.indexOf(found))?.name).toBe(name);
  });

  it('finds none outside', () => {
    expect(elementAt(OUTLINE, TEXT.length)).toBeNull();
    expect(elementAt(outlineXml(''), 0)).toBeNull();
  });
});

describe('resolveName', () => {
  it.each([
    ['<iq', { prefix: '', ns: 'jabber:client', declaredBy: null }],
    ['<p:pub', { prefix: 'p', localName: 'pub', ns: 'urn:p', declaredBy: 'p:pub' }],
    ['text', { prefix: '', localName: 'q', ns: 'urn:q', declaredBy: 'q' }],
    ['<p:r', { prefix: 'p', ns: 'urn:p', declaredBy: 'p:pub' }],
  ])('resolves %s', (found, name) => {
    expect(nameAt(found)).toMatchObject(name);
  });

  it('knows the prefix of the stream', () => {
    const name = nameAt('<stream', '<stream:features/>');
    expect(name).toMatchObject({ ns: 'http://etherx.jabber.org/streams', declaredBy: null });
  });

  it('says when nothing declares a prefix', () => {
    expect(nameAt('<x', '<x:y/>')?.ns).toBeNull();
  });
});

it('reads attributes with their references resolved', () => {
  const [, pub] = OUTLINE.parts;
  expect(pub && attributesOf(TEXT, pub).map(({ name, value }) => [name, value])).toEqual([
    ['xmlns:p', 'urn:p'],
    ['a', '<'],
  ]);
});
