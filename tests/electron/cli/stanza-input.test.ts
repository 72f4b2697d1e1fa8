import { describe, expect, it } from 'vitest';
import { readInput, readStanzas } from '#hosts/cli/stanza-input.ts';
import { CommandError } from '#hosts/cli/terminal.ts';
import { buildTerminal } from '#tests/support/terminal.ts';

describe('readStanzas()', () => {
  it('cuts a text into stanzas', () => {
    const stanzas = readStanzas(
      "<presence/>\n\n<iq type='get' id='a'>\n  <ping xmlns='urn:xmpp:ping'/>\n</iq>\n",
    );
    expect(stanzas.map(({ element, line }) => [element.name, line])).toEqual([
      ['presence', 1],
      ['iq', 3],
    ]);
  });

  it('keeps the exact text', () => {
    const xml = '<message to="a@b"><body>1 &lt; 2</body></message>';
    expect(readStanzas(`  ${xml}\n`)[0]?.xml).toBe(xml);
  });

  it.each([
    ["<presence/>\n  <iq type='get'><ping></iq>", 'Line 2, column'],
    ['<presence/>\nnot XML', 'Line 2, column 1'],
    ['<iq', 'Line 1, column'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><iq/>', 'Line 1, column'],
  ])('names the place of the fault in %j', (text, place) => {
    expect(() => readStanzas(text)).toThrow(place);
  });

  it('refuses an input without a stanza', () => {
    expect(() => readStanzas(' \n')).toThrow('no stanza');
  });

  it('ends the command with code 2', () => {
    expect(() => readStanzas('<a')).toThrow(CommandError);
    expect(() => readStanzas('<a')).toThrow(expect.objectContaining({ exitCode: 2 }) as Error);
  });
});

describe('readInput()', () => {
  it('reads stdin without a file', async () => {
    const terminal = buildTerminal({ stdin: '<presence/>' });
    expect(await readInput(terminal, undefined)).toBe('<presence/>');
  });

  it('names a file that cannot be read', async () => {
    await expect(readInput(buildTerminal(), '/nowhere/at-all.xml')).rejects.toThrow(
      '/nowhere/at-all.xml cannot be read (ENOENT)',
    );
  });
});
