/**
 * Payloads as data: which field stands in which attribute or text. Most operations are no more than that,
 * and one shape gives both directions, so that they cannot differ.
 */
import { createElement, type XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText } from '../xml/query.ts';
import type { TemplateValues } from './fields.ts';
import { attributeOf, textOf } from './template.ts';

/** An element with the fields that fill it. */
export interface ElementShape {
  readonly name: string;
  readonly ns: string;
  /** Attribute to field. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The field that is the element's text. */
  readonly text?: string;
  readonly children?: readonly ElementShape[];
  /** Left out while all of its fields are blank, and not needed to recognise the payload. */
  readonly optional?: boolean;
}

/** Writes the element; undefined for an optional one without values. */
export function buildShape(shape: ElementShape, values: TemplateValues): XmlElement | undefined {
  const names = fieldsOf(shape);
  if (shape.optional === true && names.every((name) => textOf(values, name) === '')) {
    return undefined;
  }
  const attributes = Object.entries(shape.attributes ?? {}).map(
    ([attribute, field]) => [attribute, attributeOf(values, field)] as const,
  );
  const text = shape.text === undefined ? undefined : textOf(values, shape.text);
  const children = (shape.children ?? []).map((child) => buildShape(child, values));
  return createElement(shape.name, shape.ns, Object.fromEntries(attributes), [text, ...children]);
}

/**
 * Reads the fields back.
 * @returns null when the element is another one, or lacks what the shape always has
 */
export function readShape(
  shape: ElementShape,
  element: XmlElement,
): Readonly<Record<string, string>> | null {
  if (element.name !== shape.name || element.ns !== shape.ns) return null;
  const values: Record<string, string> = {};
  for (const [attribute, field] of Object.entries(shape.attributes ?? {})) {
    values[field] = element.attrs[attribute] ?? '';
  }
  if (shape.text !== undefined) values[shape.text] = ownText(element);
  for (const childShape of shape.children ?? []) {
    const child = findChild(element, childShape.name, childShape.ns);
    const read = child === undefined ? null : readShape(childShape, child);
    if (read === null && childShape.optional !== true) return null;
    Object.assign(values, read);
  }
  return isEmptyAsMeant(shape, element) ? values : null;
}

/** A payload without content is another request than the same one with some: `<query/>` and `<query><remove/></query>`. */
function isEmptyAsMeant(shape: ElementShape, element: XmlElement): boolean {
  return (shape.children ?? []).length > 0 || childElements(element).length === 0;
}

function fieldsOf(shape: ElementShape): readonly string[] {
  return [
    ...Object.values(shape.attributes ?? {}),
    ...(shape.text === undefined ? [] : [shape.text]),
    ...(shape.children ?? []).flatMap(fieldsOf),
  ];
}
