/** Lets Chromium and the window's frame follow the theme the user chose. */
import type { AppEvent, Settings } from '#shared/contract/channels.ts';
import { nativeTheme } from 'electron';

/**
 * Applies the theme now and whenever the settings change.
 * @returns the function that ends it
 */
export function followTheme(
  settings: Settings,
  subscribe: (listener: (batch: readonly AppEvent[]) => void) => () => void,
): () => void {
  nativeTheme.themeSource = settings.theme;
  return subscribe((batch) => {
    for (const event of batch) {
      if (event.name === 'settings.changed') nativeTheme.themeSource = event.payload.theme;
    }
  });
}
