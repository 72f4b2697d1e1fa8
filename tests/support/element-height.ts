/** happy-dom lays nothing out; what observes an element is told how high it is. */
import { vi } from 'vitest';

/** Until globals are unstubbed, every observed element has this height in pixels. */
export function stubElementHeight(height: number): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      private readonly tell: ResizeObserverCallback;
      constructor(tell: ResizeObserverCallback) {
        this.tell = tell;
      }
      observe(target: Element): void {
        const contentRect = { width: 400, height } as DOMRectReadOnly;
        const entry = { target, contentRect } as ResizeObserverEntry;
        this.tell([entry], this as unknown as ResizeObserver);
      }
      disconnect(): void {
        // Nothing is observed any more.
      }
    },
  );
}
