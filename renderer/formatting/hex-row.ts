/** A hex dump: the bytes of a text, and one line of it. */
import { wholeCharacterEnd } from '#shared/xml/characters.ts';

/** Bytes on a line, and where there is no room for as many. */
export const BYTES_PER_ROW = 16;
export const BYTES_PER_NARROW_ROW = 8;

const OFFSET_DIGITS = 8;

export interface HexRow {
  /** `00000010`. */
  readonly offset: string;
  /** `3c 69 71 20 …`, with a wider gap in the middle. */
  readonly hex: string;
  /** ASCII, with a dot for every other byte. */
  readonly text: string;
}

/** @param row counted from 0 */
export function hexRow(bytes: Uint8Array, row: number, perRow = BYTES_PER_ROW): HexRow {
  const start = row * perRow;
  const part = [...bytes.subarray(start, start + perRow)];
  const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'));
  const halves = [pairs.slice(0, perRow / 2), pairs.slice(perRow / 2)].map((half) =>
    half.join(' '),
  );
  return {
    offset: start.toString(16).padStart(OFFSET_DIGITS, '0'),
    hex: halves.join('  ').padEnd(perRow * 3),
    text: part.map(drawByte).join(''),
  };
}

function drawByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}

/** UTF-16 units encoded between two pauses. */
const STEP_CHARS = 250_000;

/** The UTF-8 bytes of a text, in steps. */
export function* utf8Steps(text: string): Generator<void, Uint8Array, void> {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < text.length;) {
    const to = wholeCharacterEnd(text, Math.min(text.length, from + STEP_CHARS));
    pieces.push(encoder.encode(text.slice(from, to)));
    from = to;
    yield;
  }
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
