/** Where a time axis has its ticks, and what stands beside them. */

/** A tick of the axis. */
export interface TimeTick {
  /** Milliseconds on the recording's clock. */
  readonly atMs: number;
  /** Wall time, UTC: as exact as the distance of the ticks asks for. */
  readonly absolute: string;
  /** Since the recording began: `+1 min 20 s`, or `start`. */
  readonly relative: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances that people count in, in milliseconds. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];

/**
 * Ticks at round wall times.
 * @param wallOffsetMs wall time, since 1970, at which the recording's clock stood at 0
 * @param startMs where the recording begins on its clock
 * @param most how many there is room for
 */
export function timeTicks(
  span: { readonly fromMs: number; readonly toMs: number },
  { wallOffsetMs, startMs }: { readonly wallOffsetMs: number; readonly startMs: number },
  most: number,
): readonly TimeTick[] {
  const width = span.toMs - span.fromMs;
  const step = STEPS.find((one) => width / one <= most) ?? Math.ceil(width / most / DAY) * DAY;
  const ticks: TimeTick[] = [];
  const first = Math.ceil((span.fromMs + wallOffsetMs) / step) * step;
  for (let wall = first; wall <= span.toMs + wallOffsetMs; wall += step) {
    const atMs = wall - wallOffsetMs;
    ticks.push({
      atMs,
      absolute: wallText(wall, step),
      relative: sinceStart(atMs - startMs, step),
    });
  }
  return ticks;
}

function wallText(wall: number, step: number): string {
  const iso = new Date(wall).toISOString();
  if (step >= DAY) return iso.slice(0, 10);
  if (step >= MINUTE) return iso.slice(11, 16);
  return iso.slice(11, step >= SECOND ? 19 : 23);
}

/** Of the distance of the ticks: less than that nobody can see. */
const START_PART = 0.02;

function sinceStart(milliseconds: number, step: number): string {
  if (Math.abs(milliseconds) < step * START_PART) return 'start';
  const exact = Math.min(SECOND, 10 ** Math.max(0, Math.floor(Math.log10(step * START_PART))));
  return relativeText(Math.round(milliseconds / exact) * exact);
}

/** `+240 ms`, `+1.5 s`, `+2 min 5 s`, `+3 h 12 min`, `+2 d 4 h`; times before the beginning with a minus. */
export function relativeText(milliseconds: number): string {
  const sign = Math.round(milliseconds) < 0 ? '−' : '+';
  const length = Math.abs(Math.round(milliseconds));
  if (length < SECOND) return `${sign}${length} ms`;
  if (length < MINUTE) return `${sign}${Number((length / SECOND).toFixed(3))} s`;
  if (length < HOUR) return sign + inTwo(Math.round(length / SECOND), 60, 'min', 's');
  if (length < DAY) return sign + inTwo(Math.round(length / MINUTE), 60, 'h', 'min');
  return sign + inTwo(Math.round(length / HOUR), 24, 'd', 'h');
}

function inTwo(count: number, per: number, large: string, small: string): string {
  const rest = count % per;
  const whole = `${Math.floor(count / per)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}
