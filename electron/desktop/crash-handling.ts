/** Keeps a failure in one place from ending the rest: sessions and records live in the main process. */
import type { Logger } from '#services/logger.ts';
import { app, dialog, type BrowserWindow } from 'electron';

const MAX_RELOADS = 3;
const RELOAD_WINDOW_MS = 60_000;

/** Logs what nobody caught, instead of Electron's dialog with a stack. */
export function logUncaught(logger: Logger): void {
  process.on('uncaughtException', (error) => logger.error('Nobody caught an exception.', error));
  process.on('unhandledRejection', (cause) => logger.error('Nobody awaited a failure.', cause));
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') logger.error(`A ${type} process ended: ${reason}.`, null);
  });
}

/** Reloads a page whose process died; asks the user once it keeps dying. */
export function reloadWhenGone(window: BrowserWindow, logger: Logger): void {
  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    logger.error(`The page's process ended: ${reason}, exit code ${exitCode}.`, null);
    const now = Date.now();
    reloads = [...reloads.filter((time) => now - time < RELOAD_WINDOW_MS), now];
    if (reloads.length <= MAX_RELOADS) window.reload();
    else void askToReload(window);
  });
  window.on('unresponsive', () => logger.error('The page does not respond.', null));
}

async function askToReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window keeps stopping.',
    detail: 'Sessions and the recording go on. Reload the window, or quit and start again.',
    buttons: ['Reload', 'Quit'],
    cancelId: 0,
  });
  if (response === 1) app.quit();
  else if (!window.isDestroyed()) window.reload();
}
