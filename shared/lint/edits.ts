/**
 * Corrections as text edits. They are made from the places of the typed text, never by writing the tree
 * anew, so that everything else stays as it was typed.
 */
import type { XmlElement } from '../xml/node.ts';
import { escapeAttribute, escapeText } from '../xml/serialize.ts';
import type { FindingFix, TextEdit } from './finding.ts';
import type { LintDocument } from './rule.ts';

/** Gives an attribute a value, adding the attribute where it is missing. */
export function setAttribute(
  document: LintDocument,
  element: XmlElement,
  name: string,
  value: string,
): FindingFix | undefined {
  const open = document.placeOf(element)?.open;
  if (open === undefined) return undefined;
  const title = `Write ${name}='${value}'`;
  const present = open.attributes.find((attribute) => attribute.name === name);
  if (present !== undefined) {
    const { valueStart, valueEnd } = present;
    return fixOf(title, replace(valueStart, valueEnd, escapeAttribute(value)));
  }
  const at = open.start + 1 + open.name.length;
  return fixOf(title, replace(at, at, ` ${name}='${escapeAttribute(value)}'`));
}

/** Takes an attribute out, with the white space before it. */
export function removeAttribute(
  document: LintDocument,
  element: XmlElement,
  name: string,
): FindingFix | undefined {
  const found = document
    .placeOf(element)
    ?.open.attributes.find((attribute) => attribute.name === name);
  if (found === undefined) return undefined;
  const before = document.text.slice(0, found.start);
  const start = before.length - (/\s+$/.exec(before)?.[0].length ?? 0);
  return fixOf(`Remove ${name}`, replace(start, found.valueEnd + 1, ''));
}

/** Gives an attribute another name; its value stays. */
export function renameAttribute(
  document: LintDocument,
  element: XmlElement,
  name: string,
  newName: string,
): FindingFix | undefined {
  const found = document
    .placeOf(element)
    ?.open.attributes.find((attribute) => attribute.name === name);
  if (found === undefined) return undefined;
  return fixOf(`Write ${newName}`, replace(found.start, found.start + name.length, newName));
}

/** Gives an element another local name, in both of its tags. */
export function renameElement(
  document: LintDocument,
  element: XmlElement,
  newName: string,
): FindingFix | undefined {
  const place = document.placeOf(element);
  if (place === undefined) return undefined;
  const prefix = element.prefix === '' ? '' : `${element.prefix}:`;
  const edits = [
    { tag: place.open, skip: 1 },
    { tag: place.close, skip: 2 },
  ].flatMap(({ tag, skip }) => {
    if (tag === null) return [];
    const start = tag.start + skip + prefix.length;
    return [replace(start, start + element.name.length, newName)];
  });
  return { title: `Write <${newName}>`, edits };
}

/** Takes an element out, with a line of its own where it has one. */
export function removeElement(
  document: LintDocument,
  element: XmlElement,
  title: string,
): FindingFix | undefined {
  const place = document.placeOf(element);
  if (place === undefined) return undefined;
  const before = document.text.slice(0, place.open.start);
  const indent = /\n[ \t]*$/.exec(before)?.[0].length ?? 0;
  return fixOf(title, replace(place.open.start - indent, (place.close ?? place.open).end, ''));
}

/** Gives an element that holds only text another text. */
export function setText(
  document: LintDocument,
  element: XmlElement,
  text: string,
  title = `Write ${text}`,
): FindingFix | undefined {
  const place = document.placeOf(element);
  if (place === undefined) return undefined;
  const { open, close } = place;
  if (close !== null) return fixOf(title, replace(open.end, close.start, escapeText(text)));
  const at = open.end - 2;
  return fixOf(title, replace(at, open.end, `>${escapeText(text)}</${open.name}>`));
}

/** Puts markup right behind an element's opening tag. */
export function insertFirst(
  document: LintDocument,
  element: XmlElement,
  xml: string,
  title: string,
): FindingFix | undefined {
  const place = document.placeOf(element);
  if (place === undefined) return undefined;
  const { open, close } = place;
  if (close !== null) return fixOf(title, replace(open.end, open.end, xml));
  return fixOf(title, replace(open.end - 2, open.end, `>${xml}</${open.name}>`));
}

function fixOf(title: string, ...edits: readonly TextEdit[]): FindingFix {
  return { title, edits };
}

function replace(start: number, end: number, text: string): TextEdit {
  return { offset: start, length: end - start, text };
}
