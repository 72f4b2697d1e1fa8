/** Searches a finished file for what must not be in it. */
import { createReadStream } from 'node:fs';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { createLeakCheck } from './leak-check.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Finds the secrets that a file contains.
 * @param everywhere told of every place of a secret, in bytes
 * @throws the file system's error
 */
export async function findLeaks(
  path: string,
  secrets: readonly Secret[],
  everywhere?: (start: number, end: number) => void,
): Promise<readonly Secret[]> {
  const check = createLeakCheck(secrets, everywhere);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    check.push(chunk as Buffer);
  }
  return check.found();
}
