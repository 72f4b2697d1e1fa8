/** Cuts JSON text into keys, strings and the rest, for colouring. It never fails: odd text is `other`. */
import { toVisibleCharacters } from '#shared/xml/visible-text.ts';

export interface JsonPart {
  readonly kind: 'key' | 'string' | 'other';
  readonly text: string;
}

/** Larger bodies are shown in one colour. */
const MOST_CHARACTERS = 100_000;

const STRING = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** @param text JSON, or whatever arrived instead */
export function splitJson(text: string): JsonPart[] {
  if (text.length > MOST_CHARACTERS) return [{ kind: 'other', text: toVisibleCharacters(text) }];
  const parts: JsonPart[] = [];
  let end = 0;
  for (const match of text.matchAll(STRING)) {
    if (match.index > end) parts.push(toPart('other', text.slice(end, match.index)));
    parts.push(toPart(match[1] === undefined ? 'string' : 'key', match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(toPart('other', text.slice(end)));
  return parts;
}

function toPart(kind: JsonPart['kind'], text: string): JsonPart {
  return { kind, text: toVisibleCharacters(text) };
}
