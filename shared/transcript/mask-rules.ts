/** Which values are credentials, as data. */
import { NS_HTTP_BIND, NS_LEGACY_AUTH, NS_REGISTER, NS_SASL } from '../xmpp/namespaces.ts';
import type { NamedTag } from './markup-names.ts';

/**
 * Where a text is from. What crossed the `wire` tells its namespaces; what was `pasted` may lack them; what
 * is `cut` may have lost them, or show one of somewhere else.
 */
export type TextOrigin = 'wire' | 'pasted' | 'cut';

interface MaskRule {
  /** Namespace, or the beginning of one when it ends in `:`. */
  readonly ns: string;
  readonly names: ReadonlySet<string>;
  /** Elements it holds for; absent: all of the namespace. */
  readonly elements?: ReadonlySet<string>;
}

/** Elements whose whole content is a credential. */
const CONTENT_RULES: readonly MaskRule[] = [
  { ns: NS_SASL, names: new Set(['auth', 'challenge', 'response', 'success']) },
  {
    ns: 'urn:xmpp:sasl:',
    names: new Set(['initial-response', 'challenge', 'response', 'additional-data', 'task-data']),
  },
  { ns: NS_LEGACY_AUTH, names: new Set(['password', 'digest', 'hash', 'token']) },
  { ns: NS_REGISTER, names: new Set(['password', 'key', 'old_password']) },
];

/** Attributes that hold a credential, by the namespace of their element. */
const ATTRIBUTE_RULES: readonly MaskRule[] = [
  // Whoever knows a BOSH session's id can speak for it.
  { ns: NS_HTTP_BIND, names: new Set(['sid', 'key', 'newkey']) },
  { ns: 'urn:xmpp:fast:', names: new Set(['token']) },
  { ns: 'https://xmpp.org/extensions/isr/0', names: new Set(['token', 'key']) },
  { ns: 'urn:xmpp:isr:', names: new Set(['token', 'key']) },
  {
    ns: 'urn:xmpp:sm:',
    names: new Set(['id', 'previd']),
    elements: new Set(['enabled', 'resume', 'resumed']),
  },
  { ns: 'jabber:x:conference', names: new Set(['password']) },
  { ns: 'urn:xmpp:extdisco:', names: new Set(['password']) },
];

/** Data form fields that hold a password even where no `type` says so, as in a submitted form. */
const SECRET_FIELD = /passw(?:or)?d|passphrase|roomsecret/i;

const TRIGGER =
  /sasl|jabber:iq:(?:auth|register)|handshake|text-private|passw|passphrase|roomsecret|xmpp:fast:|xmpp:sm:|isr[:/]|httpbind|&#/i;

/** Cheap first look at text of the wire: false means that no rule can apply. `&#` may spell anything. */
export function mayHoldCredentials(text: string): boolean {
  return TRIGGER.test(text);
}

/**
 * Whether everything inside a tag's element must be hidden. A namespace that the text does not tell
 * counts as a match: hiding too much costs a detail, hiding too little costs an account.
 */
export function isHiddenContent(tag: NamedTag, origin: TextOrigin): boolean {
  if (tag.localName === 'password') return true;
  if (tag.localName === 'handshake') return tag.parent === null || origin !== 'wire';
  if (tag.localName === 'value' && tag.parent?.localName === 'field') {
    return origin === 'cut' || isSecretField(tag.parent);
  }
  return CONTENT_RULES.some((rule) => applies(rule, tag, origin) && rule.names.has(tag.localName));
}

/** Whether an attribute's value must be hidden. */
export function isHiddenAttribute(
  tag: NamedTag,
  attributeName: string,
  origin: TextOrigin,
): boolean {
  return ATTRIBUTE_RULES.some(
    (rule) =>
      applies(rule, tag, origin) &&
      rule.names.has(attributeName) &&
      (rule.elements?.has(tag.localName) ?? true),
  );
}

function isSecretField(field: NamedTag): boolean {
  return field.attributes.some(
    ({ name, value }) =>
      (name === 'type' && value === 'text-private') || (name === 'var' && SECRET_FIELD.test(value)),
  );
}

function applies(rule: MaskRule, tag: NamedTag, origin: TextOrigin): boolean {
  if (origin === 'cut') return true;
  if (tag.ns === null) {
    return origin === 'pasted' || tag.name.includes(':') || tag.parent === null;
  }
  return rule.ns.endsWith(':') ? tag.ns.startsWith(rule.ns) : tag.ns === rule.ns;
}
