/** What sessions, runs and the gateway need of the transcript: a place to put entries, in order. */
import type { WireEntry } from '#shared/transcript/entry.ts';

/** An entry before the recorder gives it its number and times. */
export type EntryDraft = Omit<WireEntry, 'seq' | 'time' | 'monotonicMs'> & {
  /** Set when the moment was measured elsewhere; else the recorder's clock is read. */
  readonly at?: { readonly time: string; readonly monotonicMs: number };
};

/** Takes entries; the recording store is the one implementation. */
export interface Recorder {
  /** Takes an entry; the number it answers is final. Never throws: a full disk must not end a session. */
  record(draft: EntryDraft): number;
  /**
   * Null while entries are written as fast as they come; otherwise a promise that resolves when whoever
   * reads sockets may go on, so that nothing is lost and memory stays bounded.
   */
  room(): Promise<void> | null;
}
