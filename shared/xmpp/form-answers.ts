/**
 * Filling in a received form: first answers, what is wrong with them, and the form to send.
 * XEP-0004 "Data Forms" 2.13.2, 2024-08-30; XEP-0068 1.3.0 for FORM_TYPE; XEP-0122 for datatypes.
 */
import { createElement, type XmlElement } from '../xml/node.ts';
import { parseJid } from './jid.ts';
import { NS_DATA_FORMS } from './namespaces.ts';
import type { FieldType, FieldValidation, ReceivedField, ReceivedForm } from './received-form.ts';

/** Values by field name. A map, because a server may name a field `__proto__`. */
export type FormAnswers = ReadonlyMap<string, readonly string[]>;

/** What is wrong with the answer to one field. */
export interface FormProblem {
  /** Name of the field. */
  readonly field: string;
  /** What is wrong and what to do, as a sentence. */
  readonly message: string;
}

const MULTIPLE: ReadonlySet<FieldType> = new Set(['jid-multi', 'list-multi', 'text-multi']);
const BOOLEANS: ReadonlySet<string> = new Set(['0', '1', 'false', 'true']);

/** Integer datatypes with the bounds of their XML Schema type; null is no bound. */
const INTEGERS: ReadonlyMap<string, readonly [min: bigint | null, max: bigint | null]> = new Map([
  ['xs:integer', [null, null]],
  ['xs:byte', [-(2n ** 7n), 2n ** 7n - 1n]],
  ['xs:short', [-(2n ** 15n), 2n ** 15n - 1n]],
  ['xs:int', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['xs:long', [-(2n ** 63n), 2n ** 63n - 1n]],
]);
const INTEGER = /^[+-]?\d{1,40}$/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** Whether a field takes more than one value. */
export function takesManyValues(field: Pick<ReceivedField, 'type'>): boolean {
  return MULTIPLE.has(field.type);
}

/** Whether a user answers the field: fixed text and fields without a name are only shown. */
export function isAnswerable(field: ReceivedField): boolean {
  return field.type !== 'fixed' && field.name !== '';
}

/** The answers that a form proposes: its own values. */
export function proposedAnswers(form: ReceivedForm): FormAnswers {
  return new Map(form.fields.filter(isAnswerable).map((field) => [field.name, field.values]));
}

/**
 * Judges answers by the form's own conditions.
 * @param answers by field name; a field that is missing counts as its own values
 * @returns at most one problem for each field, in the form's order. What the server itself proposed is
 *   never a problem: it knows best what it takes.
 * @see XEP-0004 §3.2 "The Field Element", §3.3 "Field Types"
 */
export function judgeAnswers(form: ReceivedForm, answers: FormAnswers): readonly FormProblem[] {
  return form.fields.flatMap((field) => {
    if (!isAnswerable(field) || field.type === 'hidden') return [];
    const message = judgeField(field, answersTo(field, answers));
    return message === null ? [] : [{ field: field.name, message }];
  });
}

function judgeField(field: ReceivedField, values: readonly string[]): string | null {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) {
    return field.required ? 'The server requires a value here. Fill it in.' : null;
  }
  if (!takesManyValues(field) && values.length > 1 && values.length !== field.values.length)
    return 'This field takes one value. Leave only one.';
  for (const value of filled) {
    const message = field.values.includes(value) ? null : judgeValue(field, value);
    if (message !== null) return message;
  }
  return null;
}

function judgeValue(field: ReceivedField, value: string): string | null {
  if (field.type === 'boolean' && !BOOLEANS.has(value))
    return `"${value}" is neither true nor false. Choose one of both.`;
  if (field.type.startsWith('jid-') && parseJid(value) === null)
    return `"${value}" is not a JID. Write it like alice@example.org.`;
  if (field.type.startsWith('list-') && !isChoice(field, value))
    return `"${value}" is not among the server's options. Choose one of them.`;
  // A private value is never repeated in a message.
  const shown = field.type === 'text-private' ? 'This value' : `"${value}"`;
  if (/[\r\n]/.test(value)) return `${shown} has a line break. Write it on one line.`;
  return field.validation === null ? null : judgeDatatype(field.validation, value, shown);
}

