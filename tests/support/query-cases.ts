/** A recording and what queries find in it, as data: the same for the matcher and for SQL. */
import type { EntryMark } from '#shared/contract/query.ts';
import type { AnswerRelation, WireEntry } from '#shared/transcript/entry.ts';
import type { EntrySurroundings } from '#shared/transcript/query/match-query.ts';
import type { QueryClock } from '#shared/transcript/query/query-time.ts';
import { buildEntry, draftFromWire } from './entries.ts';

const ERRORS_NS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const PUBSUB = 'http://jabber.org/protocol/pubsub';
const BOB = { sessionId: 's2', sessionName: 'Bob (phone)' } as const;

function wire(xml: string, change: Partial<WireEntry> = {}): Omit<WireEntry, 'seq' | 'time'> {
  return buildEntry({ ...draftFromWire(xml, change.direction ?? 'in'), ...change });
}

function request(id: string, payload: string, change: Partial<WireEntry> = {}) {
  const xml = `<iq type='set' id='${id}' to='pubsub.localhost'>${payload}</iq>`;
  return wire(xml, { direction: 'out', ...change });
}

function answer(replyTo: number, xml: string, latencyMs: number, change: Partial<WireEntry> = {}) {
  return wire(xml, { replyTo, latencyMs, relation: 'answer', ...change });
}

function local(text: string, change: Partial<WireEntry> = {}) {
  const empty = { name: null, xml: '', text, direction: 'local', kind: 'state', bytes: 0 } as const;
  return buildEntry({ ...empty, ...change });
}

