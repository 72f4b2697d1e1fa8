import { expect, it } from 'vitest';
import { prettyXml } from '#renderer/formatting/pretty-xml.ts';

it('puts each element on its line', () => {
  expect(prettyXml("<iq id='a'><ping xmlns='urn:xmpp:ping'/></iq>")).toBe(
    "<iq id='a'>\n  <ping xmlns='urn:xmpp:ping'/>\n</iq>",
  );
});

it.each(["<iq id='a'", '<stream:stream>', `<a>${' '.repeat(200_000)}<b/></a>`])(
  'shows %.20s as it is',
  (text) => {
    expect(prettyXml(text)).toBe(text);
  },
);
