import { describe, expect, it } from 'vitest';
import { APP_ORIGIN } from '../../../electron/desktop/app-origin.ts';

describe('app origin', () => {
  it('owns its page, hash and query included', () => {
    expect(APP_ORIGIN.owns(APP_ORIGIN.page)).toBe(true);
    expect(APP_ORIGIN.owns(`${APP_ORIGIN.page}?a#b`)).toBe(true);
  });

  it.each([
    ['app://pushscope.example.org/index.html'],
    ['app://pushscope@example.org/index.html'],
    ['app://user@pushscope/index.html'],
    ['app://pushscope:8080/index.html'],
    ['https://pushscope/index.html'],
    ['file:///app://pushscope/index.html'],
    ['about:blank'],
    [''],
  ])('does not own "%s"', (address) => {
    expect(APP_ORIGIN.owns(address)).toBe(false);
  });
});
