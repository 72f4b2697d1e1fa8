/**
 * Data forms.
 * XEP-0004 "Data Forms" 2.13.2, 2024-08-30; XEP-0068 "Field Standardization for Data Forms" 1.3.0 for FORM_TYPE.
 */
import { createElement, type XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText } from '../xml/query.ts';
import { NS_DATA_FORMS } from './namespaces.ts';

/** A field as it stands in a form: nothing is trimmed, because servers compare exactly. */
export interface DataFormField {
  /** Name; empty when the field has no `var`. */
  readonly name: string;
  /** `hidden`, `text-single`, `list-single`, …; empty when absent. */
  readonly type: string;
  readonly label: string;
  readonly values: readonly string[];
}

/** A form as it stands in a stanza. */
export interface DataForm {
  /** `form`, `submit`, `cancel`, `result`; empty when absent. */
  readonly type: string;
  /** The first value of FORM_TYPE; null when there is no such field or it has no value. */
  readonly formType: string | null;
  /** All fields in their order, FORM_TYPE included. */
  readonly fields: readonly DataFormField[];
}

/** A field to submit: its name with its value or values. */
export type SubmitField = readonly [name: string, value: string | readonly string[] | undefined];

/** Options of {@link buildSubmitForm}. */
export interface SubmitFormOptions {
  /** Write `type='hidden'` on FORM_TYPE. XEP-0068 asks for it; MongooseIM accepts both. */
  readonly hiddenType: boolean;
}

/**
 * Reads a form.
 * @param x an `<x/>` element
 * @returns null when the element is not `<x xmlns='jabber:x:data'/>`
 * @see XEP-0004 §3 "Protocol"
 */
export function readDataForm(x: XmlElement): DataForm | null {
  if (x.name !== 'x' || x.ns !== NS_DATA_FORMS) return null;
  const fields = childElements(x, 'field', NS_DATA_FORMS).map(readField);
  const formType = fields.find((field) => field.name === 'FORM_TYPE')?.values[0];
  return { type: x.attrs['type'] ?? '', formType: formType ?? null, fields };
}

/** Reads the first form among an element's children; null when there is none. */
export function findDataForm(parent: XmlElement): DataForm | null {
  const x = findChild(parent, 'x', NS_DATA_FORMS);
  return x === undefined ? null : readDataForm(x);
}

function readField(field: XmlElement): DataFormField {
  return {
    name: field.attrs['var'] ?? '',
    type: field.attrs['type'] ?? '',
    label: field.attrs['label'] ?? '',
    values: childElements(field, 'value', NS_DATA_FORMS).map(ownText),
  };
}

/**
 * Builds a form of type `submit`.
 * @param formType namespace for FORM_TYPE
 * @param fields in the order to write them. A field whose value is undefined, empty or an empty list is
 *   left out: MongooseIM since 6.1 refuses a whole form for one field without a value (facts 4.2 E8),
 *   and an empty option overrides a default that the user did not mean to change.
 * @returns `<x type='submit'/>`
 * @see XEP-0004 §3.1 "Form Types"
 */
export function buildSubmitForm(
  formType: string,
  fields: readonly SubmitField[],
  options: SubmitFormOptions,
): XmlElement {
  const typeAttribute = options.hiddenType ? 'hidden' : undefined;
  return createElement('x', NS_DATA_FORMS, { type: 'submit' }, [
    buildField('FORM_TYPE', [formType], typeAttribute),
    ...fields.flatMap(([name, value]) => {
      const values = toValues(value);
      return values.length === 0 ? [] : [buildField(name, values)];
    }),
  ]);
}

function toValues(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return (typeof value === 'string' ? [value] : value).filter((item) => item !== '');
}

function buildField(name: string, values: readonly string[], type?: string): XmlElement {
  return createElement(
    'field',
    NS_DATA_FORMS,
    { var: name, type },
    values.map((value) => createElement('value', NS_DATA_FORMS, {}, [value])),
  );
}
