import { expect, it } from 'vitest';
import { splitJson } from '#renderer/formatting/json-parts.ts';

it('tells keys from strings', () => {
  expect(splitJson('{"a": "b\\"c", "d":1}')).toEqual([
    { kind: 'other', text: '{' },
    { kind: 'key', text: '"a":' },
    { kind: 'other', text: ' ' },
    { kind: 'string', text: '"b\\"c"' },
    { kind: 'other', text: ', ' },
    { kind: 'key', text: '"d":' },
    { kind: 'other', text: '1}' },
  ]);
});

it.each(['not json', '"unfinished', '', '{"a":\u202E}'])('loses nothing of %j', (text) => {
  const joined = splitJson(text)
    .map((part) => part.text)
    .join('');
  expect(joined).toBe(text.replace('\u202E', '⟨U+202E⟩'));
});
