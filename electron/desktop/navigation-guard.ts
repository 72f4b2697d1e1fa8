/**
 * The window shows one page and never leaves it. Stanzas contain addresses of other people's choosing;
 * none of them is opened, here or in a browser.
 */
import type { WebContents } from 'electron';

/**
 * Denies navigation, new windows and embedded pages.
 * @param page the one address that stays possible, for a reload
 */
export function guardNavigation(contents: WebContents, page: string): void {
  contents.on('will-navigate', (event) => {
    if (!event.isMainFrame || event.url !== page) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== page) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
