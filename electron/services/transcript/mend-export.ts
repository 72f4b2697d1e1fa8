/**
 * Hides values that were found in a finished file where they stand, when that is in a few entries only: the text of
 * all others is copied as it is. What is written anew is searched for leaks again.
 */
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { FORMATS } from '#shared/transcript/formats/catalogue.ts';
import type { Redactor } from '#shared/transcript/redact.ts';
import { createEntryPlaces, type EntryPlaces } from './entry-places.ts';
import {
  countEntry,
  entryText,
  writeEnd,
  type Totals,
  type WriteOptions,
  type WrittenTranscript,
} from './export-writer.ts';
import { findPlaces, type ByteRange, type SearchedFile } from './leak-search.ts';
import { createOutput, type TranscriptOutput } from './transcript-output.ts';

/** A file in which values were found. */
export interface LeakingFile {
  readonly written: WrittenTranscript;
  /** What it was redacted by. */
  readonly redactor: Redactor;
  readonly search: SearchedFile;
}

/** A file of which some entries were written anew. */
export interface MendedTranscript extends WrittenTranscript {
  /** Where it differs from the former one, rising. All that was found there stood in what is replaced. */
  readonly replaced: readonly ByteRange[];
}

/** With more, a new round is no dearer. */
const MOST_LEAKED = 100;
const MOST_ENTRIES = 0.25;
const BATCH = 200;
const PIECE_BYTES = 1024 * 1024;

/**
 * Replaces the file by one in which the entries that hold a leaked value are redacted anew.
 * @param options with a redactor that knows the leaked values and has the aliases of the first
 * @returns null when the file must be written anew as a whole: a value stands outside of the entries or in many, or
 *   an entry is gone; what stands under the temporary name is then of no use
 * @throws the file system's or the database's error
 */
export async function mendTranscript(
  leaking: LeakingFile,
  options: WriteOptions,
): Promise<MendedTranscript | null> {
  const { temporary } = options.task;
  const hurt = await findHurt(temporary, leaking);
  if (hurt === null) return null;
  const from = await open(temporary, 'r');
  try {
    // What is open can be read to its end, though it has no name any more.
    await rm(temporary);
    const output = await createOutput(temporary);
    try {
      return await writeMended({ from, output, hurt, leaking, options });
    } finally {
      await output.close();
    }
  } finally {
    await from.close();
  }
}

/** The entries that hold a leaked value, rising; null when they are many, or do not hold all of them. */
async function findHurt(
  path: string,
  { search: { leaked }, written: { places } }: LeakingFile,
): Promise<readonly number[] | null> {
  if (leaked.length > MOST_LEAKED) return null;
  const hurt = new Set<number>();
  await findPlaces(path, leaked, (start, end) => hurt.add(places.indexOf(start, end)));
  const few = hurt.size > 0 && hurt.size <= places.count() * MOST_ENTRIES;
  return few && !hurt.has(-1) ? [...hurt].sort((a, b) => a - b) : null;
}

interface Mending {
  readonly from: FileHandle;
  readonly output: TranscriptOutput;
  readonly hurt: readonly number[];
  readonly leaking: LeakingFile;
  readonly options: WriteOptions;
}

async function writeMended(mending: Mending): Promise<MendedTranscript | null> {
  const { output, hurt, leaking, options } = mending;
  const { places: before } = leaking.written;
  const { totals: counted } = leaking.written;
  const totals: Totals = { ...counted, redactions: { ...counted.redactions } };
  const places = createEntryPlaces(before.startOf(0));
  await copy(mending, 0, before.startOf(0));
  let next = 0;
  for (let first = 0; first < hurt.length; first += BATCH) {
    const batch = hurt.slice(first, first + BATCH);
    const entries = options.source.entries(batch.map((index) => before.seqOf(index)));
    for (const index of batch) {
      const entry = entries.get(before.seqOf(index));
      if (entry === undefined) return null;
      await copyEntries(mending, places, next, index);
      await output.text(textAnew(entry, leaking.redactor, options, totals));
      places.add(entry.seq, output.length());
      next = index + 1;
    }
    options.tell({ entries: next, total: before.count() });
  }
  await copyEntries(mending, places, next, before.count());
  const footer = { start: output.length(), end: Infinity };
  await writeEnd(output, totals, options);
  const entries = hurt.map((index) => ({
    start: places.startOf(index),
    end: places.endOf(index),
  }));
  return { totals, places, replaced: [...entries, footer] };
}

/** Takes an entry out of the totals as it was redacted before, and counts it as it is now. */
function textAnew(
  entry: WireEntry,
  before: Redactor,
  { task, redactor }: WriteOptions,
  totals: Totals,
): string {
  countEntry(entry, before.redactEntry(entry), totals, -1);
  return entryText(entry, FORMATS[task.format], redactor, totals);
}

/** Copies the text of entries, and adds their new places. */
async function copyEntries(
  mending: Mending,
  places: EntryPlaces,
  first: number,
  end: number,
): Promise<void> {
  const before = mending.leaking.written.places;
  const start = before.startOf(first);
  const moved = mending.output.length() - start;
  await copy(mending, start, before.startOf(end));
  for (let index = first; index < end; index += 1) {
    places.add(before.seqOf(index), before.endOf(index) + moved);
  }
}

async function copy({ from, output }: Mending, start: number, end: number): Promise<void> {
  for (let at = start; at < end;) {
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, end - at));
    const { bytesRead } = await from.read(piece, 0, piece.length, at);
    if (bytesRead === 0) throw new Error('The file became shorter while it was read');
    await output.bytes(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
}
