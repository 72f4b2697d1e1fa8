/** Random choices that can be made again, and the texts of a generated recording. */

/** Draws from one seed; the same seed draws the same. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
  /** Twelve letters and digits. */
  id(): string;
}

/** Mulberry32: one multiplication a draw, and good enough for a likeness. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }
  const below = (limit: number): number => Math.floor(next() * limit);
  // Two draws give more than the sixty bits that twelve characters show.
  const half = (): string => (0x8100_0000 + below(0x7eff_ffff)).toString(36).slice(-6);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (values) => values[below(values.length)] ?? values[0],
    id: () => half() + half(),
  };
}

const WORDS =
  `the train to leaves from platform seven not four whoever still needs tickets says so before noon please bring ` +
  `your passport and a warm coat because the heating fails now again this week server restarted at night push did ` +
  `not arrive on her phone until she opened the app can you check the device token again it was renewed yesterday ` +
  `meeting moved to thursday budget numbers look wrong in column three ask miriam about invoice hello good morning ` +
  `thanks see you later maybe tomorrow lunch cafeteria closed holiday upload finished build broken merge pending`;
const COMMON = WORDS.split(' ') as [string, ...string[]];

/** Words that few texts have. */
const RARE: readonly [string, ...string[]] = [
  ...([
    'Brünn',
    'señorita',
    'façade',
    'Übergrößenträger',
    'поезд',
    'завтра',
    'уведомление',
  ] as const),
  ...([
    '電車',
    '通知',
    'こんにちは',
    'שלום',
    'مرحبا',
    'Ελλάδα',
    '👩‍🚀',
    '🚂',
    '😀',
    'naïve',
  ] as const),
  ...(['ten&lt;eleven', 'Müller &amp; Söhne', 'quokka', 'zeppelin', 'xylophone'] as const),
];

/** A sentence as it stands in XML. @param words how many */
export function sentence(random: Random, words: number): string {
  let text = random.pick(COMMON);
  for (let count = 1; count < words; count += 1) {
    text += ` ${random.chance(0.02) ? random.pick(RARE) : random.pick(COMMON)}`;
  }
  return text;
}

/** The body of a message: mostly one to forty words, now and then a page, seldom a book. */
export function messageBody(random: Random): string {
  const draw = random.next();
  if (draw < 0.000_02) return sentence(random, 30_000);
  if (draw < 0.001) return sentence(random, 300 + random.below(2_000));
  return sentence(random, 1 + random.below(draw < 0.7 ? 12 : 40));
}
