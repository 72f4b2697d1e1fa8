/**
 * Runs in the sandboxed page before its own code and gives it the contract, nothing else: no
 * `ipcRenderer`, no event object, no channel name of the page's choosing.
 */
import type { ConsoleBridge } from '#shared/contract/bridge.ts';
import type {
  AppEvent,
  RequestAnswer,
  RequestInput,
  RequestName,
} from '#shared/contract/channels.ts';
import { contextBridge, ipcRenderer } from 'electron';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from './desktop/ipc-channels.ts';

const bridge: ConsoleBridge = {
  async request<Name extends RequestName>(name: Name, input: RequestInput<Name>) {
    try {
      // `dispatch` holds the contract's types; Electron's IPC forgets them on the way.
      return (await ipcRenderer.invoke(REQUEST_CHANNEL, name, input)) as RequestAnswer<Name>;
    } catch {
      // The main process always answers; only an input that can't be copied, or a dying one, ends here.
      return {
        ok: false,
        error: {
          code: 'not-delivered',
          what: 'The request did not reach the console.',
          why: 'Its input could not be copied, or the console is shutting down.',
        },
      };
    }
  },
  subscribe(listener) {
    const forward = (_event: unknown, batch: readonly AppEvent[]): void => listener(batch);
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => void ipcRenderer.off(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('pushscope', bridge);
