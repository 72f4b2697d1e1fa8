/**
 * Carries events from services to hosts in numbered batches, at most one per frame: a burst of five
 * thousand stanzas a second must not become five thousand IPC messages.
 */
import type { AppEvent, EventName, Events } from '#shared/contract/channels.ts';

/** One frame at 60 Hz. */
const FRAME_MS = 16;

/** Where services publish and hosts listen. */
export interface EventHub {
  publish<Name extends EventName>(name: Name, payload: Events[Name]): void;
  /** Hears batches; returns the function that ends it. */
  subscribe(listener: (batch: readonly AppEvent[]) => void): () => void;
  /** Sends what is waiting now; for hosts that end. */
  flush(): void;
  dispose(): void;
}

/**
 * Creates the hub.
 * @param frameMs longest time an event waits, in milliseconds
 */
export function createEventHub(frameMs = FRAME_MS): EventHub {
  const listeners = new Set<(batch: readonly AppEvent[]) => void>();
  let waiting: AppEvent[] = [];
  let sequence = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    for (const listener of [...listeners]) listener(batch);
  }

  return {
    publish(name, payload) {
      sequence += 1;
      waiting.push({ sequence, name, payload } as AppEvent);
      timer ??= setTimeout(flush, frameMs);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    flush,
    dispose() {
      flush();
      listeners.clear();
    },
  };
}
