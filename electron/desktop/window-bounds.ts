/** Keeps where the window was, and lets it open there only if that place still exists. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowPlace {
  /** Null: let the system place a window of the usual size. */
  readonly bounds: Bounds | null;
  readonly maximized: boolean;
}

export const MINIMUM_SIZE = { width: 720, height: 480 } as const;
export const USUAL_SIZE = { width: 1280, height: 800 } as const;

/** This much of the window must lie on a display, or its title bar could be out of reach. */
const REACHABLE_PX = 120;

const NOWHERE: WindowPlace = { bounds: null, maximized: false };

/**
 * Reads the place of the last window.
 * @param file absolute path
 * @param workAreas the displays there are now
 * @returns no bounds when there are none, or none that can be reached; never throws
 */
export function readWindowPlace(file: string, workAreas: readonly Bounds[]): WindowPlace {
  try {
    return toWindowPlace(JSON.parse(readFileSync(file, 'utf8')), workAreas);
  } catch {
    return NOWHERE;
  }
}

/** Writes the place; a failure costs nothing but the memory of it. */
export function keepWindowPlace(file: string, place: WindowPlace): void {
  try {
    const draft = `${file}.new`;
    writeFileSync(draft, JSON.stringify(place));
    renameSync(draft, file);
  } catch {
    // The next start opens at the usual size.
  }
}

function toWindowPlace(value: unknown, workAreas: readonly Bounds[]): WindowPlace {
  if (typeof value !== 'object' || value === null) return NOWHERE;
  const { bounds, maximized } = value as Record<string, unknown>;
  return {
    bounds: isBounds(bounds) && workAreas.some((area) => isReachable(bounds, area)) ? bounds : null,
    maximized: maximized === true,
  };
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return (
    [x, y, width, height].every(Number.isSafeInteger) &&
    Number(width) >= MINIMUM_SIZE.width &&
    Number(height) >= MINIMUM_SIZE.height
  );
}

function isReachable(window: Bounds, area: Bounds): boolean {
  const shown = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return (
    shown >= REACHABLE_PX && window.y >= area.y && window.y <= area.y + area.height - REACHABLE_PX
  );
}
