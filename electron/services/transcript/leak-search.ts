/** Searches a finished file for what must not be in it. */
import { createReadStream } from 'node:fs';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import type { HearPlace, PreparedSearch } from './byte-search.ts';
import { prepareLeakSearch } from './leak-check.ts';

/** Bytes of a file, the last one not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A file that was searched. */
export interface SearchedFile {
  /** What it contains of what was looked for. */
  readonly leaked: readonly Secret[];
  /** What was looked for. */
  readonly sought: ReadonlySet<Secret>;
  /** Together they look for all of that, and could do so again. */
  readonly searches: readonly PreparedSearch<Secret>[];
}

const CHUNK_BYTES = 1024 * 1024;
/** So many bytes are read sooner than skipped. */
const SHORT_GAP = 64 * 1024;

/**
 * Finds the secrets that a file contains.
 * @throws the file system's error
 */
export async function searchFile(path: string, secrets: readonly Secret[]): Promise<SearchedFile> {
  const search = prepareLeakSearch(secrets);
  const leaked = await findIn(path, search);
  return { leaked: [...leaked], sought: new Set(secrets), searches: [search] };
}

/**
 * Finds every place of a few secrets in a file.
 * @throws the file system's error
 */
export async function findPlaces(
  path: string,
  secrets: readonly Secret[],
  everywhere: HearPlace,
): Promise<void> {
  await findIn(path, prepareLeakSearch(secrets), { everywhere });
}

/**
 * Finds the secrets that a file contains which was made of one that was searched, by replacing ranges.
 *
 * What was looked for before needs to be looked for near these ranges only. All of its places in the former file were
 * within what was replaced. Whatever stands in the new file and touches no replaced range stood in the former one just
 * as it is, outside of what was replaced, so it is none of them. What does touch a range lies within as many bytes
 * around it as the longest text has. What was not looked for before is looked for everywhere.
 * @param before the search of the former file
 * @param replaced ranges of the new file that are not as in the former one, rising; the bytes between them are, and
 *   follow each other as they did
 * @throws the file system's error
 */
export async function searchReplaced(
  path: string,
  secrets: readonly Secret[],
  before: SearchedFile,
  replaced: readonly ByteRange[],
): Promise<SearchedFile> {
  const added = await searchFile(
    path,
    secrets.filter((one) => !before.sought.has(one)),
  );
  const leaked = new Set(added.leaked);
  for (const search of before.searches) {
    for (const range of widen(replaced, search.longest)) {
      for (const one of await findIn(path, search, { range })) leaked.add(one);
    }
  }
  return {
    leaked: [...leaked],
    sought: new Set([...before.sought, ...added.sought]),
    searches: [...before.searches, ...added.searches],
  };
}

/** Ranges with so many bytes around them, and as one where little is between them. */
function widen(ranges: readonly ByteRange[], by: number): readonly ByteRange[] {
  const wide: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = wide.at(-1);
    if (last !== undefined && start - by <= last.end + SHORT_GAP) last.end = end + by;
    else wide.push({ start: Math.max(0, start - by), end: end + by });
  }
  return wide;
}

interface Where {
  /** Nothing for the whole file; it may end behind the file's end. */
  readonly range?: ByteRange;
  readonly everywhere?: HearPlace;
}

async function findIn(
  path: string,
  { longest, begin }: PreparedSearch<Secret>,
  { range, everywhere }: Where = {},
): Promise<ReadonlySet<Secret>> {
  const search = begin(everywhere);
  if (longest === 0) return search.found();
  // The last byte of a stream's range is included.
  const bounds = range === undefined ? {} : { start: range.start, end: range.end - 1 };
  for await (const chunk of createReadStream(path, { ...bounds, highWaterMark: CHUNK_BYTES })) {
    search.push(chunk as Buffer);
  }
  return search.found();
}
