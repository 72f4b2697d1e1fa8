import { readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function setUp() {
  const folder = createTemporaryFolder();
  const store = openStore(folder);
  onTestFinished(() => store.dispose());
  const read = async (id: string, seq: number) => {
    const entry = await store.read(id, seq);
    return entry.ok ? entry.value : entry;
  };
  return { store, folder, read };
}

describe('pasting a log', () => {
  it('makes a recording that opens like any other', async () => {
    const { store, folder, read } = setUp();
    const text =
      'when=2026-08-20T10:00:00Z what=user_send_packet stanza={xmlel,<<"iq">>,[{<<"id">>,<<"a">>}],[]}\n' +
      'when=2026-08-20T10:00:01Z what=other';
    const pasted = await store.paste({ text, name: 'From support' });
    expect(pasted).toMatchObject({
      ok: true,
      value: {
        recording: { name: 'From support', entries: 2, opened: true, live: false },
        unread: [{ line: 2, why: 'No stanza in it' }],
        unreadCount: 1,
        guessed: 0,
      },
    });
    const { id } = pasted.ok ? pasted.value.recording : { id: '' };
    expect(store.list()).toContainEqual(expect.objectContaining({ id, opened: true }));
    expect(await read(id, 1)).toMatchObject({ kind: 'note' });
    expect(await read(id, 2)).toMatchObject({ xml: "<iq id='a'/>", direction: 'out', name: 'iq' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing when no stanza is in it', async () => {
    const { store } = setUp();
    const before = store.list();
    expect(await store.paste({ text: 'hello\nworld', name: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'nothing-to-read', place: 'line 1', why: 'Line 1: No stanza in it.' },
    });
    expect(store.list()).toEqual(before);
  });

  it('tells a hundred unreadable parts and counts the others', async () => {
    const { store } = setUp();
    const text = 'words\n<r />\n'.repeat(150);
    const pasted = await store.paste({ text, name: 'x' });
    expect(pasted).toMatchObject({ ok: true, value: { unreadCount: 150, guessed: 150 } });
    expect(pasted.ok && pasted.value.unread.length).toBe(100);
  });

  it('lets others have their turn while it reads', async () => {
    const { store } = setUp();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    onTestFinished(() => clearInterval(timer));
    const text = '{xmlel,<<"message">>,[],[{xmlcdata,<<"some words">>}]}\n'.repeat(20_000);
    expect(await store.paste({ text, name: 'x' })).toMatchObject({ ok: true });
    expect(turns).toBeGreaterThan(2);
  });
});
