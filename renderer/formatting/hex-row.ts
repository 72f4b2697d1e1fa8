/** One line of a hex dump. */

/** Bytes on a line. */
export const BYTES_PER_ROW = 16;

const OFFSET_DIGITS = 8;
const HALF = BYTES_PER_ROW / 2;

export interface HexRow {
  /** `00000010`. */
  readonly offset: string;
  /** `3c 69 71 20 …`, with a wider gap in the middle. */
  readonly hex: string;
  /** ASCII, with a dot for every other byte. */
  readonly text: string;
}

/** @param row counted from 0 */
export function hexRow(bytes: Uint8Array, row: number): HexRow {
  const start = row * BYTES_PER_ROW;
  const part = [...bytes.subarray(start, start + BYTES_PER_ROW)];
  const pairs = part.map((byte) => byte.toString(16).padStart(2, '0'));
  const halves = [pairs.slice(0, HALF), pairs.slice(HALF)].map((half) => half.join(' '));
  return {
    offset: start.toString(16).padStart(OFFSET_DIGITS, '0'),
    hex: halves.join('  ').padEnd(BYTES_PER_ROW * 3),
    text: part.map(drawByte).join(''),
  };
}

function drawByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
