/**
 * A day of several sessions on one clock, as long as wanted: talk, presence, requests with their answers
 * (and with none, late ones, and ones from somebody else), push runs, nonzas, lost connections, pushes.
 */
import {
  NO_SUMMARY,
  type AnswerRelation,
  type EntryKind,
  type WireEntry,
} from '#shared/transcript/entry.ts';
import * as stanzas from './generated-stanzas.ts';
import { createRandom, type Random } from './generated-texts.ts';

const START_MS = Date.parse('2026-08-20T06:00:00.000Z');
const TIMEOUT_MS = 30_000;
const CONTACTS = 2_000;
/** Entries between two changes of how busy it is. */
const PHASE_ENTRIES = 8_000;
/** Milliseconds from entry to entry, on average, of phases. */
const PACES = [2, 8, 20, 30, 60] as const;

interface Session {
  readonly id: string;
  readonly name: string;
  readonly jid: string;
}

/** What an entry has besides its stanza. */
type Given = Partial<WireEntry> & Pick<WireEntry, 'direction' | 'kind'>;

interface Due {
  readonly atMs: number;
  readonly session: Session;
  readonly happen: () => void;
  /** When the session ends before. */
  readonly ended?: () => void;
}

const SESSIONS: readonly [Session, ...Session[]] = [
  ...(['Alice', 'Bob', 'Carol', 'Push tester'] as const).map((name, index) => ({
    ...{ id: `s${index + 1}-0a1b2c3d`, name },
    jid: `${name.toLowerCase().replace(' ', '.')}@${stanzas.DOMAIN}/here`,
  })),
] as [Session, ...Session[]];

/**
 * Tells the entries of a recording, in order, from number 1.
 * @param count how many
 * @param seed the same seed tells the same entries
 */
export function* generateEntries(count: number, seed: number): Generator<WireEntry> {
  const random = createRandom(seed);
  const day = createDay(random);
  let told = 0;
  while (told < count) {
    for (const entry of day.goOn()) {
      if (told === count) return;
      told += 1;
      yield entry;
    }
  }
}

