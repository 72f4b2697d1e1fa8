/** Where the parts of a diagram stand, in pixels: the same in the window and in an export. */

/** Measures of a diagram. */
export const DIAGRAM_SIZES = {
  /** The column of times at the left. */
  gutter: 104,
  /** Height of the lifelines' names. */
  head: 40,
  /** Height of one line. */
  row: 36,
  /** Where the arrow lies in its line, from the top. */
  arrow: 26,
  /** Where the words above an arrow stand, from the top. */
  label: 18,
  /** Length of an arrowhead. */
  tip: 7,
  /** Least distance of two lifelines, and the widest that is of use. */
  column: 128,
  widestColumn: 280,
} as const;

/** Where a lifeline stands, from the left. @param column from 0 */
export function columnX(column: number, width: number): number {
  return DIAGRAM_SIZES.gutter + width * (column + 0.5);
}

/** Width of a diagram. */
export function diagramWidth(columns: number, width: number): number {
  return DIAGRAM_SIZES.gutter + width * columns;
}

/** Distance of lifelines that fills a space, within reason. */
export function columnWidth(columns: number, space: number): number {
  const { gutter, column, widestColumn } = DIAGRAM_SIZES;
  const even = Math.floor((space - gutter) / Math.max(1, columns));
  return Math.min(widestColumn, Math.max(column, even));
}

/** An arrow as it lies: it ends short of where it points, so that the tip touches the lifeline. */
export interface ArrowLine {
  readonly fromX: number;
  readonly toX: number;
  /** Three points of the tip, as SVG wants them; of an arrow into nothing a cross, as a path. */
  readonly tip: string;
}

/** Lays an arrow between two lifelines. */
export function layArrow(from: number, to: number, width: number): ArrowLine {
  const { tip, arrow } = DIAGRAM_SIZES;
  const [fromX, toX] = [columnX(from, width), columnX(to, width)];
  const back = toX > fromX ? -tip : tip;
  const half = tip / 2;
  return {
    fromX,
    toX: toX + back / 2,
    tip: `M${toX} ${arrow}l${back} ${-half}v${half * 2}z`,
  };
}

/** Lays an arrow that reaches nobody: half of the way, with a cross at its end. */
export function layLoss(from: number, to: number, width: number): ArrowLine {
  const { tip, arrow } = DIAGRAM_SIZES;
  const fromX = columnX(from, width);
  const way = from === to ? width : columnX(to, width) - fromX;
  const toX = fromX + Math.sign(way) * Math.min(Math.abs(way) / 2, width / 2);
  const half = tip / 2;
  const cross = `M${toX - half} ${arrow - half}l${tip} ${tip}m0 ${-tip}l${-tip} ${tip}`;
  return { fromX, toX, tip: cross };
}
