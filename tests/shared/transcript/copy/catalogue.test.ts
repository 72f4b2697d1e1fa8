import { describe, expect, it } from 'vitest';
import { COPY_FORMATTERS } from '#shared/transcript/copy/catalogue.ts';
import { COPY_FORMATS } from '#shared/contract/query.ts';
import { buildEntry } from '#tests/support/entries.ts';

const MESSAGE = buildEntry({ xml: "<message to='b@x'><body>1 &lt; 2 \u202Eok</body></message>" });
const NOTE = buildEntry({ seq: 2, direction: 'local', kind: 'note', xml: '', text: 'a <note>' });

describe('COPY_FORMATTERS', () => {
  it.each(COPY_FORMATS)('writes %s under its name', (format) => {
    expect(COPY_FORMATTERS[format].id).toBe(format);
  });

  it('copies XML as it is', () => {
    expect(COPY_FORMATTERS.xml.write([MESSAGE, NOTE])).toBe(`${MESSAGE.xml}\na <note>`);
  });

  it('fences Markdown with the facts above', () => {
    const text = COPY_FORMATTERS.markdown.write([MESSAGE]);
    expect(text).toMatch(/^`#1` 2026-08-20T10:00:00.000Z \*\*Alice\*\* ← message/);
    expect(text).toContain(
      "```xml\n<message to='b@x'><body>1 &lt; 2 &#x202E;ok</body></message>\n```",
    );
  });

  it('gives JSON the tree of elements', () => {
    const [message, note] = JSON.parse(COPY_FORMATTERS.json.write([MESSAGE, NOTE])) as object[];
    expect(message).toMatchObject({
      seq: 1,
      element: {
        name: 'message',
        ns: 'jabber:client',
        attrs: { to: 'b@x' },
        children: [{ name: 'body', children: ['1 < 2 \u202Eok'] }],
      },
    });
    expect(note).toMatchObject({ seq: 2, text: 'a <note>' });
  });

  it('escapes HTML and uses no styles', () => {
    const text = COPY_FORMATTERS.html.write([MESSAGE, NOTE]);
    expect(text).toContain(
      '<pre><code>&lt;message to=&apos;b@x&apos;&gt;\n  &lt;body&gt;1 &amp;lt; 2',
    );
    expect(text).toContain('&amp;#x202E;ok');
    expect(text).toContain('<pre><code>a &lt;note&gt;</code></pre>');
    expect(text.replaceAll(/<\/?(?:p|pre|code)>/g, '')).not.toContain('<');
  });
});
