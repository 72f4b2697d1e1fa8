import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { buildDraft, draftFromWire, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const GOLDEN = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));

const lineSchema = z.union([
  z.object({ dir: z.enum(['in', 'out']), xml: z.string() }),
  z.object({ dir: z.literal('push'), request: z.object({ url: z.string(), rawBody: z.string() }) }),
  z.object({ dir: z.string() }).transform(() => null),
]);

/** Every line of every recording of the real server, as entries. */
function readDrafts() {
  const files = readdirSync(GOLDEN).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) => readFileSync(join(GOLDEN, name), 'utf8').split('\n'));
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => {
      const read = lineSchema.parse(JSON.parse(line));
      if (read === null) return [];
      if ('xml' in read) return [draftFromWire(read.xml, read.dir)];
      const { url, rawBody } = read.request;
      return [buildDraft({ kind: 'push', sessionId: '', text: `POST ${url}`, xml: rawBody })];
    });
}

/** Device tokens and nodes of those recordings. */
const PRIVATE = ['dev-token-1', 'tok-bogus', 'ghost-node', 'disco-node', 'self-token', 'rt-token'];

describe('exporting what a real server sent', () => {
  it('passes the leak check and hides the private parts', async () => {
    const folder = createTemporaryFolder();
    const store = openStore(join(folder, 'recordings'));
    onTestFinished(() => store.dispose());
    const drafts = readDrafts();
    for (const draft of drafts) store.record(draft);
    expect(drafts.length).toBeGreaterThan(500);
    const { recordingId } = store.status();
    for (const format of ['jsonl', 'markdown'] as const) {
      const path = join(folder, format);
      const written = await store.exportTo(path, { recordingId, format, query: '' });
      expect(written).toMatchObject({ ok: true, value: { entries: drafts.length } });
      const text = readFileSync(path, 'utf8');
      for (const value of [...PRIVATE, 'alice@localhost', 'Hello Alice']) {
        expect(text.includes(value)).toBe(false);
      }
      expect(text).toContain('precondition-not-met');
    }
  });
});
