/** The likeness that measurements rest on: it must be one. */
import { describe, expect, it } from 'vitest';
import { ANSWER_RELATIONS, ENTRY_KINDS, type EntrySummary } from '#shared/transcript/entry.ts';
import { draftFromWire } from '#tests/support/entries.ts';
import { generateEntries } from '#tests/support/generated-entries.ts';

const entries = [...generateEntries(60_000, 7)];

describe('generated entries', () => {
  it('are summarised as if they had crossed', () => {
    const wrong = entries.filter(({ kind, xml, ...entry }) => {
      if (kind !== 'stanza' && kind !== 'nonza') return false;
      const read = draftFromWire(xml);
      return read.kind !== kind || PARTS.some((part) => read[part] !== entry[part]);
    });
    expect(wrong).toEqual([]);
  });

  it('stand in the order of time', () => {
    const times = entries.map(({ monotonicMs }) => monotonicMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  });

  it('refer to requests before them', () => {
    const wrong = entries.filter(({ seq, replyTo, sessionId, runId }) => {
      if (replyTo === null) return false;
      const request = entries[replyTo - 1];
      return (
        replyTo >= seq ||
        request?.direction !== 'out' ||
        request.sessionId !== sessionId ||
        request.runId !== runId
      );
    });
    expect(wrong).toEqual([]);
  });

  it('are of every kind and relation', () => {
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(ENTRY_KINDS));
    const relations = new Set(entries.map(({ relation }) => relation));
    expect(ANSWER_RELATIONS.filter((relation) => !relations.has(relation))).toEqual([]);
  });

  it('are the same for a seed', () => {
    const again = [...generateEntries(2_000, 7)];
    expect(again).toEqual(entries.slice(0, 2_000));
    expect([...generateEntries(2_000, 8)]).not.toEqual(again);
  });
});

const PARTS: readonly (keyof EntrySummary)[] = [
  ...(['name', 'type', 'id', 'from', 'to'] as const),
  ...(['childName', 'childNs', 'childAction', 'condition'] as const),
];
