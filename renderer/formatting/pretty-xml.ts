/** XML for reading. What cannot be parsed is shown as it crossed. */
import { formatXml } from '#shared/xml/format.ts';
import { parseXml } from '#shared/xml/parse.ts';

/** Above this, formatting would hold up the window. */
const MOST_FORMATTED = 500_000;

/** One element a line, white space added only where it means nothing. */
export function prettyXml(text: string): string {
  if (text.length > MOST_FORMATTED) return text;
  const parsed = parseXml(text);
  return parsed.ok ? formatXml(parsed.element) : text;
}
