/**
 * The desktop's start and end. Everything true lives in the services; this file ties them to Electron
 * and to the one window.
 */
import { createConsoleServices, type ConsoleServices } from '#services/console-services.ts';
import { dispatch } from '#services/dispatch.ts';
import { app, powerMonitor, session, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { createAppLog } from './desktop/app-log.ts';
import { claimAppOrigin, serveApp } from './desktop/app-protocol.ts';
import { logUncaught, reloadWhenGone } from './desktop/crash-handling.ts';
import { createDesktopPlatform } from './desktop/desktop-platform.ts';
import { startIpcHost } from './desktop/ipc-host.ts';
import { installMenu } from './desktop/menu.ts';
import { denyPermissions } from './desktop/permissions.ts';
import { endBeforeQuit } from './desktop/quit.ts';
import { followTheme } from './desktop/theme.ts';
import { createConsoleWindow, focusWindow } from './desktop/window.ts';

const out = join(import.meta.dirname, '..');

// `electron PATH` names the folder after the application and forgets the switch.
const ownFolder = app.commandLine.getSwitchValue('user-data-dir');
if (ownFolder !== '') app.setPath('userData', ownFolder);

const origin = claimAppOrigin();
// A second start shows the window of the first; the lock is per data folder.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

function start(): void {
  const dataFolder = app.getPath('userData');
  const logger = createAppLog(join(dataFolder, 'logs', 'pushscope.log'));
  logUncaught(logger);
  denyPermissions(session.defaultSession);
  serveApp(session.defaultSession, origin, join(out, 'renderer'));

  const services = createConsoleServices({
    dataFolder,
    platform: createDesktopPlatform(() => window),
    logger,
  });
  const endTheme = followTheme(services.settings.read(), services.events.subscribe);
  const window = openWindow(services);
  powerMonitor.on('resume', () => services.sessions.networkChanged('This computer woke up'));
  endBeforeQuit(logger, async () => {
    endTheme();
    await services.dispose();
  });
}

function openWindow(services: ConsoleServices): BrowserWindow {
  const window = createConsoleWindow({
    page: origin.page,
    preload: join(out, 'preload', 'preload.cjs'),
    placeFile: join(services.dataFolder, 'window.json'),
  });
  reloadWhenGone(window, services.logger);
  const ipc = startIpcHost({
    window,
    origin,
    answer: (name, input) => dispatch(services, name, input),
    subscribe: services.events.subscribe,
  });
  installMenu((command) => services.events.publish('command.invoked', { command }));
  window.on('closed', () => ipc.dispose());
  app.on('second-instance', () => focusWindow(window));
  // One window is the application, on every system.
  app.on('window-all-closed', () => app.quit());
  return window;
}
