/** Prints entries as JSON lines while they are recorded, in the native transcript format. */
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
      if (event.name === 'entries.appended') void print(event.payload.lastSeq);
    }
  });
  return () => {
    unsubscribe();
    const { entries, dropped, trimmed } = services.recordings.status();
    return print(entries + dropped + trimmed);
  };

  /** An event holds only the newest rows of a large batch, so entries are read by number. */
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
