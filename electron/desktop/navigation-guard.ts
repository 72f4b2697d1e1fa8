/**
 * The window shows one page and never leaves it. Stanzas contain addresses of other people's choosing;
 * none of them is opened, here or in a browser.
 */
import type { WebContents } from 'electron';
import { APP_PAGE } from './app-origin.ts';

/** Denies navigation, new windows and embedded pages. A reload of the page itself stays possible. */
export function guardNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!event.isMainFrame || event.url !== APP_PAGE) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== APP_PAGE) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
