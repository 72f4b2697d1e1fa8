/** The beginning of an entry: what a view shows first of a text of many megabytes. */
import type { ReadEntry } from '#shared/contract/channels.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';

/**
 * Cuts the text of an entry.
 * @param maxChars most UTF-16 units of it; left out for all of it
 * @returns a text that ends no surrogate pair in its middle
 */
export function cutEntry(entry: WireEntry, maxChars: number | undefined): ReadEntry {
  const { xml } = entry;
  if (maxChars === undefined || xml.length <= maxChars) return entry;
  const end = LEADING_SURROGATE.test(xml.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
  return { ...entry, xml: xml.slice(0, end), cutFrom: xml.length };
}

const LEADING_SURROGATE = /[\ud800-\udbff]/;
