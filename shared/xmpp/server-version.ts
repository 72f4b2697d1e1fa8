/** Versions of servers as they tell them, `6.4.0`. */

/**
 * Compares by major and minor number: patches change nothing that stanzas show.
 * @returns below 0 when `left` is older, above 0 when it is newer
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split('.').map((part) => Number.parseInt(part)));
  const major = (a?.[0] ?? 0) - (b?.[0] ?? 0);
  return major === 0 ? (a?.[1] ?? 0) - (b?.[1] ?? 0) : major;
}

/**
 * The version within what a server calls itself.
 * @param software `MongooseIM 6.8.0`, `ejabberd 23.01`
 * @returns undefined when it names none
 */
export function versionIn(software: string): string | undefined {
  return /\b\d+(?:\.\d+)+/.exec(software)?.[0];
}
