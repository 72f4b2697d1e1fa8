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

/** Text is written in pieces of about so many bytes. */
const PIECE_BYTES = 1024 * 1024;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;

/**
 * Creates a file that only its owner can read.
 * @throws the file system's error, as all of its functions do; there must be no such file
 */
export async function createOutput(path: string): Promise<TranscriptOutput> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const piece = Buffer.alloc(PIECE_BYTES);
  let filled = 0;
  let length = 0;

  async function write(bytes: Uint8Array): Promise<void> {
    hash.update(bytes);
    await file.writeFile(bytes);
  }

  async function flush(): Promise<void> {
    const bytes = piece.subarray(0, filled);
    filled = 0;
    await write(bytes);
  }

  async function writeThrough(bytes: Uint8Array): Promise<void> {
    await flush();
    length += bytes.length;
    await write(bytes);
  }

  return {
    length: () => length,
    async text(text) {
      const most = text.length * MOST_BYTES;
      if (most > PIECE_BYTES) return writeThrough(Buffer.from(text));
      if (most > PIECE_BYTES - filled) await flush();
      const count = piece.write(text, filled);
      filled += count;
      length += count;
    },
    bytes: writeThrough,
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
