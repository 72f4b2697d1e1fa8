/** Hidden characters of XML as references, which mean the same to a parser and can be read. */
import { replaceUnseen } from '../../xml/unseen-characters.ts';

/** `&#x202E;` for a right-to-left override, which would otherwise turn around what follows it on the page. */
export function referUnseen(text: string): string {
  return replaceUnseen(text, (code) => `&#x${code.toString(16).toUpperCase()};`);
}
