/** Stanzas that the server has not acknowledged, to be sent again after a resumption. Bounded. */

const MAX_STANZAS = 1_000;

/** In UTF-16 units. */
const MAX_TEXT = 4 * 1024 * 1024;

/** A queue that forgets its oldest stanzas when it is full. */
export interface UnacknowledgedStanzas {
  add(text: string): void;
  /** Takes acknowledged stanzas off. @param count how many, oldest first */
  acknowledge(count: number): void;
  /** Empties the queue. @returns what can be sent again, and how many stanzas were forgotten */
  takeAll(): { readonly texts: readonly string[]; readonly forgotten: number };
}

/** Creates an empty queue. */
export function createUnacknowledgedStanzas(): UnacknowledgedStanzas {
  let texts: string[] = [];
  let length = 0;
  /** Unacknowledged stanzas older than those that are kept. */
  let forgotten = 0;

  function drop(count: number): void {
    for (const text of texts.splice(0, count)) length -= text.length;
  }

  return {
    add(text) {
      texts.push(text);
      length += text.length;
      while (texts.length > MAX_STANZAS || length > MAX_TEXT) {
        drop(1);
        forgotten += 1;
      }
    },
    acknowledge(count) {
      const ofForgotten = Math.min(forgotten, count);
      forgotten -= ofForgotten;
      drop(count - ofForgotten);
    },
    takeAll() {
      const taken = { texts, forgotten };
      texts = [];
      length = 0;
      forgotten = 0;
      return taken;
    },
  };
}
