/** The parts of a push registration that rules look at. */
import type { XmlElement } from '../xml/node.ts';
import { childElements, ownText } from '../xml/query.ts';
import { NS_DATA_FORMS, NS_PUSH_0 } from '../xmpp/namespaces.ts';

/** The enable and disable elements of a stanza. */
export function registrations(stanza: XmlElement): XmlElement[] {
  return childElements(stanza).filter(
    ({ name, ns }) => ns === NS_PUSH_0 && (name === 'enable' || name === 'disable'),
  );
}

/** The enable elements of a stanza. */
export function enables(stanza: XmlElement): XmlElement[] {
  return registrations(stanza).filter(({ name }) => name === 'enable');
}

/** The form of each enable that the server reads: the first one. Facts 4.2 E13. */
export function optionForms(stanza: XmlElement): XmlElement[] {
  return enables(stanza).flatMap((enable) => childElements(enable, 'x', NS_DATA_FORMS).slice(0, 1));
}

/** The fields of a data form. */
export function formFields(form: XmlElement): XmlElement[] {
  return childElements(form, 'field', NS_DATA_FORMS);
}

/** Name of a field; empty when it has none. */
export function nameOf(field: XmlElement): string {
  return field.attrs['var'] ?? '';
}

/** The values of a field, exactly as they stand there. */
export function valuesOf(field: XmlElement): string[] {
  return childElements(field, 'value', NS_DATA_FORMS).map(ownText);
}

/** A form's fields by name, each with its first value. Of two with one name the last counts: facts 4.2 E11. */
export function optionsOf(form: XmlElement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    formFields(form).map((field) => [nameOf(field), valuesOf(field)[0] ?? '']),
  );
}
