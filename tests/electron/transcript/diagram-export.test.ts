import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DIAGRAM_FORMATS, type DiagramFormat } from '#shared/contract/query.ts';
import { saveDiagram } from '#services/transcript/diagram-export.ts';
import { EMPTY_CONTEXT, type ExportContext } from '#services/transcript/export-secrets.ts';
import { buildDraft, draftFromWire, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const TOKEN = 'c2FtcGxl:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3h';
const ENABLE =
  "<iq type='set' id='x1'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='my-push-node'>" +
  `<x xmlns='jabber:x:data' type='submit'><field var='device_id'><value>${TOKEN}</value></field></x></enable></iq>`;
const RESULT = "<iq type='result' id='x1' from='localhost' to='juliet@localhost/balcony'/>";
const FROM_ROMEO = "<message from='romeo@elsewhere.org/orchard' to='juliet@localhost/balcony'/>";

function setUp(context: Partial<ExportContext> = {}) {
  const store = openStore(createTemporaryFolder(), {
    context: () => ({ ...EMPTY_CONTEXT, ...context }),
  });
  onTestFinished(() => store.dispose());
  const draw = (seqs: readonly number[], format: DiagramFormat = 'mermaid') =>
    store.drawDiagram({ recordingId: store.status().recordingId, seqs: [...seqs], format });
  return { store, draw };
}

describe('diagram export', () => {
  it.each(DIAGRAM_FORMATS)('gives %s aliases for names', async (format) => {
    const { store, draw } = setUp();
    const seqs = [
      store.record(buildDraft({ kind: 'note', xml: '', text: `push to ${TOKEN}` })),
      store.record(draftFromWire(ENABLE, 'out')),
      store.record(draftFromWire(RESULT)),
      store.record(draftFromWire(FROM_ROMEO)),
    ];
    const drawn = await draw(seqs, format);
    if (!drawn.ok) throw new Error(drawn.error.what);
    expect(drawn.value.entries).toBe(4);
    expect(drawn.value.text).toMatch(/session-1[^]*localhost[^]*user\d@elsewhere\.org/);
    for (const secret of [TOKEN, 'juliet', 'romeo', 'balcony', 'Alice']) {
      expect(drawn.value.text).not.toContain(secret);
    }
  });

  it('names no server that no entry tells', async () => {
    const { store, draw } = setUp();
    const drawn = await draw([store.record(draftFromWire(ENABLE, 'out'))]);
    expect(drawn.ok && drawn.value.text).toContain('participant L2 as server');
  });

  it('hides a password that is a name', async () => {
    const { store, draw } = setUp({ passwords: ['HunterTwo'] });
    const drawn = await draw([store.record(draftFromWire('<HunterTwo/>'))]);
    expect(drawn.ok && drawn.value.text).toContain('password hidden');
  });

  it('refuses what it cannot hide', async () => {
    const { store, draw } = setUp({ passwords: ['sequenceDiagram'] });
    const drawn = await draw([store.record(draftFromWire('<presence/>'))]);
    expect(drawn).toMatchObject({ error: { code: 'export-leak' } });
  });

  it('refuses an entry that is not there', async () => {
    const { draw } = setUp();
    expect(await draw([7])).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('saveDiagram', () => {
  const diagram = { text: 'sequenceDiagram\n', entries: 1, maskedValues: 2 };

  it('writes the whole file', () => {
    const folder = createTemporaryFolder();
    const saved = saveDiagram(join(folder, 'a.mmd'), diagram);
    expect(saved).toEqual({
      ok: true,
      value: { fileName: 'a.mmd', entries: 1, maskedValues: 2 },
    });
    expect(readFileSync(join(folder, 'a.mmd'), 'utf8')).toBe(diagram.text);
  });

  it('leaves nothing where it cannot write', () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'taken'));
    const saved = saveDiagram(join(folder, 'taken'), diagram);
    expect(saved).toMatchObject({ error: { code: 'export-failed' } });
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
