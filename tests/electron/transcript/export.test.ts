import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ExportProgress } from '#shared/contract/channels.ts';
import { createEventHub } from '#services/event-hub.ts';
import { EMPTY_CONTEXT, type ExportContext } from '#services/transcript/export-secrets.ts';
import { buildDraft, draftFromWire, openStore } from '#tests/support/entries.ts';
import { buildRun, buildSession } from '#tests/support/export-context.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const TOKEN = 'c2FtcGxl:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3h';

/** A store in a folder of its own, and an export of it. */
function setUp(context: Partial<ExportContext> = {}) {
  const folder = createTemporaryFolder();
  const store = openStore(join(folder, 'recordings'), {
    context: () => ({ ...EMPTY_CONTEXT, version: '0.1.0', ...context }),
  });
  onTestFinished(() => store.dispose());
  const path = join(folder, 'out.jsonl');
  const exportAs = (format: 'jsonl' | 'markdown' = 'jsonl', query = '', to = path) =>
    store.exportTo(to, {
      recordingId: store.status().recordingId,
      format,
      query,
    });
  const lines = () =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { folder, store, path, exportAs, lines };
}

function enableStanza(token: string, node: string): string {
  return (
    `<iq type='set' id='x1'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='${node}'>` +
    `<x xmlns='jabber:x:data' type='submit'><field var='device_id'><value>${token}</value></field></x></enable></iq>`
  );
}

describe('exporting to JSON Lines', () => {
  it('writes header, entries and a footer that fits', async () => {
    const { store, path, exportAs, lines } = setUp();
    store.record(draftFromWire(enableStanza(TOKEN, 'my-push-node'), 'out'));
    store.record(draftFromWire("<iq type='result' id='x1'/>"));
    expect(await exportAs()).toEqual({
      ok: true,
      value: { fileName: 'out.jsonl', entries: 2, maskedValues: 2 },
    });
    const [header, first, second, footer] = lines();
    expect(header).toMatchObject({
      kind: 'header',
      entries: 2,
      total: 2,
      tool: { version: '0.1.0' },
    });
    expect(first).toMatchObject({ kind: 'entry', seq: 1, dir: 'out' });
    expect(second).toMatchObject({ kind: 'entry', seq: 2, dir: 'in', type: 'result' });
    expect(footer).toMatchObject({
      kind: 'footer',
      entries: 2,
      redactions: { node: 1, token: 1 },
      leakCheck: { values: 2, unchecked: 0 },
    });
    const text = readFileSync(path, 'utf8');
    const before = text.slice(0, text.lastIndexOf('{"kind":"footer"'));
    expect(footer?.['sha256']).toBe(createHash('sha256').update(before).digest('hex'));
  });

  it('writes only what the filter lets through', async () => {
    const { store, exportAs, lines } = setUp();
    store.record(buildDraft({ kind: 'tls' }));
    store.record(buildDraft());
    await exportAs('jsonl', 'kind:stanza');
    expect(lines().map(({ seq }) => seq)).toEqual([undefined, 2, undefined]);
    expect(lines()[0]).toMatchObject({ entries: 1, total: 2, filter: { query: 'kind:stanza' } });
  });

  it('writes more than one batch', async () => {
    const { store, exportAs, lines } = setUp();
    for (let count = 0; count < 250; count += 1) store.record(buildDraft());
    expect(await exportAs()).toMatchObject({ ok: true, value: { entries: 250 } });
    expect(lines()).toHaveLength(252);
  });

  it('hides a value that stood there before it was known', async () => {
    const { store, path, exportAs } = setUp();
    store.record(buildDraft({ kind: 'note', text: `pasted my-push-node` }));
    store.record(draftFromWire(enableStanza(TOKEN, 'my-push-node'), 'out'));
    expect(await exportAs()).toMatchObject({ ok: true });
    expect(readFileSync(path, 'utf8')).not.toContain('my-push-node');
  });

  it('says how many entries could not be redacted', async () => {
    const { store, path, exportAs, lines } = setUp();
    store.record(draftFromWire('<message><body>hidden words</message>'));
    await exportAs();
    expect(lines().at(-1)).toMatchObject({ unparsed: 1 });
    expect(readFileSync(path, 'utf8')).not.toContain('hidden words');
  });
});

describe('exporting to Markdown', () => {
  it('tells sessions, verdicts and entries', async () => {
    const { folder, store, exportAs } = setUp({
      sessions: [buildSession()],
      runs: [buildRun({ deviceId: TOKEN, node: 'my-push-node' })],
    });
    store.record(draftFromWire(enableStanza(TOKEN, 'my-push-node'), 'out'));
    const path = join(folder, 'out.md');
    expect(await exportAs('markdown', '', path)).toMatchObject({ ok: true });
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('`user1@localhost/res1`, tcp, TLSv1.3');
    expect(text).toContain('Create the node node-1');
    expect(text).toContain("```xml\n<iq type='set' id='x1'>");
    expect(text).not.toContain('my-push-node');
    expect(text).not.toContain('APA91');
    expect(text).not.toContain('alice');
  });
});

