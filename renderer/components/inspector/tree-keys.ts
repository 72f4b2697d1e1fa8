/** Where the keys of a tree lead, as the ARIA pattern for trees has it. */
import { canFold, type EntryTree, placeOf } from '#renderer/formatting/tree-lines.ts';

/** What a key asks for: another line, or to fold or unfold the current one. */
export type TreeMove =
  | { readonly kind: 'go'; readonly part: number }
  | { readonly kind: 'fold' | 'unfold'; readonly part: number };

/**
 * @param current part of the current line
 * @param visible parts with a line, ascending
 * @param pageLines lines that fit the view
 * @returns null when the key means nothing here
 */
export function treeMove(
  key: string,
  tree: EntryTree,
  {
    current,
    visible,
    folded,
    pageLines,
  }: {
    readonly current: number;
    readonly visible: Uint32Array;
    readonly folded: ReadonlySet<number>;
    readonly pageLines: number;
  },
): TreeMove | null {
  const place = placeOf(visible, current);
  const goTo = (line: number): TreeMove => {
    const inside = Math.max(0, Math.min(visible.length - 1, line));
    return { kind: 'go', part: visible[inside] ?? current };
  };
  const foldable = canFold(tree, current);
  const isFolded = folded.has(current);
  switch (key) {
    case 'ArrowDown':
      return goTo(place + 1);
    case 'ArrowUp':
      return goTo(place - 1);
    case 'PageDown':
      return goTo(place + pageLines);
    case 'PageUp':
      return goTo(place - pageLines);
    case 'Home':
      return goTo(0);
    case 'End':
      return goTo(visible.length - 1);
    case 'ArrowRight':
      if (!foldable) return null;
      return isFolded ? { kind: 'unfold', part: current } : goTo(place + 1);
    case 'ArrowLeft': {
      if (foldable && !isFolded) return { kind: 'fold', part: current };
      const parent = tree.outline.parts[current]?.parent ?? -1;
      return parent < 0 ? null : { kind: 'go', part: parent };
    }
    case 'Enter':
    case ' ':
      return foldable ? { kind: isFolded ? 'unfold' : 'fold', part: current } : null;
    default:
      return null;
  }
}
