/** Writes the recording of a command to the file the user named. */
import { resolve } from 'node:path';
import { formatOfFile } from '#shared/transcript/formats/catalogue.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { describeProblem } from './print.ts';
import { CommandError } from './terminal.ts';

/** A transcript that stands on disk. */
export interface WrittenTranscript {
  /** Absolute path. */
  readonly path: string;
  readonly entries: number;
  readonly maskedValues: number;
}

/**
 * Writes the live recording: Markdown for a name that ends in `.md`, else JSON Lines. Passwords, tokens
 * and node names are masked.
 * @throws CommandError with exit code 2 when the file cannot be written
 */
export async function writeTranscript(
  services: ConsoleServices,
  file: string,
): Promise<WrittenTranscript> {
  const path = resolve(file);
  const format = formatOfFile(path)?.id ?? 'jsonl';
  const { recordingId } = services.recordings.status();
  const written = await services.recordings.exportTo(path, { recordingId, format, filter: {} });
  if (!written.ok) throw new CommandError(2, describeProblem(written.error));
  return { path, entries: written.value.entries, maskedValues: written.value.maskedValues };
}
