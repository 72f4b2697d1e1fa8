/**
 * Counting modulo 2^32, as both sides of a stream do.
 * XEP-0198 1.6.3 "Stream Management", 2025-07-28, §4 "Acks".
 */

const MODULUS = 2 ** 32;

/**
 * Reads a count as it stands in an `h` attribute.
 * @returns null when it is no unsigned 32-bit number
 */
export function readCount(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  const count = Number(text);
  return count < MODULUS ? count : null;
}

/** The `h` that tells a count. @param count stanzas since the beginning, without wrapping around */
export function toWireCount(count: number): number {
  return count % MODULUS;
}

/**
 * How many stanzas an acknowledgement newly covers.
 * @param h as it crossed the wire, less than 2^32
 * @param acknowledged stanzas acknowledged so far, without wrapping around
 * @param sent stanzas sent so far, without wrapping around
 * @returns null when `h` covers more than was sent, or goes back behind what it covered
 */
export function newlyAcknowledged(h: number, acknowledged: number, sent: number): number | null {
  const more = (h - toWireCount(acknowledged) + MODULUS) % MODULUS;
  return more <= sent - acknowledged ? more : null;
}
