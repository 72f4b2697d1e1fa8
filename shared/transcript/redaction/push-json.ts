/**
 * Redacts what the gateway recorded: an HTTP request line and MongoosePush's JSON body. Known keys with
 * harmless values are kept, any other value goes.
 */
import { isBundleId, isOptionWord, type ValueRule } from './rules.ts';
import type { ValueRedactor } from './value-redactor.ts';

const KEYS: Readonly<Record<string, ValueRule>> = {
  service: 'keep',
  mode: 'keep',
  priority: 'keep',
  topic: 'keep',
  content_available: 'keep',
  mutable_content: 'keep',
  time_to_live: 'keep',
  badge: 'keep',
  'message-count': 'keep',
  title: 'jid',
  tag: 'jid',
  'last-message-sender': 'jid',
  body: 'body',
  'last-message-body': 'body',
};

const MAX_DEPTH = 32;

/**
 * Redacts a recorded push.
 * @param text a JSON body, with or without an HTTP head before it
 * @returns the redacted text; null when it holds something that is neither
 */
export function redactPush(text: string, redactor: ValueRedactor): string | null {
  const start = text.search(/[[{]/);
  const head = start < 0 ? text : text.slice(0, start);
  const redactedHead = redactHead(head, redactor);
  if (redactedHead === null) return null;
  if (start < 0) return redactedHead;
  try {
    const body = redactJson(JSON.parse(text.slice(start)), '', 'body', 0, redactor);
    return redactedHead + JSON.stringify(body);
  } catch {
    return null;
  }
}

const HEAD_LINE =
  /^(?:(?:POST|GET|PUT) \/\S{0,4096}(?: HTTP\/[\d.]+)?|HTTP\/[\d.]+ \d{3}.{0,40}|(?:content-type|content-length): ?[\w/; =.-]{0,80}|\s*)$/i;

/** Null when a line is not of those a push request has. */
function redactHead(head: string, redactor: ValueRedactor): string | null {
  const lines = head.split(/\r?\n/);
  if (lines.some((line) => !HEAD_LINE.test(line))) return null;
  return lines.map((line) => redactor.apply('free', line, 'http')).join('\n');
}

function redactJson(
  value: unknown,
  key: string,
  path: string,
  depth: number,
  redactor: ValueRedactor,
): unknown {
  if (depth > MAX_DEPTH) return null;
  if (value === null || typeof value === 'boolean') return value;
  const rule = Object.hasOwn(KEYS, key) ? (KEYS[key] ?? 'hide') : 'hide';
  if (typeof value === 'number') return rule === 'keep' ? value : 0;
  if (typeof value === 'string') return redactString(value, key, rule, path, redactor);
  if (Array.isArray(value)) {
    return value.map((item) => redactJson(item, key, path, depth + 1, redactor));
  }
  const entries = Object.entries(value as Record<string, unknown>).map(([name, item]) => {
    const shown = redactor.apply(/^[\w-]{1,40}$/.test(name) ? 'keep' : 'hide', name, path);
    return [shown, redactJson(item, name, `${path}/${shown}`, depth + 1, redactor)];
  });
  return Object.fromEntries(entries) as unknown;
}

function redactString(
  value: string,
  key: string,
  rule: ValueRule,
  path: string,
  redactor: ValueRedactor,
): string {
  if (key === 'topic') {
    return redactor.profile === 'support' && isBundleId(value)
      ? redactor.apply('keep', value, path)
      : redactor.alias('option', value, path);
  }
  if (rule !== 'keep') return redactor.apply(rule, value, path);
  return isOptionWord(value)
    ? redactor.apply('keep', value, path)
    : redactor.alias('option', value, path);
}
