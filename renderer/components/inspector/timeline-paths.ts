/** Draws counts by time as bars: paths for SVG, one a kind, so that hundreds of bars cost one element. */
import type { QueryDensity } from '#shared/contract/query.ts';
import type { TimeSpan } from '#renderer/stores/timeline.ts';

/** A bucket as it is told and drawn. */
export interface DensityBucket extends TimeSpan {
  readonly all: number;
  readonly matching: number;
  readonly errors: number;
}

/** Gives each bucket its part of the time. */
export function datedBuckets({ fromMs, toMs, buckets }: QueryDensity): readonly DensityBucket[] {
  const width = (toMs - fromMs) / buckets.length;
  return buckets.map((counts, index) => ({
    ...counts,
    fromMs: fromMs + index * width,
    toMs: fromMs + (index + 1) * width,
  }));
}

/** Where a moment is drawn, in pixels. */
export function xOfMoment(atMs: number, { fromMs, toMs }: TimeSpan, width: number): number {
  return ((atMs - fromMs) / (toMs - fromMs)) * width;
}

/**
 * Bars of a count, standing on a line. Their scale is linear; what is there is at least one pixel high.
 * @param most the count that fills the height
 */
export function barsPath(
  buckets: readonly DensityBucket[],
  count: (bucket: DensityBucket) => number,
  place: {
    readonly span: TimeSpan;
    readonly width: number;
    readonly height: number;
    readonly foot: number;
    readonly most: number;
  },
): string {
  const { span, width, height, foot, most } = place;
  return buckets
    .filter((bucket) => count(bucket) > 0)
    .map((bucket) => {
      const from = xOfMoment(bucket.fromMs, span, width);
      const wide = Math.max(1, xOfMoment(bucket.toMs, span, width) - from);
      const high = Math.max(1, (count(bucket) / most) * height);
      return `M${round(from)} ${foot}v${-round(high)}h${round(wide)}v${round(high)}z`;
    })
    .join('');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
