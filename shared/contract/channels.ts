/**
 * The contract between services and hosts: one map for requests (`noun.verb`), one for events
 * (`noun.past-participle`). The keys are the allow-list; every request's input is checked against its
 * schema before a service sees it. To add a capability: a line here, a handler in
 * `electron/services/request-handlers.ts`, a service, a store, tests.
 */
import { z } from 'zod';
import type { EntryRow, WireEntry } from '../transcript/entry.ts';
import type { ExchangeSnapshot } from './exchange.ts';
import type { GatewaySnapshot, ReceivedPush } from './gateway.ts';
import type { LedgerEntry } from './ledger.ts';
import type { PracticeSnapshot } from './practice.ts';
import { PRACTICE_PLANT_IDS } from './practice-plants.ts';
import type {
  EntryMark,
  QueryDensity,
  QueryLines,
  QueryPlace,
  QuerySnapshot,
  SavedFilter,
} from './query.ts';
import type { Problem, Result } from './result.ts';
import type { RunSnapshot } from './run.ts';
import * as schema from './schemas.ts';
import type { Profile, SessionSnapshot } from './session.ts';

/** One recording on disk. */
export interface RecordingFacts {
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly entries: number;
  readonly bytes: number;
  /** The recording this process writes to. */
  readonly live: boolean;
  /** Opened from a file of its own (not written by this process). */
  readonly opened: boolean;
  /** Its process was killed while it recorded: the last moment may be missing. */
  readonly cutShort?: boolean;
  /** Why it cannot be read, or cannot be written at the moment. */
  readonly problem?: Problem;
}

/** An entry as it was asked for. */
export interface ReadEntry extends WireEntry {
  /** How long the whole text is, in UTF-16 units, where `xml` is only a part of it. */
  readonly cutFrom?: number;
}

/** How the live recording is doing. */
export interface RecordingStatus {
  readonly recordingId: string;
  /** That are kept. */
  readonly entries: number;
  /** Lost because the disk failed. */
  readonly dropped: number;
  /** The oldest, gone because the recording reached its limit. */
  readonly trimmed: number;
  /** Entries in the last second. */
  readonly perSecond: number;
  /** Size on disk. */
  readonly bytes: number;
  /** Why nothing can be written at the moment; entries are then kept in memory. */
  readonly problem?: Problem;
}

/** A recording made from pasted text. */
export interface PasteOutcome {
  readonly recording: RecordingFacts;
  /** Parts of the text that hold no stanza, or one that cannot be read; the first hundred. */
  readonly unread: readonly { readonly line: number; readonly why: string }[];
  readonly unreadCount: number;
  /** Entries whose direction or time the text does not tell. */
  readonly guessed: number;
}

/** How far the import of a file or of pasted text has come. */
export interface ImportProgress {
  readonly importId: string;
  readonly entries: number;
  /** Bytes that were read of a file, characters of a text; and all there are. */
  readonly done: number;
  readonly total: number;
}

/** How far an export has come. */
export interface ExportProgress {
  readonly exportId: string;
  readonly entries: number;
  readonly total: number;
}

/** What this program is and where it keeps its data. */
export interface AppFacts {
  readonly version: string;
  /** `Electron 45.4.1 (Chromium …, Node …)` or `Node 24.21.0`. */
  readonly runtime: string;
  readonly dataFolder: string;
  /** What was wrong with the files of profiles and settings when they were read. */
  readonly problems: readonly Problem[];
}

/** Settings of the program as a whole. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  /** High contrast: with the system, or always. Absent counts as `system`. */
  readonly contrast?: 'system' | 'more' | undefined;
  /** What one recording may hold before its oldest entries are dropped. Absent counts as the default. */
  readonly recordingLimit?: RecordingLimit | undefined;
  /** How long earlier recordings are kept. Absent keeps them all. */
  readonly retention?: RetentionRule | undefined;
}

/** A size at which a recording begins to drop its oldest entries. */
export interface RecordingLimit {
  readonly entries: number;
  /** On disk, in millions of bytes. */
  readonly megabytes: number;
}

/** Null for no limit. The live recording and opened files are never deleted. */
export interface RetentionRule {
  readonly days: number | null;
  /** Of all recordings together, in millions of bytes; the oldest go first. */
  readonly megabytes: number | null;
}

