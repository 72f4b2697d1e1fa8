/** Where the window's page lives: a scheme of its own, so that nothing is loaded from `file:` or the network. */

export const APP_SCHEME = 'app';
export const APP_HOST = 'pushscope';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** True for an address on the application's own origin. Parsed, since text comparison can be led astray. */
export function isAppUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === `${APP_SCHEME}:` &&
    url.hostname === APP_HOST &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  );
}
