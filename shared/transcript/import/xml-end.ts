/** Finds where an element ends in a text that goes on behind it. */
import { scanTag } from '../../xml/markup-scan.ts';

/** Where XML ends, exclusive; null when the text ends first. */
export interface XmlEnd {
  readonly end: number | null;
  readonly part: 'element' | 'stream-open' | 'stream-close';
}

const SECTIONS: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
];

/**
 * Finds the end of the element or stream tag that begins at a `<`. End tags are counted, not compared:
 * whether the element is well-formed is the parser's question.
 */
export function findXmlEnd(text: string, start: number, limit: number): XmlEnd {
  let depth = 0;
  for (let at = start; at >= 0 && at < limit;) {
    const section = SECTIONS.find(([open]) => text.startsWith(open, at));
    if (section !== undefined) {
      const close = text.indexOf(section[1], at);
      at = close < 0 ? -1 : text.indexOf('<', close);
      continue;
    }
    const tag = scanTag(text, at);
    if (tag === null) {
      at = text.indexOf('<', at + 1);
      continue;
    }
    if (tag.end > limit || !tag.sound) return { end: null, part: 'element' };
    if (tag.name === 'stream:stream' && depth === 0) {
      return { end: tag.end, part: tag.kind === 'close' ? 'stream-close' : 'stream-open' };
    }
    if (tag.kind === 'open') depth += 1;
    if (tag.kind === 'close') depth -= 1;
    if (depth <= 0) return { end: tag.end, part: 'element' };
    at = text.indexOf('<', tag.end);
  }
  return { end: null, part: 'element' };
}