function createDay(random: Random): { goOn(): readonly WireEntry[] } {
  let entries: WireEntry[] = [];
  let due: Due[] = [];
  let nowMs = 0;
  let seq = 0;
  let runs = 0;
  let pace: number = PACES[2];

  function add(session: Session | null, given: Given, stanza?: stanzas.Stanza): number {
    seq += 1;
    const xml = given.xml ?? stanza?.xml ?? '';
    entries.push({
      ...(stanza?.summary ?? NO_SUMMARY),
      ...{ seq, sessionId: session?.id ?? '', sessionName: session?.name ?? 'Gateway' },
      ...{ time: new Date(START_MS + nowMs).toISOString(), monotonicMs: nowMs },
      ...{ bytes: Buffer.byteLength(xml), replyTo: null, latencyMs: null, relation: null },
      ...{ runId: null, stepId: null, text: '', xml, masked: false },
      ...given,
    });
    return seq;
  }

  const local = (session: Session, kind: EntryKind, text: string, given: Partial<WireEntry> = {}) =>
    add(session, { direction: 'local', kind, text, ...given });
  const stanza = (session: Session, direction: 'in' | 'out', what: stanzas.Stanza, given = {}) =>
    add(session, { direction, kind: 'stanza', ...given }, what);

  function later(afterMs: number, part: Omit<Due, 'atMs'>): void {
    const atMs = nowMs + afterMs;
    const place = due.findLastIndex((other) => other.atMs <= atMs);
    due.splice(place + 1, 0, { ...part, atMs });
  }

  function contact(): string {
    // Some people write much more than others.
    return `user${Math.floor(CONTACTS * random.next() ** 3)}@${stanzas.DOMAIN}/phone`;
  }

  function ask(session: Session, request: stanzas.Request, given: Partial<WireEntry> = {}): void {
    const id = random.id();
    const replyTo = stanza(session, 'out', stanzas.requestStanza(request, id), given);
    const sent = nowMs;
    const route = { from: request.to ?? session.jid, to: session.jid };
    const answer = (relation: AnswerRelation, from = route.from): void => {
      const latencyMs = nowMs - sent;
      const wrong = relation === 'wrong-sender' || random.chance(0.03);
      const reply = wrong
        ? stanzas.errorStanza(random, request, id, { ...route, from })
        : stanzas.resultStanza(request, id, { ...route, from });
      stanza(session, 'in', reply, { ...given, replyTo, latencyMs, relation });
    };
    const end = (relation: AnswerRelation, text: string) => (): number =>
      local(session, 'note', text, { ...given, replyTo, relation });
    const ended = end('disconnected', 'No answer came before the session ended.');
    const draw = random.next();
    if (draw < 0.000_5) {
      const happen = end('cancelled', 'Waiting for the answer was given up');
      later(random.below(TIMEOUT_MS), { session, happen, ended });
    } else if (draw < 0.004) {
      const happen = (): void => {
        end('timeout', `No answer within ${TIMEOUT_MS / 1_000} s`)();
        if (random.chance(0.5))
          later(random.below(20_000), { session, happen: () => answer('late') });
      };
      later(TIMEOUT_MS, { session, happen, ended });
    } else {
      if (draw < 0.006) later(2, { session, happen: () => answer('wrong-sender', contact()) });
      const slow = random.chance(0.01) ? random.below(20_000) : 0;
      const afterMs = 4 + slow + 80 * random.next() ** 3;
      later(afterMs, { session, happen: () => answer('answer'), ended });
    }
  }

  function pushRun(session: Session): void {
    const runId = `run${(runs += 1)}-${random.id().slice(0, 8)}`;
    stanzas.pushSteps(random).forEach((request, index) => {
      const happen = (): void => ask(session, request, { runId, stepId: request.step });
      later(index * 400, { session, happen });
    });
  }

  /** The gateway belongs to no session. */
  function push(): void {
    const token = random.id();
    const xml = `{"service":"fcm","alert":{"title":"${contact()}","body":"You have a new message","badge":${random.below(9)}}}`;
    const text = `POST /v3/notification/${token} answered ${random.chance(0.02) ? 410 : 200}`;
    add(null, { direction: 'in', kind: 'push', text, xml });
  }

  function acknowledge(session: Session): void {
    const asks = random.chance(0.5);
    const xml = asks ? "<r xmlns='urn:xmpp:sm:3'/>" : `<a xmlns='urn:xmpp:sm:3' h='${seq}'/>`;
    const direction = random.chance(0.5) ? 'in' : 'out';
    add(session, { direction, kind: 'nonza' }, stanzas.nonza(asks ? 'r' : 'a', xml));
  }

  /** What was asked before is not answered any more. */
  function reconnect(session: Session): void {
    local(session, 'state', 'Connection lost: the server closed the stream', {
      condition: 'connection-lost',
    });
    for (const { ended } of due.filter((one) => one.session === session)) ended?.();
    due = due.filter((one) => one.session !== session);
    local(session, 'state', `Connecting to xmpps://${stanzas.DOMAIN}:5223`);
    local(session, 'tls', 'TLSv1.3, TLS_AES_256_GCM_SHA384, certificate pinned');
    const header = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${stanzas.DOMAIN}' version='1.0'>`;
    const summary = { ...NO_SUMMARY, name: 'stream:stream', to: stanzas.DOMAIN };
    add(session, { direction: 'out', kind: 'stream' }, { summary, xml: header });
    const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl';
    const auth = `<auth xmlns='${sasl}' mechanism='SCRAM-SHA-1'>[48 bytes hidden]</auth>`;
    add(session, { direction: 'out', kind: 'nonza', masked: true }, stanzas.nonza('auth', auth));
    const success = `<success xmlns='${sasl}'>[40 bytes hidden]</success>`;
    add(
      session,
      { direction: 'in', kind: 'nonza', masked: true },
      stanzas.nonza('success', success),
    );
    local(session, 'state', 'Online');
  }

  const unasked = (route: stanzas.Route): stanzas.Stanza =>
    stanzas.resultStanza(stanzas.everydayRequest(random, contact()), random.id(), route);

  /** Chances by how many entries of a hundred come of it, roughly. */
  function happen(): void {
    const session = random.pick(SESSIONS);
    const incoming = { from: contact(), to: session.jid };
    const draw = random.next() * 100;
    if (draw < 40) {
      if (random.chance(0.7)) stanza(session, 'in', stanzas.chat(random, incoming));
      else stanza(session, 'out', stanzas.chat(random, { to: contact() }));
    } else if (draw < 50) stanza(session, 'in', stanzas.chatSign(random, incoming));
    else if (draw < 65) stanza(session, 'in', stanzas.presence(random, incoming));
    else if (draw < 72)
      stanza(session, 'in', stanzas.pubsubEvent(random, { ...incoming, from: stanzas.PUBSUB }));
    else if (draw < 80.9) acknowledge(session);
    else if (draw < 98) ask(session, stanzas.everydayRequest(random, contact()));
    else if (draw < 98.9) push();
    else if (draw < 99.4) stanza(session, 'in', stanzas.chatError(random, incoming));
    else if (draw < 99.59) pushRun(session);
    else if (draw < 99.6) reconnect(session);
    else if (draw < 99.7) stanza(session, 'in', unasked(incoming), { relation: 'unsolicited' });
    else local(session, 'note', `Presence of ${contact()} was not asked for`);
  }

  return {
    goOn() {
      entries = [];
      if (seq % PHASE_ENTRIES < 2) pace = random.pick(PACES);
      nowMs += 2 * pace * random.next();
      const next = due[0];
      if (next !== undefined && next.atMs <= nowMs) {
        due.shift();
        nowMs = next.atMs;
        next.happen();
      } else happen();
      return entries;
    },
  };
}