describe('exporting what would leak', () => {
  it('names the class and writes nothing', async () => {
    const { folder, store, exportAs } = setUp({ passwords: ['HunterTwo'] });
    store.record(draftFromWire('<message><HunterTwo xmlns="urn:example"/></message>'));
    const result = await exportAs();
    expect(result).toMatchObject({ ok: false, error: { code: 'export-leak' } });
    expect(JSON.stringify(result)).toContain('passwords');
    expect(JSON.stringify(result)).not.toContain('HunterTwo');
    expect(readdirSync(folder).filter((name) => name !== 'recordings')).toEqual([]);
  });

  it('keeps the file that was there before', async () => {
    const { store, path, exportAs } = setUp({ passwords: ['HunterTwo'] });
    writeFileSync(path, 'before');
    store.record(draftFromWire('<HunterTwo/>'));
    await exportAs();
    expect(readFileSync(path, 'utf8')).toBe('before');
  });

  it.each([
    ['a missing folder', (folder: string) => join(folder, 'none', 'out.jsonl')],
    ['a folder of the name', (folder: string) => join(folder, 'taken')],
  ])('tells of %s', async (_what, target) => {
    const { folder, store, exportAs } = setUp();
    mkdirSync(join(folder, 'taken'));
    store.record(buildDraft());
    expect(await exportAs('jsonl', '', target(folder))).toMatchObject({
      ok: false,
      error: { code: 'export-failed' },
    });
    expect(existsSync(join(folder, 'taken'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('planted secrets in exports', () => {
  const secret = fc
    .string({
      minLength: 10,
      maxLength: 40,
      unit: fc.constantFrom(...Array.from('abcXYZ019-_:./+=&<>"\'\\é *')),
    })
    .map((text) => `Qz${text.trim()}w8`);

  it('never reach a file, in any form', async () => {
    const { store, folder, exportAs } = setUp();
    const xmlOf = (value: string) =>
      value.replace(/[&<>'"]/g, (char) => `&#${char.codePointAt(0)};`);
    const planted: string[] = [];
    fc.assert(
      fc.property(secret, (value) => {
        planted.push(value);
        const escaped = xmlOf(value);
        store.record(draftFromWire(enableStanza(escaped, `${escaped}n`), 'out'));
        store.record(draftFromWire(`<message><body>${escaped}</body></message>`));
        const path = `/v3/notification/${encodeURIComponent(value)}`;
        store.record(
          buildDraft({
            kind: 'push',
            sessionId: '',
            text: `POST ${path} answered 200`,
            xml: JSON.stringify({ alert: { body: value }, topic: value, data: { [value]: value } }),
          }),
        );
      }),
      { numRuns: 100 },
    );
    for (const format of ['jsonl', 'markdown'] as const) {
      const path = join(folder, format);
      expect(await exportAs(format, '', path)).toMatchObject({ ok: true });
      const text = readFileSync(path, 'utf8');
      for (const value of planted) {
        const forms = [
          value,
          xmlOf(value),
          JSON.stringify(value).slice(1, -1),
          encodeURIComponent(value),
          Buffer.from(value).toString('base64').replace(/=+$/, ''),
        ];
        for (const form of forms) expect(text.includes(form)).toBe(false);
      }
    }
  });
});

describe('an export on its way', () => {
  it('tells how far it is, and ends where it is cancelled', async () => {
    const folder = createTemporaryFolder();
    const events = createEventHub();
    const store = openStore(join(folder, 'recordings'), { events });
    onTestFinished(() => store.dispose());
    const told: ExportProgress[] = [];
    events.subscribe((batch) => {
      for (const event of batch) {
        if (event.name !== 'export.progressed') continue;
        told.push(event.payload);
        store.cancelExport('e1');
      }
    });
    const many = Array.from({ length: 20_000 }, () => '<r xmlns="urn:xmpp:sm:3"/>').join('\n');
    const pasted = await store.paste({ name: 'many', text: many });
    const recordingId = pasted.ok ? pasted.value.recording.id : '';
    const path = join(folder, 'out.jsonl');
    writeFileSync(path, 'before');
    const request = { recordingId, format: 'jsonl', query: '', exportId: 'e1' } as const;
    expect(await store.exportTo(path, request)).toMatchObject({
      ok: false,
      error: { code: 'export-cancelled' },
    });
    expect(told[0]).toMatchObject({ exportId: 'e1', total: 20_001 });
    expect(told[0]?.entries).toBeLessThan(20_001);
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder).toSorted()).toEqual(['out.jsonl']);
    expect(store.cancelExport('e1')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('searches for thousands of values in a thread', async () => {
    const { store, path, exportAs } = setUp();
    const body = (index: number) => `words of message number ${index}`;
    for (let index = 0; index < 2_500; index += 1) {
      store.record(draftFromWire(`<message><body>${body(index)}</body></message>`));
    }
    store.record(buildDraft({ kind: 'note', xml: '', text: `quoted: ${body(2_400)}` }));
    expect(await exportAs()).toMatchObject({ ok: true, value: { entries: 2_501 } });
    expect(readFileSync(path, 'utf8')).not.toContain(body(2_400));
  });

  it('calls accounts otherwise than any is called', async () => {
    const { store, path, exportAs } = setUp();
    for (const number of [3, 1, 2]) {
      store.record(draftFromWire(`<presence from='user${number}@localhost'/>`));
    }
    expect(await exportAs()).toMatchObject({ ok: true });
    expect(readFileSync(path, 'utf8')).not.toContain('user');
  });
});
