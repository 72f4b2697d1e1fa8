/** Reading helpers over {@link XmlElement}; all of them are total: what is missing is `undefined` or empty. */
import { isElement, type XmlElement } from './node.ts';

/** All element children, optionally only those of a name and namespace. */
export function childElements(parent: XmlElement, name?: string, ns?: string): XmlElement[] {
  return parent.children
    .filter(isElement)
    .filter(
      (child) =>
        (name === undefined || child.name === name) && (ns === undefined || child.ns === ns),
    );
}

/** The first matching element child. */
export function findChild(parent: XmlElement, name: string, ns?: string): XmlElement | undefined {
  return childElements(parent, name, ns)[0];
}

/** The first element child, whatever it is: for an IQ, its payload. */
export function firstChild(parent: XmlElement): XmlElement | undefined {
  return parent.children.find(isElement);
}

/** The concatenated text of the element's own text nodes (not of its descendants). */
export function ownText(element: XmlElement): string {
  return element.children.filter((node) => typeof node === 'string').join('');
}

/** An attribute, or undefined. */
export function attribute(element: XmlElement, name: string): string | undefined {
  return element.attrs[name];
}

/** All descendants and the element itself, depth first. */
export function* walkElements(element: XmlElement): Generator<XmlElement> {
  const pending: XmlElement[] = [element];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next === undefined) return;
    yield next;
    pending.push(...childElements(next).reverse());
  }
}
