import { describe, expect, it, onTestFinished } from 'vitest';
import { COPY_FORMATS, type CopyFormat } from '#shared/contract/query.ts';
import { readForCopy } from '#services/transcript/copy-entries.ts';
import { EMPTY_CONTEXT, type ExportContext } from '#services/transcript/export-secrets.ts';
import { buildDraft, buildEntry, draftFromWire, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const TOKEN = 'c2FtcGxl:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3h';
const ENABLE =
  "<iq type='set' id='x1'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='my-push-node'>" +
  `<x xmlns='jabber:x:data' type='submit'><field var='device_id'><value>${TOKEN}</value></field></x></enable></iq>`;

/** A store with its recording, and what copying from it gives. */
function setUp(context: Partial<ExportContext> = {}) {
  const store = openStore(createTemporaryFolder(), {
    context: () => ({ ...EMPTY_CONTEXT, ...context }),
  });
  onTestFinished(() => store.dispose());
  const copy = (seqs: readonly number[], format: CopyFormat = 'xml') =>
    store.copyText({ recordingId: store.status().recordingId, seqs: [...seqs], format });
  return { store, copy };
}

describe('copying', () => {
  it.each(COPY_FORMATS)('redacts %s as an export would', async (format) => {
    const { store, copy } = setUp();
    const copied = await copy([store.record(draftFromWire(ENABLE, 'out'))], format);
    if (!copied.ok) throw new Error(copied.error.what);
    expect(copied.value).toContain('node-1');
    expect(copied.value).not.toContain('my-push-node');
    expect(copied.value).not.toContain(TOKEN);
  });

  it('uses the same alias in all entries', async () => {
    const { store, copy } = setUp();
    const seqs = [1, 2].map(() => store.record(draftFromWire(ENABLE, 'out')));
    const copied = await copy(seqs);
    expect(copied.ok && copied.value.match(/node-\d/g)).toEqual(['node-1', 'node-1']);
  });

  it('hides in the first entry what the second tells', async () => {
    const { store, copy } = setUp();
    const first = store.record(buildDraft({ kind: 'note', xml: '', text: `token ${TOKEN}` }));
    const copied = await copy([first, store.record(draftFromWire(ENABLE, 'out'))]);
    expect(copied.ok && copied.value.includes(TOKEN)).toBe(false);
    expect(copied.ok).toBe(true);
  });

  it('masks an entry of megabytes, too', async () => {
    const { store, copy } = setUp();
    const large = ENABLE.replace('</iq>', `<a>${'<b/>'.repeat(200_000)}</a></iq>`);
    const copied = await copy([store.record(draftFromWire(large, 'out'))]);
    expect(copied.ok && copied.value.length).toBeGreaterThan(800_000);
    expect(copied.ok && copied.value).toContain('node-1');
    expect(copied.ok && copied.value.includes(TOKEN)).toBe(false);
  });

  it('copies the line of an entry without text', async () => {
    const { store, copy } = setUp();
    const seq = store.record(buildDraft({ kind: 'tls', xml: '', text: 'TLS 1.3' }));
    expect(await copy([seq])).toEqual({ ok: true, value: 'TLS 1.3' });
  });

  it('refuses what it cannot redact', async () => {
    const { store, copy } = setUp({ passwords: ['HunterTwo'] });
    const broken = store.record(draftFromWire('<message><body>'));
    expect(await copy([broken])).toMatchObject({ error: { code: 'not-redactable' } });
    const leaking = store.record(draftFromWire('<HunterTwo/>'));
    expect(await copy([leaking])).toMatchObject({ error: { code: 'export-leak' } });
  });

  it('refuses an entry that is not there', async () => {
    const { store, copy } = setUp();
    store.record(draftFromWire('<presence/>'));
    expect(await copy([1, 7])).toMatchObject({ error: { code: 'not-found' } });
  });

  it('refuses more than a clipboard takes', async () => {
    const entry = buildEntry({ xml: 'x'.repeat(20_000_000) });
    const read = async () => ({ ok: true, value: entry }) as const;
    expect(await readForCopy([1, 2], read)).toMatchObject({ error: { code: 'too-much-to-copy' } });
    expect(await readForCopy([1], read)).toMatchObject({ ok: true });
  });
});
