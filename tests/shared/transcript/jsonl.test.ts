import { describe, expect, it } from 'vitest';
import {
  readLine,
  writeEntry,
  writeFooter,
  writeHeader,
} from '#shared/transcript/formats/jsonl.ts';
import type { TranscriptHeader } from '#shared/transcript/formats/transcript-file.ts';
import { buildEntry } from '#tests/support/entries.ts';

const HEADER: TranscriptHeader = {
  tool: { name: 'Pushscope', version: '0.1.0' },
  created: '2026-08-20T10:00:00.000Z',
  recording: { name: 'Recording', startedAt: '2026-08-20T09:00:00.000Z' },
  sessions: [],
  redaction: { profile: 'support', rules: 1 },
  filter: { query: 'enable' },
  entries: 1,
  total: 2,
};

const FOOTER = {
  entries: 1,
  dropped: 0,
  unparsed: 0,
  redactions: { node: 1 },
  leakCheck: { values: 1, unchecked: 0 },
};

describe('the JSON Lines format', () => {
  it('gives entries back as they were', () => {
    const entry = buildEntry({
      seq: 7,
      replyTo: 3,
      latencyMs: 12.5,
      relation: 'wrong-sender',
      condition: 'item-not-found',
      from: 'user1@localhost',
      stepId: 'enable',
      runId: 'r1',
      text: 'note',
      xml: '<iq>\u2028"\\\u{1f514}</iq>',
      masked: true,
      monotonicMs: 1.25,
    });
    expect(readLine(writeEntry(entry), 2)).toEqual({ ok: true, value: { kind: 'entry', entry } });
    expect(readLine(writeEntry(buildEntry()), 2)).toEqual({
      ok: true,
      value: { kind: 'entry', entry: buildEntry() },
    });
  });

  it('leaves out what an entry does not have', () => {
    expect(JSON.parse(writeEntry(buildEntry()))).toEqual({
      kind: 'entry',
      seq: 1,
      t: '2026-08-20T10:00:00.000Z',
      dt: 1,
      sessionId: 's1',
      session: 'Alice',
      dir: 'in',
      what: 'stanza',
      name: 'message',
      xml: '<message/>',
      bytes: 10,
    });
  });

  it('writes one line each', () => {
    for (const text of [
      writeHeader(HEADER),
      writeEntry(buildEntry({ xml: 'a\nb' })),
      writeFooter(FOOTER, 'f'.repeat(64)),
    ]) {
      expect(text.endsWith('\n')).toBe(true);
      expect(text.trimEnd()).not.toContain('\n');
    }
  });

  it('reads header and footer', () => {
    expect(readLine(writeHeader(HEADER), 1)).toMatchObject({
      ok: true,
      value: { kind: 'header', name: 'Recording' },
    });
    expect(readLine(writeFooter(FOOTER, 'a'.repeat(64)), 3)).toMatchObject({
      ok: true,
      value: { kind: 'footer', entries: 1, sha256: 'a'.repeat(64) },
    });
  });

  it.each([
    ['no JSON', '{"kind":', 'bad-line'],
    ['another kind', '{"kind":"other"}', 'bad-line'],
    ['a missing part', '{"kind":"entry","seq":1}', 'bad-line'],
    ['a list', '[]', 'bad-line'],
    ['a newer version', '{"kind":"header","version":2}', 'transcript-newer'],
  ])('names the line of %s', (_what, source, code) => {
    const read = readLine(source, 17);
    expect(read).toMatchObject({ ok: false, error: { code, place: 'line 17' } });
  });

  it('says that a first line is no transcript', () => {
    expect(readLine('hello', 1)).toMatchObject({ ok: false, error: { code: 'not-a-transcript' } });
  });
});
