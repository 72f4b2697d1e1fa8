/**
 * Fields of a template's form as data, and their validation.
 *
 * An error means that no stanza can be built or that the addressed service certainly refuses it.
 * What a server takes and only the push service refuses later is a warning: a diagnostics tool must be
 * able to send the same wrong stanza as the client it examines.
 */
import { findForbiddenCharacter } from '../xml/characters.ts';
import { parseJid } from '../xmpp/jid.ts';

/** A form's values by field name: text, or a list for `pairs`. Missing means blank. */
export type TemplateValues = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong with a field, or worth knowing. Only errors stop the stanza from being built. */
export interface FieldProblem {
  readonly field: string;
  readonly severity: 'error' | 'warning' | 'hint';
  /** What, why, what to do, in that order. */
  readonly message: string;
}

/** A value of a choice with the words shown for it. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** `main` fields are always shown, `more` behind "More options". */
  readonly group: 'main' | 'more';
  readonly required: boolean;
  readonly placeholder?: string;
  /** What a fresh form starts with; blank when absent. */
  readonly defaultValue?: string;
  /** A further condition on a value that is not blank: the error's message, or null. */
  readonly check?: (value: string) => string | null;
  /** A remark on a value that is no error, given the whole form. Null when there is none. */
  readonly advise?: (value: string, values: TemplateValues) => FieldAdvice | null;
}

/** What {@link FieldBase.advise} answers. */
export interface FieldAdvice {
  readonly severity: 'warning' | 'hint';
  readonly message: string;
}

/** A field of a form; its kind says which values it takes. */
export type TemplateField =
  | (FieldBase & { readonly kind: 'text' })
  | (FieldBase & { readonly kind: 'multiline' })
  | (FieldBase & { readonly kind: 'jid' })
  /** A secret-like value: shown masked unless asked otherwise, and masked in exports. */
  | (FieldBase & { readonly kind: 'token' })
  | (FieldBase & { readonly kind: 'integer'; readonly min: number; readonly max: number })
  /** `true`, `false` or blank. `1` and `0` mean the same (XEP-0004 §3.3) and are kept as they stand in XML. */
  | (FieldBase & { readonly kind: 'boolean' })
  | (FieldBase & {
      readonly kind: 'choice';
      readonly options: readonly FieldOption[];
      /** Null: other values are errors. Else: they are sent, and this says what comes of it. */
      readonly otherwise: string | null;
    })
  /** Free `name=value` lines; names of the form's own fields are not allowed among them. */
  | (FieldBase & { readonly kind: 'pairs'; readonly reserved: readonly string[] });

/**
 * Judges one field.
 * @param field the field
 * @param value its value
 * @param values the whole form, for remarks that depend on other fields
 * @returns the most important problem, or null
 */
export function validateField(
  field: TemplateField,
  value: string | readonly string[] | undefined,
  values: TemplateValues = {},
): FieldProblem | null {
  const error = findError(field, value ?? '');
  if (error !== null) return { field: field.name, severity: 'error', message: error };
  const advice = adviceOf(field, value ?? '', values);
  return advice === null ? null : { field: field.name, ...advice };
}

function findError(field: TemplateField, value: string | readonly string[]): string | null {
  if (typeof value !== 'string') {
    return field.kind === 'pairs'
      ? findPairsError(field, value)
      : `${field.label} has several values. It takes one. Keep one of them.`;
  }
  if (field.kind === 'pairs') return findPairsError(field, splitPairs(value));
  if (value === '') {
    return field.required ? `${field.label} is missing. The stanza needs it. Fill it in.` : null;
  }
  const forbidden = findForbiddenCharacter(value);
  if (forbidden >= 0) {
    return `Character ${forbidden + 1} of ${field.label} cannot be sent. XML has no way to write it. Remove it.`;
  }
  return findKindError(field, value) ?? field.check?.(value) ?? null;
}

function findKindError(
  field: Exclude<TemplateField, { kind: 'pairs' }>,
  value: string,
): string | null {
  switch (field.kind) {
    case 'text':
    case 'multiline':
    case 'token':
      return null;
    case 'jid':
      return parseJid(value) === null
        ? `${field.label} is not a JID. A JID looks like localpart@domain/resource or just a domain. Correct it.`
        : null;
    case 'integer':
      return findIntegerError(field, value);
    case 'boolean':
      return /^(?:true|false|1|0)$/.test(value)
        ? null
        : `${field.label} is neither true nor false. The service refuses anything else. Choose one, or leave it blank.`;
    case 'choice':
      return field.otherwise !== null || field.options.some((option) => option.value === value)
        ? null
        : `${field.label} cannot be "${value}". The service refuses values outside its list. Choose ${listOptions(field.options)}.`;
    default:
      return field satisfies never;
  }
}

function findIntegerError(
  field: { readonly label: string; readonly min: number; readonly max: number },
  value: string,
): string | null {
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= field.min && number <= field.max) return null;
  return `${field.label} is not a whole number from ${field.min} to ${field.max}. Nothing else is accepted there. Correct it, or leave it blank.`;
}

function adviceOf(
  field: TemplateField,
  value: string | readonly string[],
  values: TemplateValues,
): FieldAdvice | null {
  if (typeof value !== 'string') return null;
  if (field.kind === 'choice' && field.otherwise !== null && value !== '') {
    const known = field.options.some((option) => option.value === value);
    if (!known) return { severity: 'warning', message: field.otherwise };
  }
  return field.advise?.(value, values) ?? null;
}

function listOptions(options: readonly FieldOption[]): string {
  const values = options.map((option) => option.value);
  return values.length < 2
    ? values.join('')
    : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;
}

/** A `name=value` line taken apart. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Takes a line apart at its first `=`; a line without one has no value. */
export function readPair(line: string): Pair {
  const equals = line.indexOf('=');
  return equals < 0
    ? { name: line, value: '' }
    : { name: line.slice(0, equals), value: line.slice(equals + 1) };
}

/** The lines of a text, blank ones left out. */
export function splitPairs(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function findPairsError(
  field: { readonly label: string; readonly reserved: readonly string[] },
  lines: readonly string[],
): string | null {
  const seen = new Set<string>();
  for (const line of lines.filter((item) => item.trim() !== '')) {
    const { name, value } = readPair(line);
    const trouble = findPairError(field.reserved, seen, name, value);
    if (trouble !== null) return trouble;
    seen.add(name);
  }
  return null;
}

function findPairError(
  reserved: readonly string[],
  seen: ReadonlySet<string>,
  name: string,
  value: string,
): string | null {
  if (name === '' || name !== name.trim()) {
    return `A line has no proper name before "=". A field needs a name without spaces around it. Write name=value.`;
  }
  if (value === '') {
    return `"${name}" has no value. MongooseIM refuses the whole form for one field without a value. Write ${name}=value, or remove the line.`;
  }
  if (reserved.includes(name)) {
    return `"${name}" has a field of its own. Sent twice, the last one would win. Use that field.`;
  }
  if (seen.has(name)) return `"${name}" stands there twice. The last one would win. Remove one.`;
  if (/[\r\n]/.test(name + value)) {
    return `"${name}" contains a line break. A line stands for one field. Edit the XML for such a value.`;
  }
  if (findForbiddenCharacter(name + value) >= 0) {
    return `"${name}" contains a character that cannot be sent. XML has no way to write it. Remove it.`;
  }
  return null;
}
