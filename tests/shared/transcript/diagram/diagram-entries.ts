/** Entries with one of everything that a diagram draws, and names that its languages give a meaning. */
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildEntry } from '#tests/support/entries.ts';

const JID = 'alice@example.org/phone';
const START = Date.parse('2026-08-20T10:00:00.000Z');

function at(seq: number, change: Partial<EntryRow>): EntryRow {
  // The last ones come after a while without traffic.
  const monotonicMs = seq * 10 + (seq > 9 ? 12_000 : 0);
  const time = new Date(START + monotonicMs).toISOString();
  return buildEntry({ seq, time, monotonicMs, name: 'iq', sessionName: 'A;#:end', ...change });
}

/** A session's short life. */
export const DIAGRAM_ENTRIES: readonly EntryRow[] = [
  at(1, { direction: 'local', kind: 'tls', name: null, text: 'TLSv1.3, certificate pinned' }),
  at(2, { direction: 'out', kind: 'stream', name: 'stream:stream', to: 'example.org' }),
  at(3, { direction: 'out', type: 'set', childName: 'pubsub', childAction: 'create', to: 'p.x' }),
  at(4, {
    ...{ direction: 'in', type: 'error', condition: 'forbidden', from: 'p.x', to: JID },
    ...{ childName: 'pubsub', childAction: 'create', replyTo: 3, latencyMs: 9.4 },
    relation: 'answer',
  }),
  at(5, { direction: 'out', type: 'get', childName: 'ping', to: 'x@y.z/%%{init: {}}%%' }),
  at(6, { direction: 'local', kind: 'note', name: null, text: 'evil"; <b>&\n\u202e', replyTo: 5 }),
  at(7, {
    ...{ direction: 'local', kind: 'note', name: null, replyTo: 5, relation: 'timeout' },
    text: 'No answer within 5 s',
  }),
  at(8, {
    ...{ direction: 'in', type: 'result', from: 'x@y.z/r', to: JID, replyTo: 5 },
    ...{ latencyMs: 5_020, relation: 'late' },
  }),
  at(9, { direction: 'in', type: 'result', from: 'evil.org', to: JID, relation: 'wrong-sender' }),
  at(10, { direction: 'out', name: 'message', type: 'chat', childName: 'body', to: 'bob@y.z' }),
  at(11, {
    ...{ sessionId: '', sessionName: 'Gateway', direction: 'in', kind: 'push', name: null },
    text: 'POST /v3/notification answered 200',
  }),
];
