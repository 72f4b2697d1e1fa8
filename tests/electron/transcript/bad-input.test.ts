import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildDraft, draftFromWire, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const controls = String.fromCharCode(...Array.from({ length: 0x20 }, (_, code) => code));

/** What no server should send, and what some do. */
const TEXTS: readonly (readonly [what: string, xml: string])[] = [
  ['10 MB of text', `<message><body>${'x'.repeat(10_000_000)} words</body></message>`],
  ['100,000 children', `<message>${'<a/>'.repeat(100_000)}<words/></message>`],
  ['10,000 levels', `${'<a>'.repeat(10_000)}words${'</a>'.repeat(10_000)}`],
  ['attributes of 1 MB', `<message id='${'i'.repeat(1_000_000)}' to='words'/>`],
  ['text of mixed direction', '<message><body>\u202ewords \u05d0\u2066b\u2069</body></message>'],
  ['control characters', `<message><body>${controls} words</body></message>`],
  ['characters that are none', '<message><body>words \ufffd\uffff</body></message>'],
];

describe('bad input', () => {
  it.each(TEXTS)('is stored exactly and exported: %s', async (_what, xml) => {
    const folder = createTemporaryFolder();
    const store = openStore(join(folder, 'recordings'));
    onTestFinished(() => store.dispose());
    const seq = store.record({ ...draftFromWire(xml), xml });
    const text = `after ${controls} it`;
    const noteSeq = store.record(buildDraft({ kind: 'note', xml: '', text }));
    await store.flush();
    const { recordingId } = store.status();
    const entry = await store.read(recordingId, seq);
    expect(entry.ok && entry.value.xml === xml).toBe(true);
    expect(await store.read(recordingId, noteSeq)).toMatchObject({ ok: true, value: { text } });
    const path = join(folder, 'out.jsonl');
    const exported = await store.exportTo(path, { recordingId, format: 'jsonl', query: '' });
    expect(exported).toMatchObject({ ok: true, value: { entries: 2 } });
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(4);
  });
});
