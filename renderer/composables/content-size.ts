/**
 * The size of an element's content, as the browser tells it once the page is laid out. Asking for it when a
 * component is mounted would have a page laid out that is only half made, and then again.
 */
import { useResizeObserver } from '@vueuse/core';
import { readonly, type Ref, ref } from 'vue';

/** In pixels; zero until the first layout. */
export interface ContentSize {
  readonly width: Readonly<Ref<number>>;
  readonly height: Readonly<Ref<number>>;
}

/** @param host the element, once it is mounted */
export function useContentSize(host: Readonly<Ref<HTMLElement | SVGElement | null>>): ContentSize {
  const width = ref(0);
  const height = ref(0);
  useResizeObserver(host, ([entry]) => {
    if (entry === undefined) return;
    width.value = entry.contentRect.width;
    height.value = entry.contentRect.height;
  });
  return { width: readonly(width), height: readonly(height) };
}
