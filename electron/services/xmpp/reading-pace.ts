/**
 * Whether a connection is read: not while somebody wants it deaf, and not while the transcript has no room.
 * What is not read makes the server wait; TCP does that by itself.
 */
export interface ReadingPace {
  /** Reads nothing more until {@link ReadingPace.listen}. */
  deafen(): void;
  listen(): void;
  /** Something was taken; the next may have to wait. */
  taken(): void;
}

/**
 * Creates the pace of one connection, which is being read.
 * @param room null while there is room; otherwise resolves when there is
 */
export function createReadingPace(options: {
  pause(): void;
  resume(): void;
  room(): Promise<void> | null;
}): ReadingPace {
  let deaf = false;
  let waiting = false;
  return {
    deafen() {
      deaf = true;
      options.pause();
    },
    listen() {
      deaf = false;
      if (!waiting) options.resume();
    },
    taken() {
      const room = waiting ? null : options.room();
      if (room === null) return;
      waiting = true;
      options.pause();
      void room.then(() => {
        waiting = false;
        if (!deaf) options.resume();
      });
    },
  };
}
