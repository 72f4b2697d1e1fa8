/** Below this width the rail shows icons only and the inspector goes under the work area. */
import { useMediaQuery } from '@vueuse/core';
import type { Ref } from 'vue';

/** @returns whether the window is narrow now */
export function useNarrowWindow(): Ref<boolean> {
  return useMediaQuery('(max-width: 65rem)');
}
