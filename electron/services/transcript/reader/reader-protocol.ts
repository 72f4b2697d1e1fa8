/** What the main thread and the reading thread say to each other. */
import type {
  QueryDensity,
  QueryLines,
  QueryPlace,
  QuerySnapshot,
} from '#shared/contract/query.ts';
import type { EntryMark } from '#shared/contract/query.ts';
import type { ReadEntry, RequestInput } from '#shared/contract/channels.ts';
import type { Result } from '#shared/contract/result.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import type { TextPart } from '../cut-entry.ts';

/** A recording file to read. */
export interface RecordingToRead {
  readonly recordingId: string;
  readonly path: string;
  /** Another thread of this process writes to it. */
  readonly live: boolean;
}

/** What a recording file says of itself. */
export interface RecordingSummary {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly entries: number;
  /** Entries that were never recorded because the disk failed. */
  readonly dropped: number;
}

/** A query to keep open. The main thread names it, so that it can be opened again in a new thread. */
export interface QueryToOpen {
  readonly queryId: string;
  readonly recordingId: string;
  readonly text: string;
  readonly order: QuerySnapshot['order'];
  readonly afterSeq: number;
  /** Greater than any this query had before. */
  readonly revision: number;
  /** Whether it goes on with what is recorded. */
  readonly follow: boolean;
  /** What it had looked at when it was ended by force: nothing else is searched. */
  readonly ended: LookedAt | null;
}

/** The numbers a query has looked at: greater than the first, up to the second. */
export interface LookedAt {
  readonly after: number;
  readonly upTo: number;
}

/** How far a search is; told at once, for the thread may not come to say anything else. */
export interface SearchProgress {
  readonly queryId: string;
  readonly looked: LookedAt;
  readonly searching: boolean;
}

interface Call<Ask, Answer> {
  readonly ask: Ask;
  readonly answer: Answer;
}

interface OfRecording {
  readonly recordingId: string;
}

interface OfQuery {
  readonly queryId: string;
}

/** All requests to the reading thread, by name. */
export interface ReaderCalls {
  'recording.open': Call<RecordingToRead, RecordingSummary>;
  'recording.close': Call<OfRecording, null>;
  /** More of a live recording is on disk, or its oldest entries are gone. */
  'recording.grown': Call<OfRecording, null>;
  /** Reads a file that is not open. */
  'recording.summarize': Call<{ readonly path: string }, RecordingSummary>;
  'recording.mark': Call<OfRecording & { readonly marks: readonly EntryMark[] }, null>;
  'entry.read': Call<OfRecording & TextPart & { readonly seq: number }, ReadEntry | null>;
  'entry.exchange': Call<OfRecording & { readonly seq: number }, readonly EntryRow[]>;
  'query.open': Call<QueryToOpen, QuerySnapshot>;
  'query.lines': Call<RequestInput<'query.lines'>, QueryLines>;
  'query.locate': Call<OfQuery & { readonly seq: number }, QueryPlace>;
  'query.follow': Call<OfQuery & { readonly follow: boolean }, QuerySnapshot>;
  'query.cancel': Call<OfQuery, QuerySnapshot>;
  'query.close': Call<OfQuery, null>;
  'query.density': Call<RequestInput<'query.density'>, QueryDensity>;
  'query.suggest': Call<RequestInput<'query.suggest'>, readonly string[]>;
}

/** Name of a request to the reading thread. */
export type ReaderCallName = keyof ReaderCalls;

/** What a request takes. */
export type ReaderAsk<Name extends ReaderCallName> = ReaderCalls[Name]['ask'];

/** What a request answers. */
export type ReaderAnswer<Name extends ReaderCallName> = ReaderCalls[Name]['answer'];

/** To the thread: a request with its number. */
export type ReaderRequest = {
  [Name in ReaderCallName]: {
    readonly number: number;
    readonly name: Name;
    readonly ask: ReaderAsk<Name>;
  };
}[ReaderCallName];

/** To the thread: it is to end. */
export interface ReaderEnd {
  readonly name: 'end';
}

/** From the thread: the answer to a request, how a query stands now, or how far its search is. */
export type ReaderMessage =
  | ({ readonly kind: 'progress' } & SearchProgress)
  | { readonly kind: 'answer'; readonly number: number; readonly result: Result<unknown> }
  | { readonly kind: 'changed'; readonly snapshot: QuerySnapshot };
