/** XML for reading, laid out at once: for texts of a usual size. */
import { prettyText } from '#shared/xml/pretty-text.ts';

/** Above this, formatting would hold up the window. */
const MOST_FORMATTED = 200_000;

/** One element a line, white space added only where it means nothing. */
export function prettyXml(text: string): string {
  return text.length > MOST_FORMATTED ? text : prettyText(text);
}
