/** Writes the recording of a command to the file the user named. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { formatOfFile } from '#shared/transcript/formats/catalogue.ts';
import type { ConsoleServices } from '#services/console-services.ts';
import { describeProblem } from './print.ts';
import { CommandError, type Terminal } from './terminal.ts';

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
  const written = await services.recordings.exportTo(path, { recordingId, format, query: '' });
  if (!written.ok) throw new CommandError(2, describeProblem(written.error));
  return { path, entries: written.value.entries, maskedValues: written.value.maskedValues };
}

/**
 * Does a command's work with a server. When it fails, the transcript is written all the same: what led
 * to the failure is what the user needs.
 * @param file the transcript's; undefined when none is wanted
 * @param work what may throw; the error goes on to the caller
 * @throws CommandError with exit code 2, before any work, when there is no folder for the file
 */
export async function keepingTranscript<Value>(
  services: ConsoleServices,
  terminal: Terminal,
  file: string | undefined,
  work: () => Promise<Value>,
): Promise<Value> {
  if (file === undefined) return work();
  await requireFolder(file);
  try {
    return await work();
  } catch (error) {
    if (services.recordings.status().entries > 0) {
      const { path } = await writeTranscript(services, file);
      terminal.writeErr(`Transcript: ${path}\n`);
    }
    throw error;
  }
}

/**
 * Makes sure that a file can be written to its folder: learnt afterwards, the work would be lost.
 * @throws CommandError with exit code 2
 */
export async function requireFolder(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  try {
    await access(folder, constants.W_OK);
  } catch {
    throw new CommandError(
      2,
      `${file} cannot be written.\n  The folder ${folder} does not exist, or is not yours to write to.\n  Nothing was sent; choose another place.`,
    );
  }
}
