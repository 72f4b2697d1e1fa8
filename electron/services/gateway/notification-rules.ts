/**
 * The rules MongoosePush 2.x validates a v2 or v3 request body with, and the words it refuses in.
 * The strings a validator can read as numbers or booleans pass, which is why MongooseIM's do.
 * @see facts, Part 7.3 and 7.4; recordings 134, 135
 */

/** One entry of the 422 body. */
export interface RuleViolation {
  /** JSON pointer, e.g. `/alert/title`. */
  readonly pointer: string;
  readonly message: string;
}

/** What the body asks for; `mixed` has both an alert and data. */
export type NotificationShape = 'alert' | 'silent' | 'mixed';

/** A parsed JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Answers null when the value fits, else MongoosePush's message. */
type Rule = (value: unknown) => string | null;

const text: Rule = (value) => (typeof value === 'string' ? null : invalid('string', value));
const oneOf =
  (...allowed: readonly string[]): Rule =>
  (value) =>
    text(value) ?? (allowed.includes(value as string) ? null : 'Invalid value for enum');
const integer: Rule = (value) => {
  const castable = typeof value === 'number' || (typeof value === 'string' && isInteger(value));
  return castable ? null : invalid('integer', value);
};
const boolean: Rule = (value) =>
  [true, false, 'true', 'false'].includes(value as never) ? null : invalid('boolean', value);
const textList: Rule = (value) => {
  if (!Array.isArray(value)) return invalid('array', value);
  return value.map(text).find((message) => message !== null) ?? null;
};
const object: Rule = (value) => (isJsonObject(value) ? null : invalid('object', value));

const BASE: Readonly<Record<string, Rule>> = {
  service: oneOf('fcm', 'apns'),
  mode: oneOf('prod', 'dev'),
  priority: oneOf('normal', 'high'),
  time_to_live: integer,
  mutable_content: boolean,
  tags: textList,
  topic: text,
};

const ALERT: Readonly<Record<string, Rule>> = {
  body: text,
  title: text,
  badge: integer,
  click_action: text,
  tag: text,
  sound: text,
};

/** Tells the shape as MongoosePush does when it reports errors: without `data` it expects an alert. */
export function shapeOf(body: JsonObject): NotificationShape {
  if (!Object.hasOwn(body, 'data')) return 'alert';
  return Object.hasOwn(body, 'alert') ? 'mixed' : 'silent';
}

/**
 * Validates a request body.
 * @returns the violations; empty for a valid body. An unexpected field is reported alone, missing
 *   fields together, and only then are values looked at.
 */
export function findViolations(body: JsonObject): readonly RuleViolation[] {
  const shape = shapeOf(body);
  const rules = { ...BASE, ...(shape === 'silent' ? {} : { alert: object }) };
  const known = shape === 'alert' ? rules : { ...rules, data: object };
  const required = ['service', ...(shape === 'silent' ? [] : ['alert'])];
  const violations = checkObject(body, known, required, '');
  const alert = body['alert'];
  if (shape === 'silent' || !isJsonObject(alert)) return violations;
  const structural = violations.some(({ message }) => /^(Unexpected|Missing) field/.test(message));
  return structural
    ? violations
    : [...violations, ...checkObject(alert, ALERT, ['body', 'title'], '/alert')];
}

/** True for `{…}`, not for arrays and null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkObject(
  value: JsonObject,
  rules: Readonly<Record<string, Rule>>,
  required: readonly string[],
  path: string,
): readonly RuleViolation[] {
  const place = (name: string): string => `${path}/${escapePointer(name)}`;
  const unexpected = Object.keys(value).find((name) => !Object.hasOwn(rules, name));
  if (unexpected !== undefined) {
    return [{ pointer: place(unexpected), message: `Unexpected field: ${unexpected}` }];
  }
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) {
    return missing.map((name) => ({ pointer: place(name), message: `Missing field: ${name}` }));
  }
  return Object.entries(value).flatMap(([name, content]) => {
    const message = rules[name]?.(content) ?? null;
    return message === null ? [] : [{ pointer: place(name), message }];
  });
}

function invalid(expected: string, value: unknown): string {
  if (value === null) return `null value where ${expected} expected`;
  return `Invalid ${expected}. Got: ${typeName(value)}`;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

function isInteger(value: string): boolean {
  return /^[+-]?\d+$/.test(value);
}

/** RFC 6901 JSON Pointer, 2013-04, §3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
