/** Whether what is known of MongooseIM counts for a server. */

/**
 * @param server what it calls itself; empty when it does not tell
 * @returns true also for one that does not tell: it gets the benefit of the doubt
 */
export function maybeMongooseim(server: string): boolean {
  return server === '' || /mongooseim/i.test(server);
}
