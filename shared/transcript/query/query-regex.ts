/** Regular expressions in a query: `/source/flags`. */
import type { QueryFault } from './query-node.ts';
import type { QueryToken } from './query-token.ts';

/** The others change where a match begins or what it answers, not whether there is one. */
const FLAGS = /^[imsu]*$/;

/** A regular expression's parts; those of a broken one are empty. */
export type RegexOutcome = { readonly source: string; readonly flags: string } & (
  { readonly ok: true } | { readonly ok: false; readonly fault: QueryFault }
);

/** Takes a token apart and tries its expression. */
export function compileRegex(token: QueryToken): RegexOutcome {
  const broken = (message: string, hint: string): RegexOutcome => {
    const fault = { from: token.from, to: token.to, message, hint };
    return { ok: false, source: '', flags: '', fault };
  };
  if (!token.closed) {
    return broken(
      'The regular expression is not closed',
      'Add a “/” at its end, or put text that begins with a slash in quotes',
    );
  }
  const end = token.raw.lastIndexOf('/');
  const source = token.raw.slice(1, end);
  const flags = token.raw.slice(end + 1);
  if (source === '')
    return broken('The regular expression is empty', 'Put text between “/” and “/”');
  if (!FLAGS.test(flags)) return broken(`“${flags}” are no flags`, 'Use i, m, s or u');
  try {
    new RegExp(source, flags);
    return { ok: true, source, flags };
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/^.*: /, '') : 'Unknown';
    return broken(`The regular expression is wrong: ${message}`, 'Correct it, or use quotes');
  }
}
