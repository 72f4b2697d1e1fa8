/** Where services report what no user can act on. */

/** A place for internal errors. Hosts decide where the lines go; no secret may be handed in. */
export interface Logger {
  /**
   * Reports an internal error.
   * @param message one sentence, without values a user typed
   * @param cause what was thrown
   */
  error(message: string, cause: unknown): void;
}

/** A logger for hosts and tests that keep no log. */
export const SILENT_LOGGER: Logger = { error: () => undefined };
