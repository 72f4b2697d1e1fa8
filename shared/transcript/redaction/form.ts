/**
 * Redacts data forms. A form's values mean what its FORM_TYPE and place say, so the rules go by field.
 * XEP-0004 2.13.2 "Data Forms", XEP-0068 1.3.0 "Field Standardization", XEP-0357 0.4.1 §5 and §8.
 */
import { isElement, type XmlElement, type XmlNode } from '../../xml/node.ts';
import { childElements, ownText } from '../../xml/query.ts';
import * as ns from '../../xmpp/namespaces.ts';
import { isBundleId, isOptionWord } from './rules.ts';
import type { ValueRedactor } from './value-redactor.ts';

type FieldRule = (value: string, path: string, redactor: ValueRedactor) => string;

const token: FieldRule = (value, path, redactor) => redactor.alias('token', value, path);
const option: FieldRule = (value, path, redactor) => redactor.alias('option', value, path);
const hidden: FieldRule = (value, path, redactor) => redactor.apply('hide', value, path);
const jid: FieldRule = (value, path, redactor) => redactor.apply('jid', value, path);
const user: FieldRule = (value, path, redactor) => redactor.apply('user', value, path);
const password: FieldRule = (value, path, redactor) => redactor.apply('password', value, path);
const body: FieldRule = (value, path, redactor) => redactor.apply('body', value, path);

/** White space around a word is kept: it is a cause. */
const word: FieldRule = (value, path, redactor) =>
  isOptionWord(value.trim()) ? redactor.apply('keep', value, path) : option(value, path, redactor);

/** A bundle id is kept for support, because a wrong one is a cause. */
const topic: FieldRule = (value, path, redactor) =>
  redactor.profile === 'support' && isBundleId(value)
    ? redactor.apply('keep', value, path)
    : option(value, path, redactor);

const PUBLISH_OPTIONS: Readonly<Record<string, FieldRule>> = {
  service: word,
  mode: word,
  priority: word,
  silent: word,
  mutable_content: word,
  time_to_live: word,
  topic,
};

const PUSH_SUMMARY: Readonly<Record<string, FieldRule>> = {
  'message-count': word,
  'pending-subscription-count': word,
  'last-message-sender': jid,
  'last-message-body': body,
};

/** Fields that mean the same in every form. */
const ANYWHERE: Readonly<Record<string, FieldRule>> = {
  device_id: token,
  token,
  secret: token,
  endpoint: token,
  username: user,
  accountjid: jid,
  password,
};

const FORM_TYPE =
  /^\s*(?:https?:\/\/jabber\.org\/|urn:xmpp:|urn:ietf:|jabber:)[\w#:/.+-]{0,100}\s*$/;
const FIELD_NAME = /^[\w#:/.{}+-]{1,60}$/;

/**
 * Redacts a form.
 * @param x the `<x xmlns='jabber:x:data'/>`
 * @param inPush whether it stands in `<enable/>` or `<publish-options/>`, where every unknown value may
 *   be a token, whatever the form says it is
 * @param path place of `x`
 */
export function redactForm(
  x: XmlElement,
  inPush: boolean,
  path: string,
  redactor: ValueRedactor,
): XmlElement {
  const formType = formTypeOf(x);
  const options = inPush || formType === ns.NS_PUBSUB_PUBLISH_OPTIONS;

  function rewrite(element: XmlElement, field: XmlElement | null, place: string): XmlElement {
    const within = element.name === 'field' ? element : field;
    const attrs = redactAttributes(element, within, place, redactor);
    // The list of redactions names the field as it is shown, never as it was.
    const at = element === within ? `${place}[${attrs['var'] ?? ''}]` : place;
    return {
      ...element,
      attrs,
      children: element.children.map((child) => rewriteNode(child, element, within, at)),
    };
  }

  function rewriteNode(
    child: XmlNode,
    parent: XmlElement,
    field: XmlElement | null,
    place: string,
  ): XmlNode {
    if (isElement(child)) return rewrite(child, field, `${place}/${child.name}`);
    if (child.trim() === '') return child;
    if (field === null || parent.name !== 'value') return hidden(child, place, redactor);
    return ruleFor(field, formType, options)(child, place, redactor);
  }

  return rewrite(x, null, path);
}

function formTypeOf(x: XmlElement): string {
  const field = childElements(x, 'field').find((one) => one.attrs['var'] === 'FORM_TYPE');
  const value = field === undefined ? undefined : childElements(field, 'value')[0];
  return value === undefined ? '' : ownText(value).trim();
}

function ruleFor(field: XmlElement, formType: string, options: boolean): FieldRule {
  const name = field.attrs['var'] ?? '';
  if (name === 'FORM_TYPE') return formTypeRule;
  const type = field.attrs['type'];
  if (type === 'text-private') return password;
  const anywhere = own(ANYWHERE, name);
  if (anywhere !== undefined) return anywhere;
  if (options) return own(PUBLISH_OPTIONS, name) ?? option;
  if (formType === ns.NS_PUSH_SUMMARY) return own(PUSH_SUMMARY, name) ?? hidden;
  if (type === 'jid-single' || type === 'jid-multi') return jid;
  return name.startsWith('pubsub#') ? configuration : hidden;
}

const formTypeRule: FieldRule = (value, path, redactor) =>
  redactor.apply(FORM_TYPE.test(value) ? 'keep' : 'hide', value, path);

/** Node configuration: access models and numbers are kept, titles and addresses are not. */
const configuration: FieldRule = (value, path, redactor) =>
  redactor.apply(/^[a-z0-9_-]{0,24}$/.test(value) ? 'keep' : 'hide', value, path);

function redactAttributes(
  element: XmlElement,
  field: XmlElement | null,
  path: string,
  redactor: ValueRedactor,
): Record<string, string> {
  const attrs = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(element.attrs)) {
    const value = element.attrs[name] ?? '';
    const place = `${path}/@${name}`;
    if (name === 'var')
      attrs[name] = redactor.apply(FIELD_NAME.test(value) ? 'keep' : 'hide', value, place);
    else if (name === 'type' || name === 'xml:lang')
      attrs[name] = redactor.apply('keep', value, place);
    else if (name === 'label' && field?.attrs['var']?.startsWith('pubsub#') === true) {
      attrs[name] = redactor.apply('free', value, place);
    } else attrs[name] = redactor.apply('hide', value, place);
  }
  return attrs;
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
