/** happy-dom lays nothing out; what observes an element is told how large it is. */
import { vi } from 'vitest';

/** Until globals are unstubbed, every observed element has this size in pixels. */
export function stubElementHeight(height: number, width = 400): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      private readonly tell: ResizeObserverCallback;
      constructor(tell: ResizeObserverCallback) {
        this.tell = tell;
      }
      observe(target: Element): void {
        const contentRect = { width, height } as DOMRectReadOnly;
        const entry = { target, contentRect } as ResizeObserverEntry;
        this.tell([entry], this as unknown as ResizeObserver);
      }
      disconnect(): void {
        // Nothing is observed any more.
      }
    },
  );
}
