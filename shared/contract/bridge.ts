import type { AppEvent, RequestAnswer, RequestInput, RequestName } from './channels.ts';

/** All that a view has of the main process. The preload exposes it as `window.pushscope`. */
export interface ConsoleBridge {
  /** Sends a request; the promise always resolves. */
  request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestAnswer<Name>>;
  /** Hears event batches, at most one per frame; returns the function that ends it. */
  subscribe(listener: (batch: readonly AppEvent[]) => void): () => void;
}
