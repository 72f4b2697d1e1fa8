/** Compares the text of a field. */
import type { TextField, TextMatch } from './query-node.ts';

/** Judges the value of a field; null for entries without it. */
export type TextPredicate = (value: string | null) => boolean;

/**
 * Turns what a field asks into a function.
 * @param field JIDs have parts that need not be given
 */
export function createTextPredicate(field: TextField, match: TextMatch): TextPredicate {
  const isAddress = field === 'from' || field === 'to' || field === 'jid';
  if (match.kind === 'regex') {
    const pattern = new RegExp(match.source, match.flags);
    return (value) => value !== null && pattern.test(value);
  }
  const wanted = (match.kind === 'exact' ? match.text : match.pattern).toLowerCase();
  const accepts =
    match.kind === 'exact' ? (value: string): boolean => value === wanted : createGlob(wanted);
  if (!isAddress) return (value) => value !== null && accepts(value.toLowerCase());
  return createAddressPredicate(wanted, match.kind === 'glob', accepts);
}

/** Without a resource every resource is meant, without `@` everybody at the domain. */
function createAddressPredicate(
  wanted: string,
  isGlob: boolean,
  accepts: (value: string) => boolean,
): TextPredicate {
  if (wanted.includes('/')) return (value) => value !== null && accepts(value.toLowerCase());
  const onlyDomain = !wanted.includes('@');
  return (value) => {
    if (value === null) return false;
    const [bare = ''] = value.toLowerCase().split('/', 1);
    if (!onlyDomain) return accepts(bare);
    return accepts(bare.slice(bare.indexOf('@') + 1)) || (isGlob && accepts(bare));
  };
}

/** `*` stands for any text; the time it takes grows with the lengths only, never with their product's powers. */
function createGlob(pattern: string): (value: string) => boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop() ?? '';
  return (value) => {
    if (value.length < first.length + last.length) return false;
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const part of others) {
      const found = value.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
