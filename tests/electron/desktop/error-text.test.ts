import { describe, expect, it } from 'vitest';
import { describeError } from '../../../electron/desktop/error-text.ts';

describe('error text', () => {
  it('keeps name, code and places', () => {
    const error = Object.assign(new TypeError('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const [first, ...frames] = describeError(error).split('\n');
    expect(first).toBe('TypeError ECONNREFUSED: connect ECONNREFUSED');
    expect(frames.length).toBeGreaterThan(0);
    expect(frames.every((frame) => frame.startsWith('    at '))).toBe(true);
  });

  it.each([
    ['quoted text', new Error(`bad password "pass'word" given`)],
    ['markup', new Error('unexpected <auth>cGFzc3dvcmQ=</auth>')],
    ['markup without end', new Error('unexpected <auth>cGFzc3dvcmQ=')],
    ['text without end quote', new Error("got 'password")],
    ['what is no error', 'password'],
    ['a field', { password: 'password' }],
  ])('leaves out %s', (_title, cause) => {
    expect(describeError(cause)).not.toMatch(/pass'?word"|cGFz|'password/);
  });

  it('stays short and on one line', () => {
    const error = new Error(`${'x'.repeat(1_000)}\nsecond line`);
    expect(describeError(error).split('\n')[0]?.length).toBeLessThan(400);
  });
});
