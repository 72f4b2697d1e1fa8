/** The last pass over every text that is kept: what looks like a secret wherever it stands. */
import type { AliasBook } from './aliases.ts';
import type { RedactionClass } from './classes.ts';

interface Pattern {
  readonly class: RedactionClass;
  readonly expression: RegExp;
}

const BEARERS: readonly Pattern[] = [
  {
    class: 'credential',
    expression: /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g,
  },
  { class: 'credential', expression: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?/g },
  { class: 'credential', expression: /\b(?:Basic|Bearer)\s+[\w+/=.~-]{8,}/gi },
  // FCM registration tokens, then APNs tokens.
  { class: 'token', expression: /[\w-]{8,}:APA91[\w-]{20,}/g },
  { class: 'token', expression: /\b[0-9a-f]{64}\b/gi },
];

/** A request line: its path ends in the device token, or is none of MongoosePush's and may be anything. */
const REQUEST_LINE = /\b(GET|POST|PUT|PATCH|DELETE) (\/\S*)/g;
const PUSH_PATH = /^(\/v\d\/notification\/)([^/?#]+)$/;
const URL_QUERY = /(https?:\/\/[^\s?"'<>]+\?)([^\s"'<>]+)/g;
const JID = /[^\s@"'<>/:,;()[\]]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:\/[^\s"'<>,;)\]]+)?/gi;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;
const IPV6 =
  /(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:])(?:[0-9a-f]{1,4}:)+(?::[0-9a-f]{1,4})+(?![\w:])/gi;
const LOOPBACK = /^127\.|^0\.0\.0\.0$/;

/** Whatever a pattern finds has one of these, or is as long as the shortest token without any. */
const NEEDED = /[\s.:@]/;
const SHORTEST_WITHOUT = 64;

/**
 * Replaces credentials, device tokens, JIDs and network addresses in a text.
 * @param book remembers what was replaced
 */
export function replacePatterns(text: string, book: AliasBook): string {
  // Ids are plain words, and each entry has another one.
  if (text.length < SHORTEST_WITHOUT && !NEEDED.test(text)) return text;
  let out = text;
  for (const pattern of BEARERS) {
    out = out.replace(pattern.expression, (found) => {
      book.note({ value: found, class: pattern.class });
      return pattern.class === 'token' ? book.alias('token', found) : '[credential hidden]';
    });
  }
  out = out.replace(REQUEST_LINE, (_whole, method: string, path: string) => {
    const [, start, token] = PUSH_PATH.exec(path) ?? [];
    if (start === undefined || token === undefined) return `${method} [path hidden]`;
    return `${method} ${start}${book.alias('token', decodePath(token))}`;
  });
  out = out.replace(URL_QUERY, (_whole, url: string) => `${url}[hidden]`);
  out = out.replace(JID, (found) => book.jidAlias(found) ?? '[address hidden]');
  return out.replace(IPV6, hideAddress).replace(IPV4, hideAddress);

  function hideAddress(found: string): string {
    if (LOOPBACK.test(found)) return found;
    book.note({ value: found, class: 'network' });
    return '[address hidden]';
  }
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
