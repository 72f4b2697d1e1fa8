/**
 * Connects the window's page to the services: one channel for requests, one for event batches. It adds
 * transport and a check of the sender; names and inputs are checked by `dispatch`.
 */
import { fail, type Result } from '#shared/contract/result.ts';
import type { AppEvent } from '#shared/contract/channels.ts';
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { AppOrigin } from './app-origin.ts';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from './ipc-channels.ts';

export interface IpcHostOptions {
  readonly window: BrowserWindow;
  /** Only its page is answered. */
  readonly origin: AppOrigin;
  /** Answers a request whose sender has been checked. */
  answer(name: unknown, input: unknown): Promise<Result<unknown>>;
  /** Hears event batches; returns the function that ends it. */
  subscribe(listener: (batch: readonly AppEvent[]) => void): () => void;
}

/**
 * Starts answering the window. A page that was reloaded is answered like the first one: nothing about
 * the page is kept here.
 */
export function startIpcHost(options: IpcHostOptions): { dispose(): void } {
  const { window, origin, answer, subscribe } = options;
  ipcMain.handle(REQUEST_CHANNEL, (event, name: unknown, input: unknown) =>
    isFromPage(event, window, origin) ? answer(name, input) : foreignSender(),
  );
  const unsubscribe = subscribe(createForwarder(window));
  return {
    dispose() {
      unsubscribe();
      ipcMain.removeHandler(REQUEST_CHANNEL);
    },
  };
}

/** The main frame of our window while it shows our page; a frame that is gone has no address. */
function isFromPage(event: IpcMainInvokeEvent, window: BrowserWindow, origin: AppOrigin): boolean {
  const frame = event.senderFrame;
  return (
    !window.isDestroyed() &&
    event.sender === window.webContents &&
    frame !== null &&
    frame.parent === null &&
    origin.owns(frame.url)
  );
}

function foreignSender(): Result<never> {
  return fail({
    code: 'foreign-sender',
    what: 'The request was not answered.',
    why: 'It did not come from the page of the console window.',
  });
}

/**
 * Sends batches while somebody can see them. A window that is hidden gets none, to spare it a burst;
 * the last one is handed over when it shows again, and its sequence number tells the page what it missed.
 */
function createForwarder(window: BrowserWindow): (batch: readonly AppEvent[]) => void {
  let withheld: readonly AppEvent[] | null = null;

  function send(batch: readonly AppEvent[]): void {
    const contents = window.webContents;
    if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(EVENT_CHANNEL, batch);
  }
  function catchUp(): void {
    if (withheld !== null) send(withheld);
    withheld = null;
  }
  window.on('show', catchUp);
  window.on('restore', catchUp);

  return (batch) => {
    if (window.isDestroyed()) return;
    if (!window.isVisible() || window.isMinimized()) {
      withheld = batch;
      return;
    }
    send(batch);
  };
}
