/** Times: UTC with milliseconds where entries are compared, local where a person is told when. */

/** `12:04:31.204`, UTC, from an ISO time; the text itself when it is none. */
export function formatClock(iso: string): string {
  const match = /T(\d\d:\d\d:\d\d(?:\.\d{1,3})?)/.exec(iso);
  return match?.[1] ?? iso;
}

/** Local date and time in the user's own form. */
export function formatLocal(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** `2026-11-02 12:04`, UTC, for lists of recordings and runs. */
export function formatMinute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** `2026-11-02`, UTC. */
export function formatDay(iso: string): string {
  return iso.slice(0, 10);
}
