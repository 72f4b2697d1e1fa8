/**
 * Data forms as MongooseIM reads them.
 * XEP-0004 "Data Forms" 2.13.2, 2024-08-30. Departures of `mongoose_data_forms`: the first form counts, the
 * last of several fields of one name wins, a field without `var` is skipped, and a FORM_TYPE with
 * anything but one value is an ordinary field.
 * @see facts, Part 4.2 E6 to E13
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements, findChild, ownText } from '#shared/xml/query.ts';
import { NS_DATA_FORMS } from '#shared/xmpp/namespaces.ts';

/** A form as read, nothing judged yet. */
export interface SubmittedForm {
  readonly type: string | undefined;
  /** The single value of FORM_TYPE; undefined when there is none or more than one. */
  readonly formType: string | undefined;
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the first data form among the children of an element.
 * @returns undefined when there is no form
 */
export function readSubmittedForm(parent: XmlElement): SubmittedForm | undefined {
  const form = findChild(parent, 'x', NS_DATA_FORMS);
  if (form === undefined) return undefined;
  const fields = new Map<string, readonly string[]>();
  for (const field of childElements(form, 'field')) {
    const name = field.attrs['var'];
    if (name !== undefined) fields.set(name, childElements(field, 'value').map(ownText));
  }
  const formTypes = fields.get('FORM_TYPE');
  const formType = formTypes?.length === 1 ? formTypes[0] : undefined;
  if (formType !== undefined) fields.delete('FORM_TYPE');
  return { type: form.attrs['type'], formType, fields };
}

/** The fields that have exactly one value, with that value; the others are left out. */
export function singleValues(form: SubmittedForm): Record<string, string> {
  const values = Object.create(null) as Record<string, string>;
  for (const [name, [first, ...others]] of form.fields) {
    if (first !== undefined && others.length === 0) values[name] = first;
  }
  return values;
}
