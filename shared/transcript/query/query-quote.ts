/** How text stands in a query: in quotes, or bare with backslashes. */

/** Puts text in quotes. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The text of a closed quote. */
export function unquote(raw: string): string {
  return unescapeBare(raw.slice(1, -1));
}

/** Takes the backslashes out of a bare value. */
export function unescapeBare(raw: string): string {
  return raw.replace(/\\([^])/g, '$1');
}

/** Puts backslashes before what would end a bare value. */
export function escapeBare(text: string): string {
  return text.replace(/[\s(),\\]|^["/]/g, '\\$&');
}