/** A file the host let the user choose; the path stays with the host. */
export interface ChosenFile {
  readonly id: string;
  readonly name: string;
}

/** What was written by an export; null when the user cancelled the dialog. */
export interface ExportOutcome {
  readonly fileName: string;
  readonly entries: number;
  readonly maskedValues: number;
}

/** What was written as the report of a run. */
export interface ReportOutcome {
  readonly fileName: string;
  readonly maskedValues: number;
}

function request<Input extends z.ZodType>(input: Input) {
  return {
    /** Names the type of the answer: `request(schema).answers<Answer>()`. */
    answers: <Output>() => ({ input, output: undefined as Output }),
  };
}

/** All requests. `output` exists for its type only. */
export const REQUESTS = {
  'app.describe': request(schema.nothingSchema).answers<AppFacts>(),
  'settings.read': request(schema.nothingSchema).answers<Settings>(),
  'settings.save': request(schema.settingsSchema).answers<Settings>(),

  'profile.list': request(schema.nothingSchema).answers<readonly Profile[]>(),
  'profile.save': request(schema.profileSchema).answers<Profile>(),
  'profile.delete': request(z.strictObject({ id: schema.idSchema })).answers<null>(),
  /** Lets the user choose a CA file through the host's own dialog. Null when cancelled. */
  'ca.choose': request(schema.nothingSchema).answers<ChosenFile | null>(),

  /** Lets the user choose a client certificate with its key, PEM or PKCS#12. Null when cancelled. */
  'certificate.choose': request(schema.nothingSchema).answers<ChosenFile | null>(),
  /** Lets the user choose where the TLS keys of one session are written. Null when cancelled. */
  'keylog.choose': request(schema.nothingSchema).answers<ChosenFile | null>(),

  'session.list': request(schema.nothingSchema).answers<readonly SessionSnapshot[]>(),
  /** Answers once the session is online, or with the {@link SessionFailure} as `details` of the problem. */
  'session.connect': request(schema.connectSchema).answers<SessionSnapshot>(),
  'session.disconnect': request(z.strictObject({ sessionId: schema.idSchema })).answers<null>(),
  /** Opens an offline session again with the settings it had. */
  'session.reopen': request(
    z.strictObject({ sessionId: schema.idSchema }),
  ).answers<SessionSnapshot>(),
  /** Goes away as a client on a phone does, so that pushes are sent. */
  'session.away': request(schema.awaySchema).answers<SessionSnapshot>(),
  /** Comes back from {@link SessionSnapshot.away}: opens the session again where going away ended it. */
  'session.return': request(
    z.strictObject({ sessionId: schema.idSchema }),
  ).answers<SessionSnapshot>(),
  /** Asks the server for its time (XEP-0202) and notes how far the clocks are apart. */
  'clock.measure': request(
    z.strictObject({ sessionId: schema.idSchema }),
  ).answers<SessionSnapshot>(),
  /** Takes an offline session off the list; its entries stay. */
  'session.remove': request(z.strictObject({ sessionId: schema.idSchema })).answers<null>(),

  /** Sends text; for an IQ get or set, answers when the exchange has ended, else at once with null. */
  'stanza.send': request(schema.sendSchema).answers<ExchangeSnapshot | null>(),
  'exchange.list': request(schema.nothingSchema).answers<readonly ExchangeSnapshot[]>(),
  'exchange.cancel': request(z.strictObject({ exchangeId: schema.idSchema })).answers<null>(),

  'run.list': request(schema.nothingSchema).answers<readonly RunSnapshot[]>(),
  'run.create': request(schema.runParametersSchema).answers<RunSnapshot>(),
  /** Runs all waiting steps, or only the next one. Answers when it stops. */
  'run.advance': request(
    z.strictObject({ runId: schema.idSchema, mode: z.enum(['all', 'step']) }),
  ).answers<RunSnapshot>(),
  'run.pause': request(z.strictObject({ runId: schema.idSchema })).answers<RunSnapshot>(),
  /** Leaves a step out when its turn comes, or takes that back. */
  'run.leave-out': request(
    z.strictObject({ runId: schema.idSchema, stepId: schema.stepIdSchema, leaveOut: z.boolean() }),
  ).answers<RunSnapshot>(),
  /** The stanza that a step would send now. */
  'run.draft': request(
    z.strictObject({ runId: schema.idSchema, stepId: schema.stepIdSchema }),
  ).answers<{ readonly xml: string }>(),
  /** Sends this text in a step's place from now on; null for the procedure's own. */
  'run.edit': request(
    z.strictObject({
      runId: schema.idSchema,
      stepId: schema.stepIdSchema,
      xml: z.string().max(200_000).nullable(),
    }),
  ).answers<RunSnapshot>(),
  /** Runs one step once more and no other; answers when it has ended. */
  'run.repeat': request(
    z.strictObject({ runId: schema.idSchema, stepId: schema.stepIdSchema }),
  ).answers<RunSnapshot>(),
  /** Writes a report of the run to a file the user chooses; null when he chooses none. */
  'run.report': request(z.strictObject({ runId: schema.idSchema })).answers<ReportOutcome | null>(),
  'run.cancel': request(z.strictObject({ runId: schema.idSchema })).answers<RunSnapshot>(),
  /** Puts a step and all after it back to waiting; optionally with changed parameters. */
  'run.retry': request(
    z.strictObject({
      runId: schema.idSchema,
      stepId: schema.stepIdSchema,
      parameters: schema.runParametersSchema.optional(),
    }),
  ).answers<RunSnapshot>(),

  'recording.list': request(schema.nothingSchema).answers<readonly RecordingFacts[]>(),
  /** Lets the user choose an exported transcript, a recording file or a log. Null when none was chosen. */
  'recording.open': request(
    z.strictObject({ importId: schema.idSchema }),
  ).answers<RecordingFacts | null>(),
  'recording.close': request(z.strictObject({ recordingId: schema.idSchema })).answers<null>(),
  /** Deletes an earlier recording and its marks. Fails with `recording-live`, `not-found`. */
  'recording.delete': request(z.strictObject({ recordingId: schema.idSchema })).answers<null>(),
  /** Reads what can be read of a damaged recording into a new one; the damaged file stays as it is. */
  'recording.salvage': request(
    z.strictObject({ recordingId: schema.idSchema }),
  ).answers<RecordingFacts>(),
  /** Makes a recording of pasted text: Erlang terms, server log lines. Fails with `nothing-to-read`. */
  'recording.paste': request(schema.pasteSchema).answers<PasteOutcome>(),
  /** Ends an import; nothing of it stays. */
  'import.cancel': request(z.strictObject({ importId: schema.idSchema })).answers<null>(),
  'recording.export': request(schema.exportSchema).answers<ExportOutcome | null>(),
  /** Ends an export; nothing stays under its name. */
  'export.cancel': request(z.strictObject({ exportId: schema.idSchema })).answers<null>(),

  /**
   * Opens a query. Answers once the first lines are known, or the search has taken 100 ms. Fails with
   * `bad-query`, whose `details` are a {@link QueryFault}, or `not-found`.
   */
  'query.open': request(schema.queryOpenSchema).answers<QuerySnapshot>(),
  'query.lines': request(schema.queryLinesSchema).answers<QueryLines>(),
  'query.locate': request(
    z.strictObject({ queryId: schema.idSchema, seq: schema.seqSchema }),
  ).answers<QueryPlace>(),
  /** Whether the query goes on with what is recorded: not while nobody can see it. */
  'query.follow': request(
    z.strictObject({ queryId: schema.idSchema, follow: z.boolean() }),
  ).answers<QuerySnapshot>(),
  /** Stops the search; what was found stays. */
  'query.cancel': request(z.strictObject({ queryId: schema.idSchema })).answers<QuerySnapshot>(),
  'query.close': request(z.strictObject({ queryId: schema.idSchema })).answers<null>(),
  'query.density': request(schema.queryDensitySchema).answers<QueryDensity>(),
  /** Values a field has in a recording, the commonest first: for completion. */
  'query.suggest': request(schema.querySuggestSchema).answers<readonly string[]>(),

  'filter.list': request(schema.nothingSchema).answers<readonly SavedFilter[]>(),
  'filter.save': request(schema.savedFilterSchema).answers<readonly SavedFilter[]>(),
  'filter.delete': request(z.strictObject({ id: schema.idSchema })).answers<
    readonly SavedFilter[]
  >(),

  'ledger.list': request(schema.nothingSchema).answers<readonly LedgerEntry[]>(),
  /** Takes an entry off the ledger; nothing is sent. Answers those that are left. */
  'ledger.forget': request(z.strictObject({ id: schema.idSchema })).answers<
    readonly LedgerEntry[]
  >(),

  'mark.list': request(z.strictObject({ recordingId: schema.idSchema })).answers<
    readonly EntryMark[]
  >(),
  /** A mark without bookmark and note is taken off. */
  'mark.save': request(schema.markSchema).answers<readonly EntryMark[]>(),

  /** Writes a sequence diagram of entries to a file the user chooses. Null when cancelled. */
  'diagram.save': request(schema.diagramSchema).answers<ExportOutcome | null>(),
  'diagram.copy': request(schema.diagramSchema).answers<null>(),
  /**
   * With `maxChars` comes no more of the text, from `from` on, in UTF-16 units: a view shows the beginning
   * of a huge one at once, and the rest follows in pieces.
   */
  'entry.read': request(schema.entryReadSchema).answers<ReadEntry>(),
  /** Copies entries, masked, to the clipboard. */
  'entry.copy': request(schema.copySchema).answers<null>(),
  /** The request and everything that refers to it, whichever of them is named; oldest first. */
  'entry.exchange': request(
    z.strictObject({ recordingId: schema.idSchema, seq: schema.seqSchema }),
  ).answers<readonly EntryRow[]>(),

  'practice.read': request(schema.nothingSchema).answers<PracticeSnapshot>(),
  /** `faults` left out leaves a running server as it is. */
  'practice.start': request(
    z.strictObject({
      backwardsCompatibleSession: z.boolean(),
      faults: schema.practiceFaultsSchema.optional(),
      plant: z.enum(PRACTICE_PLANT_IDS).nullable().optional(),
    }),
  ).answers<PracticeSnapshot>(),
  'practice.stop': request(schema.nothingSchema).answers<PracticeSnapshot>(),
  /** One click: server and gateway running, alice and bob online. Answers their sessions in that order. */
  'practice.enter': request(schema.nothingSchema).answers<readonly SessionSnapshot[]>(),

  'gateway.read': request(schema.nothingSchema).answers<GatewaySnapshot>(),
  'gateway.start': request(
    z.strictObject({ port: z.number().int().min(0).max(65_535) }),
  ).answers<GatewaySnapshot>(),
  'gateway.stop': request(schema.nothingSchema).answers<GatewaySnapshot>(),
  'gateway.list': request(schema.nothingSchema).answers<readonly ReceivedPush[]>(),
} as const;

