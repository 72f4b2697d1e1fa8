/** The only place that knows where the contract comes from: the preload's `window.pushscope`. */
import type { ConsoleBridge } from '#shared/contract/bridge.ts';
import type {
  AppEvent,
  RequestAnswer,
  RequestInput,
  RequestName,
} from '#shared/contract/channels.ts';
import { fail } from '#shared/contract/result.ts';

declare global {
  interface Window {
    readonly pushscope?: ConsoleBridge;
  }
}

/**
 * Sends a request.
 * @returns what the service answered; a broken channel is a failure like any other, so that no caller
 *   needs a second way of failing
 */
export async function request<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
): Promise<RequestAnswer<Name>> {
  try {
    if (window.pushscope === undefined) return fail(DISCONNECTED);
    return await window.pushscope.request(name, input);
  } catch {
    return fail(DISCONNECTED);
  }
}

const DISCONNECTED = {
  code: 'bridge-broken',
  what: 'The window could not reach the rest of the application.',
  why: 'The process that keeps the sessions did not answer.',
  next: 'Close the window and start Pushscope again; what was recorded is on disk.',
};

/** Hears event batches; returns the function that ends it. */
export function subscribe(listener: (batch: readonly AppEvent[]) => void): () => void {
  return window.pushscope?.subscribe(listener) ?? (() => undefined);
}
