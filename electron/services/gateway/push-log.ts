/** The latest pushes, bounded in number and in bytes: whoever reaches the port can send many large ones. */
import type { ReceivedPush } from '#shared/contract/gateway.ts';

/** Where received pushes are kept. */
export interface PushLog {
  add(push: ReceivedPush): void;
  /** Newest last. */
  all(): readonly ReceivedPush[];
}

/** Bounds of a {@link PushLog}. */
export interface PushLogLimits {
  readonly maxEntries: number;
  /** Bytes of all bodies together; the newest push is kept whatever its size. */
  readonly maxBytes: number;
}

const DEFAULT_LIMITS: PushLogLimits = { maxEntries: 500, maxBytes: 16 * 1024 * 1024 };

/** Creates an empty log. */
export function createPushLog(limits: PushLogLimits = DEFAULT_LIMITS): PushLog {
  let kept: readonly ReceivedPush[] = [];
  let bytes = 0;
  const sizeOf = ({ rawBody }: ReceivedPush): number => Buffer.byteLength(rawBody);
  return {
    all: () => kept,
    add(push) {
      bytes += sizeOf(push);
      const all = [...kept, push];
      let surplus = 0;
      while (
        surplus < all.length - 1 &&
        (all.length - surplus > limits.maxEntries || bytes > limits.maxBytes)
      ) {
        const oldest = all[surplus];
        if (oldest !== undefined) bytes -= sizeOf(oldest);
        surplus += 1;
      }
      kept = all.slice(surplus);
    },
  };
}
