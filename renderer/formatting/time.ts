/** Times: UTC with milliseconds where entries are compared, local where a person is told when. */

/** `12:04:31.204`, UTC, from an ISO time; the text itself when it is none. */
export function formatClock(iso: string): string {
  const match = /T(\d\d:\d\d:\d\d(?:\.\d{1,3})?)/.exec(iso);
  return match?.[1] ?? iso;
}

/** `+3.204`, `-1:02.040`, `+1:00:00.000`: a distance in milliseconds, as hours, minutes and seconds. */
export function formatDistance(milliseconds: number): string {
  const whole = Math.round(Math.abs(milliseconds));
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60];
  const seconds = (whole % 60_000) / 1_000;
  const large = hours > 0 || minutes > 0;
  const small = large ? seconds.toFixed(3).padStart(6, '0') : seconds.toFixed(3);
  const parts = [
    ...(hours > 0 ? [String(hours)] : []),
    ...(large ? [hours > 0 ? String(minutes).padStart(2, '0') : String(minutes)] : []),
    small,
  ];
  return `${milliseconds < 0 ? '-' : '+'}${parts.join(':')}`;
}

/** Local date and time in the user's own form. */
export function formatLocal(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  localFormat ??= new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return localFormat.format(date);
}

/** Made once, as making it takes a hundred times as long as using it. */
let localFormat: Intl.DateTimeFormat | undefined;

/** `2026-11-02 12:04`, UTC, for lists of recordings and runs. */
export function formatMinute(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

/** `2026-11-02`, UTC. */
export function formatDay(iso: string): string {
  return iso.slice(0, 10);
}
