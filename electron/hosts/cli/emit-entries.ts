/** Prints entries as JSON lines while they are recorded, in the native transcript format. */
import type { RecordingStatus } from '#shared/contract/channels.ts';
import { writeEntry } from '#shared/transcript/formats/jsonl.ts';
import { createRedactor } from '#shared/transcript/redact.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import type { Reporter } from './reporter.ts';

/**
 * Starts printing the live recording's entries, masked as an export for support is.
 * @returns the function that prints what is left and ends it
 */
export function emitEntries(services: ConsoleServices, reporter: Reporter): () => Promise<void> {
  const redactor = createRedactor({ profile: 'support' });
  let printed = 0;
  let printing = Promise.resolve();
  const print = (lastSeq: number): Promise<void> =>
    (printing = printing.then(() => printUpTo(lastSeq)));
  const unsubscribe = services.events.subscribe((batch) => {
    for (const event of batch) {
      if (event.name === 'recording.changed') void print(lastSeqOf(event.payload));
    }
  });
  return () => {
    unsubscribe();
    return print(lastSeqOf(services.recordings.status()));
  };

  async function printUpTo(lastSeq: number): Promise<void> {
    const { recordingId } = services.recordings.status();
    for (; printed < lastSeq; printed += 1) {
      const entry = await services.recordings.read(recordingId, printed + 1);
      if (!entry.ok) continue;
      const { entry: masked, redactions } = redactor.redactEntry(entry.value);
      reporter.emitLine(writeEntry(masked, redactions));
    }
  }
}

/** Every entry has had a number, those that are nowhere any more too. */
function lastSeqOf({ entries, dropped, trimmed }: RecordingStatus): number {
  return entries + dropped + trimmed;
}
