/**
 * What a form does not show of a stanza that was edited by hand. It stays in the XML and is listed under
 * the form, so that nobody believes the form to be the whole stanza.
 */
import { isElement, type XmlElement } from '../xml/node.ts';
import { childElements, ownText } from '../xml/query.ts';
import { readTemplate, type Template } from './template.ts';

/**
 * Lists the parts of a stanza that its form cannot express.
 * @returns one line each, e.g. `attribute xml:lang of message`; empty when the form shows everything
 */
export function leftovers(template: Template, stanza: XmlElement): string[] {
  const values = readTemplate(template, stanza);
  if (values === null) return [`the whole ${stanza.name}`];
  const rebuilt = template.build(values, stanza.attrs['id'] ?? '');
  const lines: string[] = [];
  compare(stanza, rebuilt, lines);
  return lines;
}

function compare(actual: XmlElement, shown: XmlElement, lines: string[]): void {
  for (const [name, value] of Object.entries(actual.attrs)) {
    if (shown.attrs[name] !== value) lines.push(`attribute ${name} of ${actual.name}`);
  }
  const rest = [...childElements(shown)];
  for (const child of childElements(actual)) {
    const index = rest.findIndex((candidate) => corresponds(child, candidate));
    const counterpart = rest[index];
    if (counterpart === undefined) lines.push(describeElement(child));
    else {
      rest.splice(index, 1);
      compare(child, counterpart, lines);
    }
  }
  if (textBeside(actual) !== textBeside(shown)) lines.push(`text in ${actual.name}`);
}

/** Same element; for a form's field also the same name, since a form holds many. */
function corresponds(left: XmlElement, right: XmlElement): boolean {
  return (
    left.name === right.name && left.ns === right.ns && left.attrs['var'] === right.attrs['var']
  );
}

function describeElement(element: XmlElement): string {
  const name = element.attrs['var'];
  return name === undefined ? `element ${element.name}` : `field ${name}`;
}

/** Indentation between elements is nothing that a form would have to show. */
function textBeside(element: XmlElement): string {
  const text = ownText(element);
  return element.children.some(isElement) ? text.trim() : text;
}
