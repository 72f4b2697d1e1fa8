import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUtf8Decoder } from '#services/xmpp/utf8-decoder.ts';

/** Decodes bytes that arrive in pieces of so many. */
function decode(bytes: Buffer, size: number) {
  const decoder = createUtf8Decoder();
  let text = '';
  for (let at = 0; at < bytes.length; at += size) {
    const { text: part, invalid } = decoder.decode(bytes.subarray(at, at + size));
    text += part;
    if (invalid !== null) return { text, invalid: invalid.toString('hex') };
  }
  return { text, invalid: null };
}

describe('createUtf8Decoder', () => {
  it('gives back every text in any pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        expect(decode(Buffer.from(text), size)).toEqual({ text, invalid: null });
      }),
    );
  });

  it('keeps a byte order mark', () => {
    expect(decode(Buffer.from('\uFEFFa\uFEFF'), 2).text).toBe('\uFEFFa\uFEFF');
  });

  it.each([
    ['a byte that never occurs', 'ff', 'ff'],
    ['a continuation without lead', '80', '80'],
    ['an overlong form', 'c080', 'c080'],
    ['a surrogate', 'eda080', 'eda080'],
    ['a number beyond Unicode', 'f4908080', 'f4908080'],
    ['a lead without continuation', 'c3', 'c32f'],
  ])('stops before %s', (_what, hex, invalid) => {
    const bytes = Buffer.concat([Buffer.from('ä€'), Buffer.from(hex, 'hex'), Buffer.from('/')]);
    expect(decode(bytes, 100).text).toBe('ä€');
    expect(decode(bytes, 100).invalid?.startsWith(invalid)).toBe(true);
    expect(decode(bytes, 1).text).toBe('ä€');
    expect(decode(bytes, 1).invalid).not.toBeNull();
  });

  it('finds whatever a strict decoder refuses', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 5 }), (bytes, size) => {
        // The letters behind it complete or break what stands at the end.
        const read = Buffer.concat([bytes, Buffer.from('aaaa')]);
        let text: string | null;
        try {
          text = strict.decode(read);
        } catch {
          text = null;
        }
        const decoded = decode(read, size);
        if (text === null) expect(decoded.invalid).not.toBeNull();
        else expect(decoded).toEqual({ text, invalid: null });
      }),
    );
  });
});
