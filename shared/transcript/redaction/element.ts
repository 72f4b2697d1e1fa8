/** Redacts a parsed element: names stay, values go by the rules of their namespace. */
import { isElement, type XmlElement, type XmlNode } from '../../xml/node.ts';
import * as ns from '../../xmpp/namespaces.ts';
import { redactForm } from './form.ts';
import { COMMON_ATTRIBUTES, NAMESPACE_RULES, type ValueRule } from './rules.ts';
import type { ValueRedactor } from './value-redactor.ts';

/**
 * Redacts a tree.
 * @returns a new tree of the same elements in the same order
 */
export function redactElement(element: XmlElement, redactor: ValueRedactor): XmlElement {
  return walk(element, element.name, false, redactor);
}

function walk(
  element: XmlElement,
  path: string,
  inPush: boolean,
  redactor: ValueRedactor,
): XmlElement {
  if (element.ns === ns.NS_DATA_FORMS && element.name === 'x') {
    return redactForm(element, inPush, path, redactor);
  }
  const push = inPush || holdsPushForm(element);
  const attrs = Object.create(null) as Record<string, string>;
  // Where there is no prototype, `Object.entries` takes four times as long.
  for (const name of Object.keys(element.attrs)) {
    const value = element.attrs[name] ?? '';
    attrs[name] = redactor.apply(attributeRule(element, name), value, `${path}/@${name}`);
  }
  const textRule = NAMESPACE_RULES[element.ns]?.text?.[element.name] ?? 'hide';
  const rewrite = (child: XmlNode): XmlNode => {
    if (isElement(child)) return walk(child, `${path}/${child.name}`, push, redactor);
    return child.trim() === '' ? child : redactor.apply(textRule, child, path);
  };
  return { ...element, attrs, children: element.children.map(rewrite) };
}

function holdsPushForm(element: XmlElement): boolean {
  return (
    (element.ns === ns.NS_PUSH_0 && element.name === 'enable') ||
    (element.ns === ns.NS_PUBSUB && element.name === 'publish-options') ||
    // A misspelt `xmlns` leaves `enable` in the namespace around it; what it holds is a token all the same.
    element.name === 'enable'
  );
}

function attributeRule(element: XmlElement, name: string): ValueRule {
  if (name === 'xml:lang') return 'keep';
  const rules = NAMESPACE_RULES[element.ns];
  if (rules === undefined) return 'hide';
  return (
    rules.attributes?.[`${element.name}@${name}`] ??
    rules.attributes?.[name] ??
    COMMON_ATTRIBUTES[name] ??
    'hide'
  );
}
