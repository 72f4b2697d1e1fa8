/** Looks for a path in an element. */
import type { XmlElement } from '../../xml/node.ts';
import { childElements } from '../../xml/query.ts';
import type { PathStep } from './query-node.ts';

/** Whether an element begins the path and its children go on with it. Names and values count exactly. */
export function matchesPath(element: XmlElement, [step, ...rest]: readonly PathStep[]): boolean {
  if (step === undefined) return true;
  if (!matchesStep(element, step)) return false;
  return rest.length === 0 || childElements(element).some((child) => matchesPath(child, rest));
}

/**
 * What stands literally in every text that holds the path, so that most texts need not be parsed.
 * Values are left out: in a text they may be written with references.
 */
export function literalsOf(steps: readonly PathStep[]): readonly string[] {
  const names = steps.flatMap(({ name, attributes }) => [
    ...(name === null ? [] : [name]),
    ...attributes.map((attribute) => attribute.name),
  ]);
  return [...new Set(names)];
}

function matchesStep(element: XmlElement, { name, namespace, attributes }: PathStep): boolean {
  return (
    (name === null || element.name === name) &&
    (namespace === null || element.ns === namespace) &&
    attributes.every((attribute) => {
      const value = element.attrs[attribute.name];
      return value !== undefined && (attribute.value === null || value === attribute.value);
    })
  );
}
