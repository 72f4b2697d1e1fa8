/** The one window: sandboxed, without Node, on our own scheme, where it was last time. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { guardNavigation } from './navigation-guard.ts';
import { keepWindowPlace, MINIMUM_SIZE, readWindowPlace, USUAL_SIZE } from './window-bounds.ts';

/** `--surface-window` of renderer/styles/tokens.css, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#f4f5f7', dark: '#15171b' } as const;

export interface WindowOptions {
  /** Address of the one page it shows. */
  readonly page: string;
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Absolute path of the file that keeps the window's place. */
  readonly placeFile: string;
}

/** Creates the window and starts loading its page; it shows once there is something to see. */
export function createConsoleWindow({ page, preload, placeFile }: WindowOptions): BrowserWindow {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const place = readWindowPlace(placeFile, workAreas);
  const window = new BrowserWindow({
    ...(place.bounds ?? USUAL_SIZE),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Pushscope',
    backgroundColor: backgroundColor(),
    webPreferences: {
      preload,
      // The defaults of today, written down because everything rests on them.
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  guardNavigation(window.webContents, page);
  nativeTheme.on('updated', paintBackground);
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize();
    window.show();
  });
  window.on('close', () =>
    keepWindowPlace(placeFile, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
    }),
  );
  window.on('closed', () => nativeTheme.off('updated', paintBackground));

  function paintBackground(): void {
    window.setBackgroundColor(backgroundColor());
  }
  // A page that fails to load is reported by the events of its process.
  void window.loadURL(page).catch(() => undefined);
  return window;
}

/** Brings the window before the user, for a second start of the application. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}
