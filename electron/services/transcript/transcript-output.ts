/** Writes a file in large pieces, and knows the hash and the length of what it was given. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** A file that is being written. */
export interface TranscriptOutput {
  /** Bytes taken so far. */
  length(): number;
  text(text: string): Promise<void>;
  bytes(bytes: Uint8Array): Promise<void>;
  /** SHA-256 of all bytes taken so far, lower-case hex. */
  hash(): Promise<string>;
  /** Writes what is left and syncs it to disk. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Text is written in pieces of at least so many characters. */
const PIECE_LENGTH = 1024 * 1024;

/**
 * Creates a file that only its owner can read.
 * @throws the file system's error, as all of its functions do; there must be no such file
 */
export async function createOutput(path: string): Promise<TranscriptOutput> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let piece = '';
  let length = 0;

  async function flush(): Promise<void> {
    const bytes = Buffer.from(piece);
    piece = '';
    hash.update(bytes);
    await file.writeFile(bytes);
  }

  return {
    length: () => length,
    async text(text) {
      piece += text;
      length += Buffer.byteLength(text);
      if (piece.length >= PIECE_LENGTH) await flush();
    },
    async bytes(bytes) {
      await flush();
      length += bytes.length;
      hash.update(bytes);
      await file.writeFile(bytes);
    },
    async hash() {
      await flush();
      return hash.copy().digest('hex');
    },
    async finish() {
      await flush();
      await file.sync();
    },
    close: () => file.close(),
  };
}
