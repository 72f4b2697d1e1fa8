import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WireEntry } from '#shared/transcript/entry.ts';
import type { FormatId } from '#shared/transcript/formats/format.ts';
import { createRedactor } from '#shared/transcript/redact.ts';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { EMPTY_CONTEXT } from '#services/transcript/export-secrets.ts';
import { openExportSource } from '#services/transcript/export-source.ts';
import { writeTranscript } from '#services/transcript/export-writer.ts';
import { createMatchState, createMatchWatch } from '#services/transcript/reader/match-watch.ts';
import { writeExport, type ExportTask } from '#services/transcript/write-export.ts';
import { buildEntry, draftFromWire } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const COUNT = 60;
const BODY = 'the server closed';
const LEAK: Secret = { value: BODY, class: 'body' };

/** Messages, and one note that quotes what the last of them says. */
function buildEntries(quoting: number, note: Partial<WireEntry>): WireEntry[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const seq = index + 1;
    const body = seq === COUNT ? BODY : `words number ${seq} of a friend`;
    const from = `friend${seq % 7}@example.org/phone`;
    const xml = `<message from='${from}' id='m${seq}'><body>${body}</body></message>`;
    return seq === quoting
      ? buildEntry({ seq, kind: 'note', xml: '', ...note })
      : buildEntry({ ...draftFromWire(xml), seq });
  });
}

function setUp(entries: readonly WireEntry[], format: FormatId = 'jsonl', name = 'a name') {
  const task: ExportTask = {
    recording: {
      ...{ path: null, live: false, marks: [], unwritten: entries },
      facts: { name, startedAt: '2026-08-20T06:00:00.000Z' },
    },
    ...{ temporary: join(createTemporaryFolder(), 'out'), format, query: '' },
    ...{ context: EMPTY_CONTEXT, created: '2026-08-20T07:00:00.000Z' },
    matching: createMatchState(),
  };
  const told: number[] = [];
  return { task, told, tell: (progress: { entries: number }) => void told.push(progress.entries) };
}

/** The same written at once by who knows all from the beginning. */
async function writeKnowing(task: ExportTask, leak: Secret): Promise<string> {
  const temporary = `${task.temporary}-full`;
  const source = await openExportSource(task.recording, {
    ...{ text: '', now: task.created, watch: createMatchWatch(task.matching) },
  });
  if (!source.ok) throw new Error(source.error.what);
  const redactor = createRedactor({ profile: 'support', known: [leak], accountWord: 'user' });
  await writeTranscript({
    ...{ task: { ...task, temporary }, source: source.value, redactor, tell: () => undefined },
    secrets: () => redactor.seen(),
  });
  return readFileSync(temporary, 'utf8');
}

describe('a value that is found in a finished file', () => {
  it.each(['jsonl', 'markdown'] as const)(
    'is hidden where it stands, as in %s written anew',
    async (format) => {
      const note = { text: `It said: ${BODY}`, masked: true };
      const { task, told, tell } = setUp(buildEntries(31, note), format);
      const written = await writeExport(task, tell);
      const text = readFileSync(task.temporary, 'utf8');
      expect(text).not.toContain(BODY);
      expect(text).toBe(await writeKnowing(task, LEAK));
      // The first round tells of all entries, the second goes to the one that leaked.
      expect(told).toEqual([COUNT, 31]);
      expect(written).toMatchObject({ ok: true, value: { entries: COUNT } });
    },
  );

  it('leaves a footer that fits', async () => {
    const { task, tell } = setUp(buildEntries(1, { text: BODY }));
    const written = await writeExport(task, tell);
    const text = readFileSync(task.temporary, 'utf8');
    const start = text.lastIndexOf('{"kind":"footer"');
    const sha256 = createHash('sha256').update(text.slice(0, start)).digest('hex');
    const footer = JSON.parse(text.slice(start)) as { redactions: Record<string, number> };
    expect(footer).toMatchObject({ entries: COUNT, unparsed: 0, sha256 });
    const lines = text.slice(0, start).trimEnd().split('\n').slice(1);
    const listed = lines.flatMap((line) => {
      const { redactions = [] } = JSON.parse(line) as { redactions?: { class: string }[] };
      return redactions.map((one) => one.class);
    });
    expect(footer.redactions).toEqual({
      account: listed.filter((one) => one === 'account').length,
      body: listed.filter((one) => one === 'body').length,
    });
    expect(written).toMatchObject({ ok: true, value: { replaced: listed.length } });
  });

  it('is hidden by writing all anew where it stands outside of the entries', async () => {
    const { task, told, tell } = setUp(buildEntries(0, {}), 'jsonl', BODY);
    expect(await writeExport(task, tell)).toMatchObject({ ok: true });
    expect(readFileSync(task.temporary, 'utf8')).not.toContain(BODY);
    expect(told).toEqual([COUNT, COUNT]);
  });

  it('is not taken for hidden where nothing can hide it', async () => {
    const { task, tell } = setUp([
      ...buildEntries(0, {}),
      buildEntry({ ...draftFromWire(`<message><QzSecretName/></message>`), seq: COUNT + 1 }),
      buildEntry({
        ...draftFromWire(`<message><body>QzSecretName</body></message>`),
        seq: COUNT + 2,
      }),
    ]);
    expect(await writeExport(task, tell)).toMatchObject({
      ok: false,
      error: { code: 'export-leak' },
    });
  });
});
