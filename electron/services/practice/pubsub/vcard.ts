/**
 * The service's own vCard; MongooseIM's still names the program it descends from.
 * XEP-0054 vcard-temp 1.2, 2008-07.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';

/** Namespace of vCards. */
export const NS_VCARD = 'vcard-temp';

const LINES: readonly (readonly [name: string, text: string])[] = [
  ['FN', 'ejabberd/mod_pubsub_old'],
  ['URL', 'https://www.erlang-solutions.com/products/mongooseim.html'],
  ['DESC', 'ejabberd Publish-Subscribe module\nCopyright (c) 2004-2015 ProcessOne'],
];

/** Builds the `<vCard/>`. */
export function serviceCard(): XmlElement {
  const lines = LINES.map(([name, text]) => createElement(name, NS_VCARD, {}, [text]));
  return createElement('vCard', NS_VCARD, {}, lines);
}