function isChoice(field: ReceivedField, value: string): boolean {
  if (field.options.length === 0 || field.validation?.open === true) return true;
  return field.options.some((option) => option.value === value);
}

function judgeDatatype(validation: FieldValidation, value: string, shown: string): string | null {
  const bounds = INTEGERS.get(validation.datatype);
  if (bounds !== undefined) {
    if (!INTEGER.test(value)) return `${shown} is not a whole number. Write digits only.`;
    const number = BigInt(value.replace('+', ''));
    const min = laterBound(bounds[0], validation.min, (a, b) => a > b);
    const max = laterBound(bounds[1], validation.max, (a, b) => a < b);
    return rangeMessage(
      shown,
      min !== null && number < min,
      max !== null && number > max,
      min,
      max,
    );
  }
  if (validation.datatype !== 'xs:decimal') return null;
  if (!DECIMAL.test(value)) return `${shown} is not a number. Write digits and one point.`;
  const { min, max } = validation;
  const number = Number(value);
  const below = min !== null && DECIMAL.test(min) && number < Number(min);
  const above = max !== null && DECIMAL.test(max) && number > Number(max);
  return rangeMessage(shown, below, above, min, max);
}

function laterBound(
  own: bigint | null,
  given: string | null,
  tighter: (a: bigint, b: bigint) => boolean,
): bigint | null {
  if (given === null || !INTEGER.test(given)) return own;
  const bound = BigInt(given.replace('+', ''));
  return own === null || tighter(bound, own) ? bound : own;
}

function rangeMessage(
  shown: string,
  below: boolean,
  above: boolean,
  min: bigint | string | null,
  max: bigint | string | null,
): string | null {
  if (below) return `${shown} is too small. The least is ${String(min)}.`;
  return above ? `${shown} is too large. The most is ${String(max)}.` : null;
}

/**
 * Builds the form to send.
 * Hidden fields go back as they came, fixed ones not at all. A field that was blank and stays blank is
 * left out; one that the user emptied is sent without content, or the server would keep the old value.
 * @param answers by field name; a field that is missing counts as its own values
 * @returns `<x type='submit'/>`
 * @see XEP-0004 §3.1 "Form Types", XEP-0068 §3
 */
export function buildAnswerForm(form: ReceivedForm, answers: FormAnswers): XmlElement {
  const fields = form.fields.filter(isAnswerable).flatMap((field) => {
    const hidden = field.type === 'hidden';
    const values = hidden ? field.values : contentOf(field, answersTo(field, answers));
    return values === null ? [] : [buildAnswer(field.name, values, hidden)];
  });
  return createElement('x', NS_DATA_FORMS, { type: 'submit' }, fields);
}

/** Builds the form that says the user declined. @see XEP-0004 §3.1 "Form Types" */
export function buildCancelForm(): XmlElement {
  return createElement('x', NS_DATA_FORMS, { type: 'cancel' });
}

function answersTo(field: ReceivedField, answers: FormAnswers): readonly string[] {
  return answers.get(field.name) ?? field.values;
}

/** The values to write; null leaves the field out. Blank lines belong to a text of several lines. */
function contentOf(field: ReceivedField, values: readonly string[]): readonly string[] | null {
  const isBlank = values.every((value) => value === '');
  if (!isBlank) return field.type === 'text-multi' ? values : values.filter((v) => v !== '');
  if (field.values.every((value) => value === '')) return null;
  return takesManyValues(field) ? [] : [''];
}

function buildAnswer(name: string, values: readonly string[], hidden: boolean): XmlElement {
  return createElement(
    'field',
    NS_DATA_FORMS,
    { var: name, type: hidden ? 'hidden' : undefined },
    values.map((value) => createElement('value', NS_DATA_FORMS, {}, [value])),
  );
}
