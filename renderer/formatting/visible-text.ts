/** Text from the wire, made safe to look at. */
export { toVisibleCharacters, toVisibleText } from '#shared/xml/visible-text.ts';
