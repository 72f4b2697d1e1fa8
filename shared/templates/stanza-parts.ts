/** What the templates have in common: the IQ around a payload, JID fields, and forms as fields. */
import { createElement, type XmlElement } from '../xml/node.ts';
import { firstChild } from '../xml/query.ts';
import type { DataForm, SubmitField } from '../xmpp/data-form.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import { readPair, splitPairs, type TemplateField, type TemplateValues } from './fields.ts';

/** Attributes of an IQ that a template sets. */
interface IqHead {
  readonly type: 'get' | 'set';
  readonly id: string;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
}

/** Builds an IQ. Blank addresses are left out. */
export function buildIq(head: IqHead, payload: XmlElement): XmlElement {
  return createElement(
    'iq',
    NS_CLIENT,
    { type: head.type, to: head.to, id: head.id, from: head.from },
    [payload],
  );
}

/** The payload of an IQ of the given type, name and namespace; undefined when it is another kind. */
export function readIqPayload(
  stanza: XmlElement,
  type: 'get' | 'set',
  name: string,
  ns: string,
): XmlElement | undefined {
  if (stanza.name !== 'iq' || stanza.ns !== NS_CLIENT || stanza.attrs['type'] !== type)
    return undefined;
  const payload = firstChild(stanza);
  return payload?.name === name && payload.ns === ns ? payload : undefined;
}

/** The field for the address of a pubsub service. */
export const SERVICE_FIELD: TemplateField = {
  kind: 'jid',
  name: 'to',
  label: 'Service JID',
  help: 'Address of the pubsub service, not of the chat domain. disco#items of the domain lists it.',
  group: 'main',
  required: true,
  placeholder: 'pubsub.example.org',
};

/** The field for a node name. */
export const NODE_FIELD: TemplateField = {
  kind: 'text',
  name: 'node',
  label: 'Node',
  help: 'Name of the node, one per device. Everybody can list node names, so do not use the device token.',
  group: 'main',
  required: true,
  placeholder: 'dev-7f3a',
};

/** A form's values as submit fields: the named fields first, then the `name=value` lines. */
export function toSubmitFields(
  values: TemplateValues,
  names: readonly (readonly [field: string, formField: string])[],
  pairsField: string,
): SubmitField[] {
  const own = names.map(([field, formField]): SubmitField => [formField, values[field]]);
  const lines = values[pairsField] ?? [];
  const others = (typeof lines === 'string' ? splitPairs(lines) : lines)
    .filter((line) => line.trim() !== '')
    .map((line): SubmitField => {
      const pair = readPair(line);
      return [pair.name, pair.value];
    });
  return [...own, ...others];
}

/**
 * The inverse of {@link toSubmitFields}. What a form field can't hold (no value, several, a line break
 * in a free one, the same name twice) stays in the XML.
 */
export function readSubmitFields(
  form: DataForm | null,
  names: readonly (readonly [field: string, formField: string])[],
  pairsField: string,
): TemplateValues {
  const values: Record<string, string | readonly string[]> = {};
  const pairs: string[] = [];
  for (const { name, values: given } of form?.fields ?? []) {
    const value = given.length === 1 ? given[0] : undefined;
    if (name === 'FORM_TYPE' || name === '' || value === undefined || value === '') continue;
    const own = names.find(([, formField]) => formField === name)?.[0];
    if (own !== undefined) values[own] ??= value;
    else if (isExpressible(name, value, pairs)) pairs.push(`${name}=${value}`);
  }
  return { ...values, [pairsField]: pairs };
}

function isExpressible(name: string, value: string, pairs: readonly string[]): boolean {
  const clean = name === name.trim() && !name.includes('=') && !/[\r\n]/.test(name + value);
  return clean && !pairs.some((pair) => pair.startsWith(`${name}=`));
}
