/** Pointer, wheel and keys on a time axis: a cursor that walks, a span that is drawn, zoom in and out. */
import { useEventListener } from '@vueuse/core';
import { computed, ref, type Ref } from 'vue';
import type { TimeSpan } from '#renderer/stores/timeline.ts';

/** Pixels a pointer moves before a click becomes a drag. */
const DRAG_PIXELS = 4;
const ZOOM_STEP = 1.25;
const PAGE_BUCKETS = 10;

/** What the gestures work on; its fields are reactive. */
export interface TimeAxis {
  readonly span: Readonly<Ref<TimeSpan | null>>;
  /** Pixels. */
  readonly width: Readonly<Ref<number>>;
  /** Steps of the cursor across the axis. */
  readonly steps: Readonly<Ref<number>>;
  zoomTo(span: TimeSpan): void;
  zoomAbout(atMs: number, factor: number): void;
  zoomOut(): void;
  jumpTo(atMs: number): void;
}

/** @param host the element that is pointed at and has the focus */
export function useTimeSelection(host: Readonly<Ref<HTMLElement | null>>, axis: TimeAxis) {
  /** Step under the cursor. */
  const cursor = ref<number | null>(null);
  /** Where a selection began. */
  const anchor = ref<number | null>(null);
  let pressedAt: number | null = null;

  /** The span that is being selected; both of its ends are inside. */
  const selected = computed<TimeSpan | null>(() => {
    if (anchor.value === null || cursor.value === null) return null;
    return {
      fromMs: momentOf(Math.min(anchor.value, cursor.value)),
      toMs: momentOf(Math.max(anchor.value, cursor.value) + 1),
    };
  });

  function momentOf(step: number): number {
    const { fromMs, toMs } = axis.span.value ?? { fromMs: 0, toMs: 0 };
    return fromMs + ((toMs - fromMs) * step) / Math.max(1, axis.steps.value);
  }

  const pixelsOf = (event: MouseEvent): number =>
    event.clientX - (host.value?.getBoundingClientRect().left ?? 0);

  function stepOf(event: MouseEvent): number {
    const step = Math.floor((pixelsOf(event) / Math.max(1, axis.width.value)) * axis.steps.value);
    return clamp(step);
  }

  const clamp = (step: number): number => Math.max(0, Math.min(axis.steps.value - 1, step));

  function zoomToSelected(): void {
    if (selected.value === null) return;
    axis.zoomTo(selected.value);
    anchor.value = null;
  }

  useEventListener(host, 'pointerdown', (event) => {
    if (event.button !== 0 || axis.span.value === null) return;
    pressedAt = pixelsOf(event);
    anchor.value = null;
    cursor.value = stepOf(event);
    host.value?.setPointerCapture(event.pointerId);
  });
  useEventListener(host, 'pointermove', (event) => {
    const here = stepOf(event);
    if (pressedAt !== null && anchor.value === null) {
      if (Math.abs(pixelsOf(event) - pressedAt) < DRAG_PIXELS) return;
      anchor.value = cursor.value;
    }
    if (pressedAt !== null || anchor.value === null) cursor.value = here;
  });
  useEventListener(host, 'pointerup', (event) => {
    if (pressedAt === null) return;
    pressedAt = null;
    if (anchor.value !== null) zoomToSelected();
    else axis.jumpTo(momentOf(stepOf(event) + 0.5));
  });
  useEventListener(host, 'pointercancel', () => clear());
  useEventListener(host, 'pointerleave', () => {
    if (pressedAt === null && document.activeElement !== host.value) cursor.value = null;
  });
  useEventListener(host, 'dblclick', () => axis.zoomOut());
  useEventListener(
    host,
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      axis.zoomAbout(momentOf(stepOf(event) + 0.5), event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
    },
    { passive: false },
  );
  useEventListener(host, 'keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !press(event.key, event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  function clear(): void {
    pressedAt = null;
    anchor.value = null;
  }

  /** @returns whether the key means something here */
  function press(key: string, shift: boolean): boolean {
    if (key === 'Enter') enter();
    else if (key === 'Escape') escape();
    else return walk(key, shift);
    return true;
  }

  function enter(): void {
    if (anchor.value !== null) zoomToSelected();
    else if (cursor.value !== null) axis.jumpTo(momentOf(cursor.value + 0.5));
  }

  function escape(): void {
    if (anchor.value === null) axis.zoomOut();
    clear();
  }

  function walk(key: string, shift: boolean): boolean {
    const target = targetOf(key, cursor.value ?? axis.steps.value);
    if (target === null) return false;
    anchor.value = shift ? (anchor.value ?? cursor.value ?? clamp(target)) : null;
    cursor.value = clamp(target);
    return true;
  }

  function targetOf(key: string, from: number): number | null {
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowDown':
        return from - 1;
      case 'ArrowRight':
      case 'ArrowUp':
        return from + 1;
      case 'PageDown':
        return from - PAGE_BUCKETS;
      case 'PageUp':
        return from + PAGE_BUCKETS;
      case 'Home':
        return 0;
      case 'End':
        return axis.steps.value - 1;
      default:
        return null;
    }
  }

  return { cursor, selected, momentOf };
}