/** In order; the number of an entry is its place, from 1. */
const DRAFTS: readonly Omit<WireEntry, 'seq' | 'time'>[] = [
  // 1–2: answered
  request('c1', `<pubsub xmlns='${PUBSUB}'><create node='n1'/></pubsub>`, {
    ...{ runId: 'r1', stepId: 'create' },
  }),
  answer(1, `<iq type='result' id='c1' from='pubsub.localhost' to='alice@localhost/desk'/>`, 12),
  // 3–4: refused
  request('e1', `<enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='n1'/>`, {
    ...{ runId: 'r1', stepId: 'enable' },
  }),
  answer(
    3,
    `<iq type='error' id='e1' from='pubsub.localhost' to='alice@localhost/desk'><enable xmlns='urn:xmpp:push:0' jid='pubsub.localhost' node='n1'/><error type='cancel' code='404'><item-not-found xmlns='${ERRORS_NS}'/></error></iq>`,
    350,
  ),
  // 5–7: timed out, answered late
  request('t1', `<disable xmlns='urn:xmpp:push:0' jid='pubsub.localhost'/>`),
  local('Request t1 was not answered in time', { replyTo: 5, relation: 'timeout' }),
  answer(5, `<iq type='result' id='t1' from='pubsub.localhost'/>`, 1_800, { relation: 'late' }),
  // 8–10: messages
  wire(
    `<message type='chat' from='Bob@localhost/phone' to='alice@localhost' id='m1'><body>Grüße, "you" &amp; me</body></message>`,
  ),
  wire(`<message to='bob@localhost' id='m2'><body>100% (sure)</body></message>`, {
    ...BOB,
    direction: 'out',
  }),
  wire(`<message from='conference.example' id='M2'><subject>a.b*c</subject></message>`, BOB),
  // 11: waits still
  request('p1', `<ping xmlns='urn:xmpp:ping'/>`, { ...BOB, bytes: 12_345 }),
  // 12: ended, but not answered
  request('x1', `<query xmlns='jabber:iq:roster'/>`),
  local('Disconnected', { replyTo: 12, relation: 'disconnected' }),
  // 14–15: of nobody asked
  wire(`<iq type='result' id='u1' from='mallory@evil.example/x'/>`, { relation: 'unsolicited' }),
  wire(`<iq type='result' id='p1' from='mallory@evil.example/x'/>`, {
    ...{ relation: 'wrong-sender', replyTo: 11 },
  }),
  // 16–20: other kinds
  wire(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>•••</auth>`, {
    ...{ direction: 'out', kind: 'nonza', masked: true },
  }),
  wire(`<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></stream:features>`),
  local('TLS 1.3, certificate pinned', { kind: 'tls' }),
  local('Push from MongoosePush', { kind: 'push', sessionId: '', sessionName: '' }),
  local('The stream ended', { condition: 'system-shutdown' }),
  // 21–22: not well-formed, and nested
  wire(`<message id='broken'><body>`, { kind: 'nonza' }),
  wire(
    `<presence from='localhost'><c xmlns='urn:c'><c xmlns='urn:d' hash='sha 1'/></c></presence>`,
  ),
];

/** The entries; one a second from 23:59:50, so that they pass midnight after the tenth. */
export const QUERY_ENTRIES: readonly WireEntry[] = DRAFTS.map((draft, index) => ({
  ...draft,
  seq: index + 1,
  time: new Date(Date.UTC(2026, 10, 2, 23, 59, 50 + index)).toISOString(),
  monotonicMs: index * 1_000,
}));

/** From the first entry to the last. */
export const QUERY_CLOCK: QueryClock = {
  from: QUERY_ENTRIES[0]?.time ?? '',
  to: QUERY_ENTRIES.at(-1)?.time ?? '',
};

/** What the user has put on them. */
export const QUERY_MARKS: readonly EntryMark[] = [
  { seq: 4, bookmarked: true, note: 'Why?' },
  { seq: 9, bookmarked: true, note: '' },
  { seq: 18, bookmarked: false, note: 'ours' },
];

/** What the entries say of each other. */
export const QUERY_SURROUNDINGS: EntrySurroundings = {
  relationsTo: (seq) =>
    QUERY_ENTRIES.filter(({ replyTo }) => replyTo === seq)
      .map(({ relation }) => relation)
      .filter((relation): relation is AnswerRelation => relation !== null),
  markOf: (seq) => QUERY_MARKS.find((mark) => mark.seq === seq),
};

const ALL = QUERY_ENTRIES.map(({ seq }) => seq);
const without = (...seqs: readonly number[]): number[] => ALL.filter((seq) => !seqs.includes(seq));

/** Queries with the numbers of the entries that they find. */
export const QUERY_CASES: readonly (readonly [query: string, matches: readonly number[]])[] = [
  ['', ALL],
  ['   ', ALL],
  // Text
  ['item-not-found', [4]],
  ['ITEM-NOT-FOUND', [4]],
  ['GRÜSSE', []],
  ['grüße', [8]],
  ['GRÜße', [8]],
  ['"100% (sure)"', [9]],
  ['"100%"', [9]],
  ['"_"', []],
  ['pinned', [18]],
  ['phone', [8, 9, 10, 11]],
  ['"Bob (phone)"', [9, 10, 11]],
  [String.raw`"\"you\""`, [8]],
  ['a.b*c', [10]],
  ["id='m2'", [9, 10]],
  ['urn:xmpp:push:0', [3, 4, 5]],
  ['stream:features', [17]],
  ['sent', []],
  // Regular expressions
  ['/id=.m\\d/', [8, 9]],
  ['/id=.m\\d/i', [8, 9, 10]],
  ['/^<iq.*error>/', [4]],
  ['/TLS [\\d./]+/', [18]],
  ['/\\(sure\\)|pinned/', [9, 18]],
  // Addresses
  ['from:bob@localhost', [8]],
  ['from:bob@localhost/phone', [8]],
  ['from:bob@localhost/desk', []],
  ['from:localhost', [8, 22]],
  ['from:pubsub.localhost', [2, 4, 7]],
  ['from:mallory@evil.example', [14, 15]],
  ['from:*.example', [10, 14, 15]],
  ['from:*.localhost', [2, 4, 7]],
  ['from:b*', [8]],
  ['from:b*@local*', [8]],
  ['from:*/phone', [8]],
  ['from:/^bob/i', [8]],
  ['from:/^bob/', []],
  ['to:alice@localhost', [2, 4, 8]],
  ['to:alice@localhost/desk', [2, 4]],
  ['jid:bob@localhost', [8, 9]],
  ['jid:localhost', [2, 4, 8, 9, 22]],
  ['jid:localhost,conference.example', [2, 4, 8, 9, 10, 22]],
  // Other text fields
  ['id:m2', [9, 10]],
  ['id:m*', [8, 9, 10]],
  ['id:"m*"', []],
  ['id:m2,e1', [3, 4, 9, 10]],
  ['id:/^[mM]/', [8, 9, 10]],
  ['type:error', [4]],
  ['type:get,set', [1, 3, 5, 11, 12]],
  ['kind:nonza', [16, 17, 21]],
  ['kind:tls,PUSH', [18, 19]],
  ['kind:s*', [...without(16, 17, 18, 19, 21)]],
  ['dir:out', [1, 3, 5, 9, 11, 12, 16]],
  ['dir:sent', [1, 3, 5, 9, 11, 12, 16]],
  ['dir:in,sent', [...without(6, 13, 18, 19, 20)]],
  ['dir:LOCAL', [6, 13, 18, 19, 20]],
  ['session:s2', [9, 10, 11]],
  ['session:"bob (phone)"', [9, 10, 11]],
  [String.raw`session:bob\ *`, [9, 10, 11]],
  ['session:alice kind:push', []],
  ['ns:urn:xmpp:push:0', [3, 4, 5]],
  [`ns:${PUBSUB}`, [1]],
  ['ns:urn:xmpp:p*', [3, 4, 5, 11]],
  ['child:create', [1]],
  ['child:pubsub', [1]],
  ['child:enable,disable', [3, 4, 5]],
  ['step:create', [1]],
  ['step:"Create node"', [1]],
  ['step:enable', [3]],
  ['step:*', [1, 3]],
  ['name:presence', [22]],
  ['condition:item-not-found', [4]],
  ['condition:*', [4, 20]],
  ['FROM:bob@localhost', [8]],
  // States
  ['is:error', [4, 15, 20]],
  ['is:timeout', [5, 6]],
  ['is:late', [7]],
  ['is:unanswered', [11, 12]],
  ['is:pending', [11]],
  ['is:wrong-sender', [15]],
  ['is:unsolicited', [14]],
  ['is:masked', [16]],
  ['is:bookmarked', [4, 9]],
  ['is:noted', [4, 18]],
  ['is:noted,late', [4, 7, 18]],
  // Numbers
  ['latency>200ms', [4, 7]],
  ['latency>=350', [4, 7]],
  ['latency<0.35s', [2]],
  ['latency=12ms', [2]],
  ['latency:12', [2]],
  ['latency<=1.8s', [2, 4, 7]],
  ['not latency>200ms', [...without(4, 7)]],
  ['size>10kB', [11]],
  ['size=0', [6, 13, 18, 19, 20]],
  ['no:5', [5]],
  ['no>20', [21, 22]],
  ['no<3', [1, 2]],
  // Times
  ['after:2026-11-03', [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]],
  ['before:2026-11-03T00:00:00.000Z', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['before:2026-11-03T01:00+01:00', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ['after:23:59:58 before:00:00:02.001', [9, 10, 11, 12, 13]],
  ['after:-1s', [21, 22]],
  ['after:23:59', ALL],
  ['before:23:59', []],
  ['after:00:01', []],
  ['after:2026-11-04', []],
  // Words
  ['message body', [8, 9, 21]],
  ['message and body', [8, 9, 21]],
  ['name:message -body', [10]],
  ['name:message not body', [10]],
  ['is:late or is:pending', [7, 11]],
  ['kind:tls or name:iq type:error', [4, 18]],
  ['(kind:tls or name:iq) type:error', [4]],
  ['not (kind:stanza or kind:nonza) -kind:state', [18, 19]],
  ['not not kind:tls', [18]],
  ['"or"', [1, 4, 14, 15]],
  // Paths
  [`iq[type=error].error{${ERRORS_NS}}item-not-found`, [4]],
  ['iq.error', [4]],
  ['iq[type=error]', [4]],
  ['iq[type=ERROR]', []],
  ['iq.error[type=cancel][code]', [4]],
  ['iq.error.item-not-found', [4]],
  [`iq.error{urn:other}item-not-found`, []],
  ['iq.*.create', [1]],
  ['iq.create', []],
  [`iq{${PUBSUB}}pubsub.create[node=n1]`, [1]],
  ['message.body', [8, 9]],
  ['{jabber:client}message.subject', [10]],
  ['{urn:ietf:params:xml:ns:xmpp-sasl}*', [16]],
  ['features[].mechanisms', [17]],
  ['*{urn:c}c{urn:d}c[hash="sha 1"]', [22]],
  ['presence.c.c[hash=sha 1]', [22]],
  ['presence.c[hash]', []],
  ['presence[from]', [22]],
  ['-iq[to] dir:out name:iq', []],
];
