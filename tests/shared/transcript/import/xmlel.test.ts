import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTerm } from '#shared/transcript/import/erlang-term.ts';
import { writeTermXml } from '#shared/transcript/import/xmlel.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { printElement } from './erlang-forms.ts';

function xmlOf(text: string) {
  const outcome = readTerm(text);
  if (!outcome.ok) throw new Error(outcome.message);
  return writeTermXml(outcome.term);
}

const element = (xml: string) => ({ ok: true, kind: 'element', xml });

describe('elements of Erlang servers', () => {
  it.each([
    // exml and fast_xml: attributes as pairs (docs: transcripts, "Pasted text").
    ['{xmlel,<<"iq">>,[{<<"type">>,<<"set">>}],[]}', "<iq type='set'/>"],
    // exml 4: attributes as a map.
    ['{xmlel,<<"iq">>,#{<<"type">> => <<"set">>},[]}', "<iq type='set'/>"],
    ['#xmlel{name = <<"iq">>,attrs = [{<<"id">>,<<"a">>}],children = []}', "<iq id='a'/>"],
    ['{xmlstreamelement,{xmlel,<<"r">>,[],[]}}', '<r/>'],
    ['{xmlel,"body",[],[{xmlcdata,["a",<<"<">>,[98]]}]}', '<body>a&lt;b</body>'],
    ['{xmlel,<<"b">>,[],[{xmlcdata,<<"x">>,cdata},#xmlcdata{content = <<"y">>}]}', '<b>xy</b>'],
    ['{xmlel,<<"b">>,[{<<"a">>,<<"\'\\n&">>}],[]}', "<b a='&apos;&#10;&amp;'/>"],
    ['{xmlel,<<"b">>,"",""}', '<b/>'],
  ])('become XML: %s', (term, xml) => {
    expect(xmlOf(term)).toEqual(element(xml));
  });

  it('may be stream tags', () => {
    expect(xmlOf('{xmlstreamstart,<<"stream:stream">>,[{<<"to">>,<<"a">>}]}')).toEqual({
      ...{ ok: true, kind: 'stream-open', xml: "<stream:stream to='a'>" },
    });
    expect(xmlOf('{xmlstreamend,<<"stream:stream">>}')).toEqual({
      ...{ ok: true, kind: 'stream-close', xml: '</stream:stream>' },
    });
  });

  it.each([
    ['{xmlel,<<"iq">>,...}', '<iq/>'],
    ['{xmlel,<<"iq">>,[{<<"id">>,<<"a', '<iq/>'],
    ['{xmlel,<<"iq">>,[{<<"id">>,<<"a">>},{<<"to">>', "<iq id='a'/>"],
    ['{xmlel,<<"m">>,[],[{xmlel,<<"body">>,[],[{xmlcdata,<<"so f', '<m><body>so f</body></m>'],
  ])('keep what is whole of %s', (term, xml) => {
    expect(xmlOf(term)).toEqual(element(xml));
  });

  it.each([
    ['{other,<<"iq">>}', 'The term is no XML element'],
    ['{xmlel,<<"iq">>,[a],[]}', 'The attributes of an element are no pairs'],
    ['{xmlel,<<"iq">>,[],b}', 'The children of an element are no list'],
    ['{xmlel,{a},[],[]}', 'A text of an element is no text'],
    [
      '{xmlel,<<"iq">>,[],[{xmlcdata,[-1]}]}',
      'A text of an element holds a number that is no character',
    ],
  ])('say why %s is none', (term, why) => {
    expect(xmlOf(term)).toEqual({ ok: false, why });
  });

  it('are refused when they nest too deep', () => {
    const term = '{xmlel,<<"a">>,[],['.repeat(10_000) + ']}'.repeat(10_000);
    expect(xmlOf(term)).toEqual({ ok: false, why: 'Elements are nested deeper than 512' });
  });
});

describe('both forms of attributes', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const value = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[^\n\t\P{C}]/gu, ''));
  const node = fc.letrec<{ element: XmlElement }>((tie) => ({
    element: fc
      .record({
        name,
        ns: fc.constantFrom('jabber:client', 'urn:xmpp:push:0', 'jabber:x:data'),
        attrs: fc.dictionary(
          name.filter((one) => !one.startsWith('xml')),
          value,
          { maxKeys: 4 },
        ),
        children: fc.array(fc.oneof({ depthSize: 'small' }, value, tie('element')), {
          maxLength: 3,
        }),
      })
      .map(({ name: tag, ns, attrs, children }) =>
        createElement(tag, ns, attrs, joinTexts(children)),
      ),
  }));

  it.each(['list', 'map'] as const)('read back what was printed as %s', (form) => {
    fc.assert(
      fc.property(node.element, (tree) => {
        const written = xmlOf(printElement(tree, form));
        expect(written.ok && parseXml(written.xml)).toEqual({ ok: true, element: tree });
      }),
    );
  });
});

/** A parser gives one text where two stood side by side. */
function joinTexts(children: readonly (XmlElement | string)[]): (XmlElement | string)[] {
  return children.filter(
    (child, place) => typeof child !== 'string' || typeof children[place - 1] !== 'string',
  );
}
