/**
 * Bytes to text across reads, exactly: what decodes encodes to the same bytes again, a byte order mark
 * included, and what is not UTF-8 is said so instead of becoming U+FFFD.
 * RFC 3629 "UTF-8, a transformation format of ISO 10646", 2003-11; RFC 6120 §11.6 "Character Encoding", 2011-03.
 */
import { isUtf8 } from 'node:buffer';

/** The longest sequence of one character. */
const LONGEST_SEQUENCE = 4;

/** What became of some bytes. */
export interface DecodedBytes {
  readonly text: string;
  /** From the first byte that cannot be UTF-8; nothing behind it can be trusted. Null when all is well. */
  readonly invalid: Buffer | null;
}

/** Decodes one direction of one connection. */
export interface Utf8Decoder {
  /** Takes the next bytes; a character that is not complete yet waits for the rest of it. */
  decode(bytes: Buffer): DecodedBytes;
}

/** Creates a decoder. */
export function createUtf8Decoder(): Utf8Decoder {
  let waiting: Buffer | null = null;
  return {
    decode(read) {
      const bytes = waiting === null ? read : Buffer.concat([waiting, read]);
      const end = completeLength(bytes);
      waiting = end === bytes.length ? null : Buffer.from(bytes.subarray(end));
      const complete = bytes.subarray(0, end);
      if (isUtf8(complete)) return { text: complete.toString('utf8'), invalid: null };
      const valid = validLength(complete);
      return { text: complete.toString('utf8', 0, valid), invalid: bytes.subarray(valid) };
    },
  };
}

/** Length without a character at the end of which only the first bytes are there. */
function completeLength(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - LONGEST_SEQUENCE + 1);
  for (let at = bytes.length - 1; at >= first; at -= 1) {
    const length = sequenceLength(bytes[at] ?? 0);
    if (length === 0) continue;
    return at + length > bytes.length ? at : bytes.length;
  }
  return bytes.length;
}

/** Bytes that a lead byte announces; 0 for one inside a sequence. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc0) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Looked for once in the life of a connection, so it may take its time. */
function validLength(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const next = at + Math.max(1, sequenceLength(bytes[at] ?? 0));
    if (next > bytes.length || !isUtf8(bytes.subarray(at, next))) return at;
    at = next;
  }
  return at;
}
