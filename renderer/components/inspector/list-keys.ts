/** Where a key leads in a list. */

/**
 * @param current selected index, -1 for none
 * @param pageRows rows that fit the view
 * @returns the index to select, or null when the key does not move
 */
export function targetIndex(
  key: string,
  current: number,
  count: number,
  pageRows: number,
): number | null {
  if (count === 0) return null;
  const clamp = (index: number): number => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return clamp(current + 1);
    case 'ArrowUp':
      return clamp(current < 0 ? count - 1 : current - 1);
    case 'PageDown':
      return clamp(current + pageRows);
    case 'PageUp':
      return clamp(current < 0 ? count - 1 : current - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
