/** A transcript's format as data: what it is called, and how its three parts are written. */
import type { WireEntry } from '../entry.ts';
import type { Redaction } from '../redact.ts';
import type { TranscriptFooter, TranscriptHeader, TranscriptRun } from './transcript-file.ts';

/** Ids of all formats. */
export const FORMAT_IDS = ['jsonl', 'markdown'] as const;

/** One of {@link FORMAT_IDS}. */
export type FormatId = (typeof FORMAT_IDS)[number];

/** Writes transcripts piece by piece, so that a long one is never in memory as a whole. */
export interface TranscriptFormat {
  readonly id: FormatId;
  readonly label: string;
  /** What it is good for, in a sentence or two. */
  readonly hint: string;
  /** With its dot, in lower case. */
  readonly extension: string;
  /** What stands before the entries. @param runs redacted when asked for, which a format need not do */
  head(header: TranscriptHeader, runs: () => readonly TranscriptRun[]): string;
  /** One entry. @param redactions what was replaced in it */
  entry(entry: WireEntry, redactions: readonly Redaction[]): string;
  /** What stands after the entries. @param sha256 of all bytes before it, lower-case hex */
  footer(footer: TranscriptFooter, sha256: string): string;
}
