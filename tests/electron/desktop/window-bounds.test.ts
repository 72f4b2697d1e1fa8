import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  keepWindowPlace,
  readWindowPlace,
  type Bounds,
} from '../../../electron/desktop/window-bounds.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const LEFT: Bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT: Bounds = { x: 1920, y: 0, width: 2560, height: 1440 };

function keep(bounds: Bounds): string {
  const file = join(createTemporaryFolder(), 'window.json');
  keepWindowPlace(file, { bounds, maximized: true });
  return file;
}

describe('window place', () => {
  it('comes back as it was', () => {
    const bounds = { x: 2000, y: 40, width: 1280, height: 800 };
    expect(readWindowPlace(keep(bounds), [LEFT, RIGHT])).toEqual({ bounds, maximized: true });
  });

  it('is forgotten with its display', () => {
    const file = keep({ x: 2000, y: 40, width: 1280, height: 800 });
    expect(readWindowPlace(file, [LEFT]).bounds).toBeNull();
  });

  it.each([
    ['above all displays', { x: 100, y: -300, width: 1280, height: 800 }],
    ['all but out of reach', { x: 1900, y: 0, width: 1280, height: 800 }],
    ['smaller than allowed', { x: 0, y: 0, width: 10, height: 10 }],
    ['not a number', { x: 0, y: 0, width: Number.NaN, height: 800 }],
  ])('is forgotten when %s', (_title, bounds) => {
    expect(readWindowPlace(keep(bounds), [LEFT]).bounds).toBeNull();
  });

  it.each([['not JSON {'], ['null'], ['[]'], ['{"bounds":"wide"}']])(
    'survives a file that says %s',
    (text) => {
      const file = join(createTemporaryFolder(), 'window.json');
      writeFileSync(file, text);
      expect(readWindowPlace(file, [LEFT])).toEqual({ bounds: null, maximized: false });
    },
  );

  it('needs no folder to be kept in', () => {
    const file = join(createTemporaryFolder(), 'missing', 'window.json');
    keepWindowPlace(file, { bounds: null, maximized: false });
    expect(readWindowPlace(file, [LEFT]).bounds).toBeNull();
  });
});
