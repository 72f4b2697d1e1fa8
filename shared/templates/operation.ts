/** Operations whose whole payload is a shape. */
import { firstChild } from '../xml/query.ts';
import { NS_CLIENT } from '../xmpp/namespaces.ts';
import { buildShape, type ElementShape, readShape } from './element-shape.ts';
import type { TemplateField } from './fields.ts';
import { buildIq } from './stanza-parts.ts';
import { attributeOf, type Template } from './template.ts';

type About = Pick<Template, 'id' | 'title' | 'description' | 'spec' | 'destructive'>;

/** The field for an address that may be left out, so that one's own account is asked. */
export const OWN_OR_OTHER: TemplateField = {
  kind: 'jid',
  name: 'to',
  label: 'To',
  help: 'Blank for your own account.',
  group: 'main',
  required: false,
};

/** An IQ with a payload of a shape; a field `to` addresses it. */
export function iqOperation(
  about: About,
  type: 'get' | 'set',
  payload: ElementShape,
  fields: readonly TemplateField[],
): Template {
  return {
    ...about,
    fields,
    build(values, id) {
      const content = buildShape({ ...payload, optional: false }, values);
      if (content === undefined) throw new Error('A payload is never left out.');
      return buildIq({ type, to: attributeOf(values, 'to'), id }, content);
    },
    read(stanza) {
      if (stanza.name !== 'iq' || stanza.ns !== NS_CLIENT || stanza.attrs['type'] !== type) {
        return null;
      }
      const content = firstChild(stanza);
      const values = content === undefined ? null : readShape(payload, content);
      return values === null ? null : { to: stanza.attrs['to'] ?? '', ...values };
    },
  };
}

/** An element that is no stanza: it has no id, and nothing answers it as an IQ is answered. */
export function nonzaOperation(
  about: About,
  shape: ElementShape,
  fields: readonly TemplateField[] = [],
): Template {
  return {
    ...about,
    fields,
    build(values) {
      const element = buildShape({ ...shape, optional: false }, values);
      if (element === undefined) throw new Error('A nonza is never left out.');
      return element;
    },
    read: (element) => readShape(shape, element),
  };
}
