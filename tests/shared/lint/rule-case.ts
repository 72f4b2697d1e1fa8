/** What shows a rule: a stanza that breaks it and its like that does not. */
import type { LintContext } from '#shared/lint/context.ts';

export interface RuleCase {
  readonly rule: string;
  readonly fails: string;
  readonly passes: string;
  readonly context?: LintContext;
  /** The passing stanza passes in this context; the same when absent. */
  readonly passesIn?: LintContext;
}

export const FORM_TYPE =
  "<field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>";

export const OPTIONS = field('service', 'apns') + field('device_id', 't');

export function field(name: string, ...values: readonly string[]): string {
  const content = values.map((value) => `<value>${value}</value>`).join('');
  return `<field var='${name}'>${content}</field>`;
}

export function form(fields: string, type = " type='submit'"): string {
  return `<x xmlns='jabber:x:data'${type}>${fields}</x>`;
}

export function enable(content: string, attributes = "jid='push.e' node='n'"): string {
  return `<iq type='set' id='1'><enable xmlns='urn:xmpp:push:0' ${attributes}>${content}</enable></iq>`;
}

export function disable(attributes: string, content = ''): string {
  return `<iq type='set' id='1'><disable xmlns='urn:xmpp:push:0' ${attributes}>${content}</disable></iq>`;
}

/** An enable with the two mandatory options and further ones. */
export function enableWith(...fields: readonly string[]): string {
  return enable(form(FORM_TYPE + OPTIONS + fields.join('')));
}

/** An enable for a service and a token. */
export function enableFor(service: string, token: string, ...fields: readonly string[]): string {
  return enable(
    form(FORM_TYPE + field('service', service) + field('device_id', token) + fields.join('')),
  );
}

export function pubsub(content: string, to = " to='pubsub.e'", type = 'set'): string {
  return `<iq type='${type}' id='1'${to}><pubsub xmlns='http://jabber.org/protocol/pubsub'>${content}</pubsub></iq>`;
}

export function owner(content: string, type = 'set'): string {
  return `<iq type='${type}' id='1' to='pubsub.e'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>${content}</pubsub></iq>`;
}

export const GOOD_ENABLE = enableWith();
export const GOOD_DISABLE = disable("jid='push.e' node='n'");
