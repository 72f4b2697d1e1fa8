/**
 * The order in which SRV records are to be tried.
 * RFC 2782 "A DNS RR for specifying the location of services (DNS SRV)", 2000-02.
 */

/** What decides about the order. Lower priority comes first; more weight comes first more often. */
export interface SrvRanking {
  /** 0 to 65535. */
  readonly priority: number;
  /** 0 to 65535; records of weight 0 come last but for small chances. */
  readonly weight: number;
}

/**
 * Orders records by priority, and within a priority by chance in proportion to their weights.
 * @param random draws from 0 up to, but not including, 1
 * @returns the same records in a new list
 * @see RFC 2782 "Usage rules" and the text on the Weight field
 */
export function orderSrvRecords<T extends SrvRanking>(
  records: readonly T[],
  random: () => number,
): readonly T[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) => {
    const group = records.filter((record) => record.priority === priority);
    return drawByWeight(group, random);
  });
}

function drawByWeight<T extends SrvRanking>(group: readonly T[], random: () => number): T[] {
  // Zero weights first, so that they are drawn only when the number drawn is 0.
  const left = [...group].sort((a, b) => Math.sign(a.weight) - Math.sign(b.weight));
  const drawn: T[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    // A whole number from 0 to the total, both included.
    const target = Math.floor(random() * (total + 1));
    let sum = 0;
    const index = left.findIndex(({ weight }) => (sum += weight) >= target);
    drawn.push(...left.splice(index, 1));
  }
  return drawn;
}
