/** Colour by ECMA-48 codes; without a terminal every function returns its text unchanged. */

/** Ways to set off a piece of text. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  attention(text: string): string;
}

/** @param coloured false for pipes and files */
export function createStyle(coloured: boolean): Style {
  const code = (start: number, end: number) => (text: string) =>
    coloured ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    good: code(32, 39),
    bad: code(31, 39),
    attention: code(33, 39),
  };
}
