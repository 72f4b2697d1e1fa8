import { maskCredentials } from '#shared/transcript/mask.ts';
import { NO_SUMMARY, type EntryDirection, type WireEntry } from '#shared/transcript/entry.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { stanzaKind, summarize } from '#shared/xmpp/stanza-summary.ts';
import { createEventHub } from '#services/event-hub.ts';
import { createSystemClock, createSystemIds } from '#services/platform.ts';
import type { EntryDraft } from '#services/transcript/recorder-port.ts';
import { createRecordingStore } from '#services/transcript/recording-store.ts';

type StoreOptions = Parameters<typeof createRecordingStore>[0];

/** An entry to record: a message from alice's session, unless said otherwise. */
export function buildDraft(change: Partial<EntryDraft> = {}): EntryDraft {
  return {
    ...NO_SUMMARY,
    sessionId: 's1',
    sessionName: 'Alice',
    direction: 'in',
    kind: 'stanza',
    name: 'message',
    bytes: 10,
    replyTo: null,
    latencyMs: null,
    relation: null,
    runId: null,
    stepId: null,
    text: '',
    xml: '<message/>',
    masked: false,
    ...change,
  };
}

/** An entry with its number and times. */
export function buildEntry(change: Partial<WireEntry> = {}): WireEntry {
  return { ...buildDraft(), seq: 1, time: '2026-08-20T10:00:00.000Z', monotonicMs: 1, ...change };
}

/** What the wire tap makes of a text. */
export function draftFromWire(text: string, direction: EntryDirection = 'in'): EntryDraft {
  const parsed = parseXml(text);
  const element = parsed.ok ? parsed.element : null;
  const masked = maskCredentials(text, element);
  return buildDraft({
    ...(element === null ? NO_SUMMARY : summarize(element)),
    direction,
    kind: element === null ? 'nonza' : stanzaKind(element),
    bytes: Buffer.byteLength(text),
    xml: masked.text,
    masked: masked.masked,
  });
}

/** A store on the system's clock. */
export function openStore(folder: string, change: Partial<StoreOptions> = {}) {
  return createRecordingStore({
    folder,
    clock: createSystemClock(),
    ids: createSystemIds(),
    events: createEventHub(),
    ...change,
  });
}
