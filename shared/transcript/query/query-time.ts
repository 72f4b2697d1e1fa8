/** Times in a query, all of them UTC as the list shows them. */

/** The recording that times without a date belong to: its first and its last moment, ISO 8601, UTC. */
export interface QueryClock {
  readonly from: string;
  /** For a recording that goes on, the present. */
  readonly to: string;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?$/i;
const CLOCK_TIME = /^\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/;
const RELATIVE = /^-(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|min|h|d)$/i;

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  ...{ ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: DAY_MS },
};

/**
 * Reads a time.
 * @param text `2026-11-02`, `2026-11-02T12:04:31.204Z`, `12:04:31` on the recording's day, or `-5m` before its end
 * @returns ISO 8601 in UTC with milliseconds, or null when the text is no time
 */
export function parseQueryTime(text: string, clock: QueryClock): string | null {
  if (DATE.test(text)) return toIso(text, '00:00', 'Z');
  const [, date, time, zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  if (date !== undefined && time !== undefined) return toIso(date, time, zone.toUpperCase());
  if (CLOCK_TIME.test(text)) return onDay(text, clock);
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const back = Number(amount) * (UNIT_MS[unit.toLowerCase()] ?? 0);
  return fromMs(Date.parse(clock.to) - back);
}

/** The day on which a clock time is within the recording, or nearest to it. */
function onDay(time: string, { from, to }: QueryClock): string | null {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const onLastDay = toIso(to.slice(0, 10), time, 'Z');
  if (onLastDay === null) return null;
  const distance = (moment: number): number => Math.max(first - moment, moment - last, 0);
  const latest = Date.parse(onLastDay);
  const [nearest = latest] = [latest, latest - DAY_MS].toSorted(
    (a, b) => distance(a) - distance(b),
  );
  return fromMs(nearest);
}

/** Null for a date or time that does not exist. */
function toIso(date: string, time: string, zone: string): string | null {
  const local = fromMs(Date.parse(`${date}T${time}Z`));
  return local?.startsWith(`${date}T${time}`) === true
    ? fromMs(Date.parse(`${date}T${time}${zone}`))
    : null;
}

function fromMs(moment: number): string | null {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return null;
  const iso = date.toISOString();
  // Years outside four digits are written otherwise, and would not sort.
  return /^\d{4}-/.test(iso) ? iso : null;
}
