/**
 * Any form that a server sends, with all that is needed to show it and to fill it in.
 * XEP-0004 "Data Forms" 2.13.2, 2024-08-30; XEP-0122 "Data Forms Validation" for `<validate/>`.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText } from '../xml/query.ts';
import { readDataForm, type DataFormField } from './data-form.ts';
import { NS_DATA_FORMS } from './namespaces.ts';

/** XEP-0122: datatypes and ranges of a field. */
export const NS_DATA_VALIDATE = 'http://jabber.org/protocol/xdata-validate';

/** Every field type, in the order of the specification. @see XEP-0004 §3.3 "Field Types" */
export const FIELD_TYPES = [
  'boolean',
  'fixed',
  'hidden',
  'jid-multi',
  'jid-single',
  'list-multi',
  'list-single',
  'text-multi',
  'text-private',
  'text-single',
] as const;

/** One of {@link FIELD_TYPES}. */
export type FieldType = (typeof FIELD_TYPES)[number];

/** A choice of a list field. */
export interface FieldOption {
  readonly value: string;
  /** What to show; the value itself when the server gave no label. */
  readonly label: string;
}

/** What a server says about the values it takes. @see XEP-0122 §3 "Use Cases" */
export interface FieldValidation {
  /** `xs:integer`, `xs:decimal`, …; `xs:string` when absent. */
  readonly datatype: string;
  /** Values beside the options are welcome. */
  readonly open: boolean;
  /** Lowest value as the server wrote it; null without one. */
  readonly min: string | null;
  readonly max: string | null;
  /** Shown, never run: the dialect is not that of JavaScript, and a server could hang the window with it. */
  readonly pattern: string | null;
}

/** A field with its kind, its choices and its conditions. */
export interface ReceivedField extends Omit<DataFormField, 'type'> {
  /** `text-single` when absent or unknown. */
  readonly type: FieldType;
  /** Help in the server's words; empty when absent. */
  readonly description: string;
  readonly required: boolean;
  readonly options: readonly FieldOption[];
  readonly validation: FieldValidation | null;
}

/** A form of any type: one to fill in, or a result with rows. */
export interface ReceivedForm {
  /** `form`, `submit`, `cancel`, `result`; empty when absent. */
  readonly type: string;
  /** The first value of FORM_TYPE; null without one. */
  readonly formType: string | null;
  readonly title: string;
  /** One text for each `<instructions/>`. */
  readonly instructions: readonly string[];
  readonly fields: readonly ReceivedField[];
  /** Columns of a result; empty without `<reported/>`. */
  readonly reported: readonly ReceivedField[];
  /** Rows of a result: the fields of each `<item/>`. */
  readonly items: readonly (readonly ReceivedField[])[];
}

/**
 * Reads a form with everything it says.
 * @param x an `<x/>` element
 * @returns null when the element is not `<x xmlns='jabber:x:data'/>`
 * @see XEP-0004 §3 "Protocol", §3.4 "Multiple Items in Form Results"
 */
export function readReceivedForm(x: XmlElement): ReceivedForm | null {
  const form = readDataForm(x);
  if (form === null) return null;
  const title = findChild(x, 'title', NS_DATA_FORMS);
  const reported = findChild(x, 'reported', NS_DATA_FORMS);
  return {
    type: form.type,
    formType: form.formType,
    title: title === undefined ? '' : ownText(title),
    instructions: childElements(x, 'instructions', NS_DATA_FORMS).map(ownText),
    fields: readFields(x),
    reported: reported === undefined ? [] : readFields(reported),
    items: childElements(x, 'item', NS_DATA_FORMS).map(readFields),
  };
}

/** The field type that a `type` attribute means: `text-single` unless it is a known one. */
export function toFieldType(type: string | undefined): FieldType {
  return FIELD_TYPES.find((known) => known === type) ?? 'text-single';
}

function readFields(parent: XmlElement): ReceivedField[] {
  return childElements(parent, 'field', NS_DATA_FORMS).map(readReceivedField);
}

function readReceivedField(field: XmlElement): ReceivedField {
  const description = findChild(field, 'desc', NS_DATA_FORMS);
  const validate = findChild(field, 'validate', NS_DATA_VALIDATE);
  return {
    name: field.attrs['var'] ?? '',
    type: toFieldType(field.attrs['type']),
    label: field.attrs['label'] ?? '',
    description: description === undefined ? '' : ownText(description),
    required: findChild(field, 'required', NS_DATA_FORMS) !== undefined,
    values: childElements(field, 'value', NS_DATA_FORMS).map(ownText),
    options: childElements(field, 'option', NS_DATA_FORMS).flatMap(readOption),
    validation: validate === undefined ? null : readValidation(validate),
  };
}

function readOption(option: XmlElement): FieldOption[] {
  const element = findChild(option, 'value', NS_DATA_FORMS);
  if (element === undefined) return [];
  const value = ownText(element);
  return [{ value, label: option.attrs['label'] ?? value }];
}

function readValidation(validate: XmlElement): FieldValidation {
  const range = findChild(validate, 'range', NS_DATA_VALIDATE);
  const regex = findChild(validate, 'regex', NS_DATA_VALIDATE);
  return {
    datatype: validate.attrs['datatype'] ?? 'xs:string',
    open: findChild(validate, 'open', NS_DATA_VALIDATE) !== undefined,
    min: range?.attrs['min'] ?? null,
    max: range?.attrs['max'] ?? null,
    pattern: regex === undefined ? null : ownText(regex),
  };
}
