/** The height of a compact row in pixels, as tokens.css has it: the virtual list must know it as a number. */
import { onMounted, ref, type Ref } from 'vue';

const UNTIL_STYLED = 24;

/** @returns the height; correct once the calling component is mounted */
export function useRowHeight(): Ref<number> {
  const height = ref(UNTIL_STYLED);
  onMounted(() => {
    const token = getComputedStyle(document.documentElement).getPropertyValue('--row-compact');
    const pixels = Number.parseFloat(token);
    if (Number.isFinite(pixels) && pixels > 0) height.value = pixels;
  });
  return height;
}
