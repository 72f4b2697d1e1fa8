/** What the desktop does for the services: file dialogs and the clipboard. */
import type { HostPlatform } from '#services/platform.ts';
import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import { basename, dirname, join } from 'node:path';
import { OPEN_DIALOGS } from './open-dialogs.ts';

/** Up to Electron 43 this returns nothing, from 44 on a promise. */
const writeClipboard = clipboard.writeText.bind(clipboard) as (
  text: string,
) => Promise<void> | undefined;

/**
 * @param window the window that dialogs belong to
 */
export function createDesktopPlatform(window: () => BrowserWindow): HostPlatform {
  const { electron, chrome, node } = process.versions;
  // Since Electron 43 a dialog without a folder opens in Downloads each time.
  let lastFolder = app.getPath('documents');

  return {
    runtime: `Electron ${electron} (Chromium ${chrome}, Node ${node})`,

    async chooseFile(purpose) {
      const { title, filters } = OPEN_DIALOGS[purpose];
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title,
        filters: [...filters],
        defaultPath: lastFolder,
        properties: ['openFile'],
      });
      const path = filePaths[0];
      if (canceled || path === undefined) return null;
      lastFolder = dirname(path);
      return path;
    },

    async chooseTarget(suggestedName) {
      const { canceled, filePath } = await dialog.showSaveDialog(window(), {
        title: 'Save as',
        // A name alone: whatever was suggested must not lead out of the folder.
        defaultPath: join(lastFolder, basename(suggestedName)),
      });
      if (canceled || filePath === '') return null;
      lastFolder = dirname(filePath);
      return filePath;
    },

    async copyText(text) {
      await writeClipboard(text);
    },
  };
}
