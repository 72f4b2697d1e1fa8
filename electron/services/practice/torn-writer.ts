/** Writes to a socket in one piece, or in as many as the faults want. */
import type { Socket } from 'node:net';
import type { FaultBoard } from './faults.ts';

/** More than this is not written byte by byte: it would take minutes. */
const MAX_SINGLE_BYTES = 256 * 1024;

/** Writes to one connection, in order. */
export interface TornWriter {
  write(text: string): void;
  /** Resolves once nothing waits to be written. */
  drained(): Promise<void>;
  isIdle(): boolean;
}

/** @param socket the one to write to now: TLS changes it */
export function createTornWriter(socket: () => Socket, faults: FaultBoard): TornWriter {
  const pieces: Buffer[] = [];
  let writing = false;
  let whenDrained: (() => void)[] = [];

  function rest(): void {
    writing = false;
    const told = whenDrained;
    whenDrained = [];
    for (const tell of told) tell();
  }

  /** A piece has left before the next is written, else the system puts them together again. */
  function writeNext(): void {
    const piece = pieces.shift();
    if (piece === undefined || !socket().writable) {
      pieces.length = 0;
      rest();
      return;
    }
    socket().write(piece, () => (pieces.length === 0 ? rest() : void setImmediate(writeNext)));
  }

  return {
    write(text) {
      const cut = cutBytes(text, faults);
      if (cut === null && !writing) {
        if (socket().writable) socket().write(text);
        return;
      }
      pieces.push(...(cut ?? [Buffer.from(text)]));
      if (writing) return;
      writing = true;
      writeNext();
    },
    isIdle: () => !writing,
    drained: () => new Promise((resolve) => (writing ? whenDrained.push(resolve) : resolve())),
  };
}

/** Null for a text that goes out whole. */
function cutBytes(text: string, faults: FaultBoard): readonly Buffer[] | null {
  const single = faults.has('single-bytes');
  if (!single && !faults.has('split-utf8')) return null;
  const bytes = Buffer.from(text);
  if (single && bytes.length > MAX_SINGLE_BYTES) return null;
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = 1; at < bytes.length; at += 1) {
    if (!single && !isContinuation(bytes[at])) continue;
    pieces.push(bytes.subarray(start, at));
    start = at;
  }
  return [...pieces, bytes.subarray(start)];
}

/** The second to fourth byte of a character in UTF-8. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
