/**
 * The desktop's start and end. Everything true lives in the services; this file ties them to Electron
 * and to the one window.
 */
import { createEventHub } from '#services/event-hub.ts';
import { app, session, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { createAppLog } from './desktop/app-log.ts';
import { registerAppScheme, serveApp } from './desktop/app-protocol.ts';
import { logUncaught, reloadWhenGone } from './desktop/crash-handling.ts';
import { startIpcHost } from './desktop/ipc-host.ts';
import { installMenu } from './desktop/menu.ts';
import { denyPermissions } from './desktop/permissions.ts';
import { createConsoleWindow, focusWindow, showPage } from './desktop/window.ts';

const out = join(import.meta.dirname, '..');

// `electron PATH` names the folder after the application and forgets the switch.
const ownFolder = app.commandLine.getSwitchValue('user-data-dir');
if (ownFolder !== '') app.setPath('userData', ownFolder);

app.enableSandbox();
registerAppScheme();
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  const dataFolder = app.getPath('userData');
  const logger = createAppLog(join(dataFolder, 'logs', 'pushscope.log'));
  logUncaught(logger);
  denyPermissions(session.defaultSession);
  serveApp(session.defaultSession, join(out, 'renderer'));

  const events = createEventHub();
  const window: BrowserWindow = createConsoleWindow({
    preload: join(out, 'preload', 'preload.cjs'),
    placeFile: join(dataFolder, 'window.json'),
  });
  reloadWhenGone(window, logger);
  startIpcHost({
    window,
    answer: async () => ({ ok: false, error: { code: 'starting', what: 'Not ready.' } }),
    subscribe: events.subscribe,
  });
  installMenu((command) => events.publish('command.invoked', { command }));
  app.on('second-instance', () => focusWindow(window));
  app.on('window-all-closed', () => app.quit());
  await showPage(window);
}
