/** Turns what was thrown into lines for the log that hold no user's or server's text. */

const MAX_MESSAGE = 300;

/** Name, code, a message without quoted text or markup, and the stack's places. */
export function describeError(cause: unknown): string {
  if (!(cause instanceof Error)) return `(${typeof cause})`;
  const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`${cause.name}${code}: ${withoutQuotes(cause.message)}`, ...frames].join('\n');
}

function withoutQuotes(message: string): string {
  return message
    .slice(0, MAX_MESSAGE)
    .replace(/<[^]*>?/g, '<…>')
    .replace(/(["'`])(?:(?!\1)[^])*(?:\1|$)/g, '$1…$1')
    .replaceAll('\n', ' ');
}
