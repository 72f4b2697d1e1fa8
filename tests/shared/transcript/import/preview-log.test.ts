import { describe, expect, it } from 'vitest';
import { previewLog } from '#shared/transcript/import/preview-log.ts';

describe('the preview of a text', () => {
  it('counts what would become of it', () => {
    const text = '{xmlel,<<"r">>,[],[]}\nwords\n{xmlel,<<"i q">>,[],[]}';
    expect(previewLog(text, 1_000)).toMatchObject({
      ...{ label: 'Erlang terms', stanzas: 1, unreadCount: 2, whole: true },
      unread: [{ line: 2 }, { line: 3 }],
    });
  });

  it('looks at whole lines of a long text only', () => {
    expect(previewLog('<r />\n'.repeat(100), 20)).toMatchObject({
      ...{ stanzas: 3, unreadCount: 0, whole: false },
    });
  });

  it.each(['', '\n', 'x', '\n\n\n'])('takes %j', (text) => {
    expect(previewLog(text, 1)).toMatchObject({ stanzas: 0 });
  });
});
