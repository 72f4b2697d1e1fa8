/**
 * Reads what Node does not tell of a certificate, from its bytes: alternative names that it shows only
 * with some TLS libraries (`othername:<unsupported>` in Electron), and the algorithm of the signature.
 * ITU-T X.690 "Distinguished Encoding Rules", 2021-02.
 */

/** One value: its tag octet and its content. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
}

/** Tag octets that certificates are made of. */
export const DER_TAGS = { octetString: 0x04, objectId: 0x06, sequence: 0x30 } as const;

/**
 * Reads values that follow each other.
 * @param bytes content of a sequence, or a whole file
 * @returns all values, in order
 * @throws RangeError when a value is longer than its surroundings or not in DER
 */
export function readDer(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const { length, start } = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new RangeError('A value ends behind its surroundings');
    values.push({ tag: bytes.readUInt8(at), content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

function readLength(bytes: Buffer, at: number): { length: number; start: number } {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { length: first, start: at + 1 };
  const octets = first & 0x7f;
  // Four octets of length are 4 GB; none at all is the indefinite form, which DER does not have.
  if (octets === 0 || octets > 4) throw new RangeError('A length is not in DER');
  return { length: bytes.readUIntBE(at + 1, octets), start: at + 1 + octets };
}