/** Name of a request. */
export type RequestName = keyof typeof REQUESTS;

/** What a request takes. */
export type RequestInput<Name extends RequestName> = z.infer<(typeof REQUESTS)[Name]['input']>;

/** What a request answers when it succeeds. */
export type RequestOutput<Name extends RequestName> = (typeof REQUESTS)[Name]['output'];

/** All events, name to payload. */
export interface Events {
  readonly 'session.changed': SessionSnapshot;
  readonly 'session.removed': { readonly id: string };
  readonly 'exchange.changed': ExchangeSnapshot;
  readonly 'run.changed': RunSnapshot;
  readonly 'recording.changed': RecordingStatus;
  /** A query has found more; at most ten times a second. */
  readonly 'query.changed': QuerySnapshot;
  readonly 'mark.changed': { readonly recordingId: string; readonly marks: readonly EntryMark[] };
  readonly 'filter.changed': readonly SavedFilter[];
  readonly 'ledger.changed': readonly LedgerEntry[];
  readonly 'export.progressed': ExportProgress;
  readonly 'import.progressed': ImportProgress;
  readonly 'practice.changed': PracticeSnapshot;
  readonly 'gateway.changed': GatewaySnapshot;
  readonly 'push.received': ReceivedPush;
  readonly 'settings.changed': Settings;
  /** A menu entry or shortcut of the host, by name. */
  readonly 'command.invoked': { readonly command: string };
}

/** Name of an event. */
export type EventName = keyof Events;

/** One event as it travels. `sequence` counts from 1 per process without gaps, so that a view can see it missed some. */
export type AppEvent = {
  [Name in EventName]: {
    readonly sequence: number;
    readonly name: Name;
    readonly payload: Events[Name];
  };
}[EventName];

/** Guard for names that arrive as text; inherited properties are not names. */
export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(REQUESTS, name);
}

/** Every call answers this; a thrown error never crosses. */
export type RequestAnswer<Name extends RequestName> = Result<RequestOutput<Name>>;
