/** When entries came and which are errors, kept in memory: four bytes an entry, read once. */
import type { QueryDensity } from '#shared/contract/query.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { NarrowByTime, Steps } from './entry-search.ts';
import { STEP_MS } from './job-loop.ts';
import type { TimeBounds } from './query-bounds.ts';
import type { ReadConnection } from './read-connection.ts';
import type { SeqList } from './seq-list.ts';

/** The times of a recording. */
export interface EntryTimes {
  /** Counts entries in buckets of equal width; the last one includes its end. No buckets without entries. */
  count(request: DensityRequest): Steps<QueryDensity>;
  /** Knows nothing of what was not counted yet. */
  readonly narrow: NarrowByTime;
}

/** What to count. Null for where the entries begin and end; `matching` are the entries that match. */
export interface DensityRequest extends Omit<RequestInput<'query.density'>, 'queryId'> {
  readonly matching: Pick<SeqList, 'first' | 'end' | 'at'>;
}

/** Entries read at a time. */
const STEP = 16_384;
/** For a number that was never recorded. */
const NO_TIME = Number.NaN;

/**
 * Times of {@link STEP} numbers. Its entries come one after the other, so a fraction of their distance suffices: it is
 * exact to a microsecond over eight seconds, and to a second over half a year.
 */
interface Chunk {
  readonly baseMs: number;
  /** Milliseconds from the base. */
  readonly offsets: Float32Array;
}

function createChunk(baseMs: number): Chunk {
  return { baseMs, offsets: new Float32Array(STEP).fill(NO_TIME) };
}

/** Keeps the times of a recording. */
export function createEntryTimes(connection: ReadConnection): EntryTimes {
  /** The chunk of an entry is its number by {@link STEP}. */
  const chunks: Chunk[] = [];
  /** The least and the greatest wall time of each chunk. A clock may be set back, so they may overlap. */
  const walls: { least: string; greatest: string }[] = [];
  const errors: number[] = [];
  let readUpTo = 0;
  let leastMs = Number.POSITIVE_INFINITY;
  let greatestMs = Number.NEGATIVE_INFINITY;

  function timeOf(seq: number): number {
    const chunk = chunks[Math.floor(seq / STEP)];
    return chunk === undefined ? NO_TIME : chunk.baseMs + (chunk.offsets[seq % STEP] ?? NO_TIME);
  }

  function* load(): Steps<void> {
    const { first, last } = connection.bounds();
    readUpTo = Math.max(readUpTo, first - 1);
    let since = performance.now();
    while (readUpTo < last) {
      const upTo = Math.min(last, (Math.floor((readUpTo + 1) / STEP) + 1) * STEP - 1);
      readTimes(readUpTo, upTo);
      for (const seq of connection.numbers(ERRORS, [readUpTo, upTo])) errors.push(seq);
      readUpTo = upTo;
      if (performance.now() - since < STEP_MS) continue;
      yield;
      since = performance.now();
    }
  }

  /** All of a span that lies in one chunk. */
  function readTimes(after: number, upTo: number): void {
    const [row] = connection.values(TIMES, [after, upTo]);
    widen(Math.floor(upTo / STEP), row?.[2], row?.[3]);
    const joined = row?.[1];
    const times = typeof joined === 'string' ? joined.split(',') : [];
    const baseMs = Number(times[0] ?? 0) / 1_000;
    const chunk = (chunks[Math.floor(upTo / STEP)] ??= createChunk(baseMs));
    const gapless = Number(row?.[0]) === upTo - after;
    const seqs = gapless ? null : connection.numbers(SEQS, [after, upTo]);
    for (let place = 0; place < Number(row?.[0]); place += 1) {
      const seq = seqs?.[place] ?? after + 1 + place;
      chunk.offsets[seq % STEP] = Number(times[place]) / 1_000 - chunk.baseMs;
      // As it is kept, or the last entry would come after the end of the last bucket.
      const ms = timeOf(seq);
      if (ms < leastMs) leastMs = ms;
      if (ms > greatestMs) greatestMs = ms;
    }
  }

  function widen(chunk: number, least: unknown, greatest: unknown): void {
    if (typeof least !== 'string' || typeof greatest !== 'string') return;
    const known = (walls[chunk] ??= { least, greatest });
    if (least < known.least) known.least = least;
    if (greatest > known.greatest) known.greatest = greatest;
  }

  /** Whether every entry of the chunk of a number is of another time. */
  function isElsewhere(seq: number, { from, before }: TimeBounds): boolean {
    const wall = walls[Math.floor(seq / STEP)];
    if (wall === undefined) return false;
    return (from !== null && wall.greatest < from) || (before !== null && wall.least >= before);
  }

  /** The wall time of a moment, by the first entry. */
  function wallTimeAt(monotonicMs: number): string {
    const { first } = connection.bounds();
    const [row] = connection.rows([first]);
    const wall = Date.parse(row?.time ?? '') + monotonicMs - (row?.monotonicMs ?? 0);
    return new Date(Number.isNaN(wall) ? 0 : wall).toISOString();
  }

  return {
    narrow({ after, upTo }, bounds) {
      let from = after;
      let to = upTo;
      while (from < to && from < readUpTo && isElsewhere(from + 1, bounds)) {
        from = Math.min(readUpTo, (Math.floor((from + 1) / STEP) + 1) * STEP - 1);
      }
      while (from < to && to <= readUpTo && isElsewhere(to, bounds)) {
        to = Math.floor(to / STEP) * STEP - 1;
      }
      return { after: from, upTo: to };
    },
    *count({ fromMs: from, toMs: to, buckets: wanted, matching }) {
      yield* load();
      const { first, last, count } = connection.bounds();
      const fromMs = from ?? (count === 0 ? 0 : leastMs);
      const toMs = Math.max(to ?? (count === 0 ? 0 : greatestMs), fromMs + 1);
      const scale = wanted / (toMs - fromMs);
      const place = (seq: number): number => {
        const ms = timeOf(seq);
        return ms === toMs ? wanted - 1 : Math.floor((ms - fromMs) * scale);
      };
      const counts = { all: new Uint32Array(wanted), matching: new Uint32Array(wanted) };
      const failed = new Uint32Array(wanted);
      for (let seq = first; seq <= Math.min(last, readUpTo); seq += 1) add(counts.all, place(seq));
      yield;
      for (let at = matching.first(); at < matching.end(); at += 1) {
        add(counts.matching, place(matching.at(at)));
      }
      for (const seq of errors) if (seq >= first) add(failed, place(seq));
      const buckets = Array.from({ length: count === 0 ? 0 : wanted }, (_, at) => ({
        all: counts.all[at] ?? 0,
        matching: counts.matching[at] ?? 0,
        errors: failed[at] ?? 0,
      }));
      return { fromMs, toMs, fromTime: wallTimeAt(fromMs), buckets };
    },
  };
}

const SPAN = 'FROM entry WHERE seq > ? AND seq <= ?';
/** Microseconds as whole numbers, for SQLite writes a fraction slowly. */
const TIMES = `SELECT count(*), group_concat(CAST(monotonic_ms * 1000 AS INTEGER)), min(time), max(time) ${SPAN}`;
const SEQS = `SELECT group_concat(seq) ${SPAN}`;
const ERRORS = `SELECT group_concat(seq) ${SPAN} AND is_error = 1`;

/** A place outside of the buckets is none. */
function add(counts: Uint32Array, place: number): void {
  const before = counts[place];
  if (before !== undefined) counts[place] = before + 1;
}
