/** Where the window's page lives: an origin of its own, so that nothing is loaded from `file:` or the network. */

export interface AppOrigin {
  /** Without the colon. */
  readonly scheme: string;
  /** Address of the window's page. */
  readonly page: string;
  /** True for an address on this origin. Parsed, since text comparison can be led astray. */
  owns(address: string): boolean;
}

/** The usual origin: a scheme that only this application has. */
export const APP_ORIGIN = createAppOrigin('app', 'pushscope');

/**
 * @param scheme without the colon
 * @param host registered name
 */
export function createAppOrigin(scheme: string, host: string): AppOrigin {
  return {
    scheme,
    page: `${scheme}://${host}/index.html`,
    owns(address) {
      if (!URL.canParse(address)) return false;
      const url = new URL(address);
      return (
        url.protocol === `${scheme}:` &&
        url.hostname === host &&
        url.port === '' &&
        url.username === '' &&
        url.password === ''
      );
    },
  };
}
