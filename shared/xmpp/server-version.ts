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
 * The version of a MongooseIM. What is known by version holds for no other server, so others have none.
 * @param software what a server calls itself: `MongooseIM 6.8.0`, `ejabberd 23.01`
 */
export function mongooseVersion(software: string): string | undefined {
  return /\bMongooseIM\b.*?(\d+(?:\.\d+)+)/i.exec(software)?.[1];
}
