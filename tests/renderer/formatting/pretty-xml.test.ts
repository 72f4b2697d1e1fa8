import { expect, it } from 'vitest';
import { prettyXml } from '#renderer/formatting/pretty-xml.ts';

it('puts each element on its line', () => {
  expect(prettyXml("<iq id='a'><ping xmlns='urn:xmpp:ping'/></iq>")).toBe(
    "<iq id='a'>\n  <ping xmlns='urn:xmpp:ping'/>\n</iq>",
  );
});

it.each(["<iq id='a'", '<!DOCTYPE x><x/>', '<stream:stream>'])('shows %s as it is', (text) => {
  expect(prettyXml(text)).toBe(text);
});
