import { expect, it } from 'vitest';
import { pathQuery } from '#renderer/formatting/tree-path.ts';
import { createEntryMatcher } from '#shared/transcript/query/match-query.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import { outlineXml } from '#shared/xml/outline.ts';
import { buildEntry } from '#tests/support/entries.ts';

const STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const ERROR = `<iq type='error' id='1'><error type='cancel'><item-not-found xmlns='${STANZAS}'/></error></iq>`;
const FEATURES =
  "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></stream:features>";
const PRESENCE = "<presence type='unavailable'/>";

it.each([
  [ERROR, 'item-not-found', `iq[type=error].error[type=cancel]{${STANZAS}}item-not-found`],
  [ERROR, 'iq', 'iq[type=error]'],
  [PRESENCE, 'presence', 'presence[type=unavailable]'],
  ['<message><body>x</body></message>', 'body', 'message[].body'],
])('writes the path in %s to %s', (text, name, path) => {
  const outline = outlineXml(text);
  const element = outline.parts.find((part) => part.name === name);
  expect(element && pathQuery(text, outline, element)).toBe(path);
});

it.each([ERROR, FEATURES, PRESENCE])('writes queries that find %s', (text) => {
  const outline = outlineXml(text);
  for (const element of outline.parts) {
    const query = parseQuery(pathQuery(text, outline, element));
    if (!query.ok) throw new Error(query.error.what);
    const matches = createEntryMatcher(query.value);
    const surroundings = { relationsTo: () => [], markOf: () => undefined };
    expect(matches(buildEntry({ xml: text }), surroundings)).toBe(true);
  }
});
