/** What a request or a result shows by itself, beyond what it asks for or that it is one. */
import { isMisspeltXmlns } from '../lint/namespace-rules.ts';
import { guessPushService } from '../templates/publish-options.ts';
import { parseJid } from '../xmpp/jid.ts';
import { type DataForm, findDataForm } from '../xmpp/data-form.ts';
import {
  NS_DISCO_INFO,
  NS_PUBSUB,
  NS_PUBSUB_PUBLISH_OPTIONS,
  NS_PUSH_0,
  NS_SASL,
  NS_TLS,
} from '../xmpp/namespaces.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText, walkElements } from '../xml/query.ts';
import { payloadOf } from './operation.ts';

type Test = (stanza: XmlElement) => boolean;

const REQUEST_TRAITS = {
  'no-id': (iq) => (iq.attrs['id'] ?? '') === '',
  'type-get': (iq) => iq.attrs['type'] === 'get',
  'type-set': (iq) => iq.attrs['type'] === 'set',
  'invalid-type': (iq) => !['get', 'set'].includes(iq.attrs['type'] ?? ''),
  'several-payloads': (iq) => childElements(iq).length !== 1,
  'no-to': (iq) => iq.attrs['to'] === undefined,
  'to-own-domain': (iq) => /^[^@/]+$/.test(iq.attrs['to'] ?? '') && !isService(iq),
  'to-service': isService,
  'unknown-action': (iq) => !['enable', 'disable'].includes(payloadOf(iq)?.name ?? ''),
  'no-jid': (iq) => (payloadOf(iq)?.attrs['jid'] ?? '') === '',
  'bad-jid': (iq) => parseJid(payloadOf(iq)?.attrs['jid'] ?? '') === null,
  'no-node': (iq) => (payloadOf(iq)?.attrs['node'] ?? '') === '',
  'empty-node': (iq) => payloadOf(iq)?.attrs['node'] === '',
  'long-name': (iq) =>
    ['jid', 'node'].some((name) => (payloadOf(iq)?.attrs[name] ?? '').length > 250),
  misspelt: (iq) =>
    [...walkElements(iq)].some(
      (one) => Object.keys(one.attrs).some(isMisspeltXmlns) || /^['"]|['"]$/.test(one.ns),
    ),
  'no-form': (iq) => optionsOf(iq) === null,
  'form-not-submit': (iq) => {
    const form = optionsOf(iq);
    return form !== null && form.type !== 'submit';
  },
  'form-type-spaced': (iq) => {
    const formType = optionsOf(iq)?.formType ?? '';
    return formType !== formType.trim() && formType.trim() === NS_PUBSUB_PUBLISH_OPTIONS;
  },
  'form-type-wrong': (iq) => {
    const form = optionsOf(iq);
    return form !== null && form.formType !== NS_PUBSUB_PUBLISH_OPTIONS;
  },
  'field-values': (iq) => optionsOf(iq)?.fields.some(({ values }) => values.length !== 1) ?? false,
  'field-without-var': (iq) => optionsOf(iq)?.fields.some(({ name }) => name === '') ?? false,
  'no-device-or-service': (iq) => !has(iq, 'device_id') || !has(iq, 'service'),
  'priority-unknown': (iq) => outside(iq, 'priority', ['normal', 'high']),
  'service-unknown': (iq) => outside(iq, 'service', ['apns', 'fcm']),
  'mode-with-fcm': (iq) => optionOf(iq, 'service') === 'fcm' && optionOf(iq, 'mode') === 'dev',
  'token-of-other-service': (iq) => tokenIsForeign(iq),
  'token-breaks-path': (iq) => /[/?#\s]/.test(optionOf(iq, 'device_id') ?? ''),
  'silent-not-true': (iq) => outside(iq, 'silent', ['true', 'false']),
  'silent-without-topic': (iq) =>
    optionOf(iq, 'service') === 'apns' && optionOf(iq, 'silent') === 'true' && !has(iq, 'topic'),
  'apns-without-mode': (iq) => optionOf(iq, 'service') === 'apns' && !has(iq, 'mode'),
  'create-without-type': (iq) => actionOf(iq)?.attrs['type'] === undefined,
  'publisher-misspelt': (iq) =>
    [...walkElements(iq)].some((one) => /^publish(er)?_only$/.test(one.attrs['affiliation'] ?? '')),
  'summary-incomplete': lacksSummary,
} as const satisfies Readonly<Record<string, Test>>;

/** Name of something that a request shows. */
export type RequestTrait = keyof typeof REQUEST_TRAITS;

const ANSWER_TRAITS = {
  'info-without-push': (iq) =>
    (hasIdentity(iq, 'server', 'im') || hasIdentity(iq, 'account', 'registered')) &&
    !hasFeature(iq, NS_PUSH_0),
  'info-is-pep': (iq) => hasIdentity(iq, 'pubsub', 'pep') && !hasIdentity(iq, 'pubsub', 'push'),
  'service-without-push': (iq) =>
    hasIdentity(iq, 'pubsub', 'service') && !hasIdentity(iq, 'pubsub', 'push'),
  'node-is-flat': (iq) =>
    hasIdentity(iq, 'pubsub', 'leaf') && hasFeature(iq, `${NS_PUBSUB}#subscribe`),
  'several-nodes': (iq) =>
    [...walkElements(iq)].filter((one) => one.name === 'affiliation' && 'node' in one.attrs)
      .length > 1,
  'only-starttls': (one) =>
    findChild(one, 'starttls', NS_TLS) !== undefined && childElements(one).length === 1,
  'few-scram': (one) => mechanisms(one).filter((name) => /^SCRAM-[^P]*$/.test(name)).length < 2,
  'no-plus': (one) =>
    mechanisms(one).length > 0 && !mechanisms(one).some((m) => m.endsWith('-PLUS')),
} as const satisfies Readonly<Record<string, Test>>;

/** Name of something that a result, or an element of the stream, shows. */
export type AnswerTrait = keyof typeof ANSWER_TRAITS;

/** @returns whether the request shows the trait */
export function requestShows(request: XmlElement, trait: RequestTrait): boolean {
  return REQUEST_TRAITS[trait](request);
}

/** @returns whether the answer shows the trait */
export function answerShows(answer: XmlElement, trait: AnswerTrait): boolean {
  return ANSWER_TRAITS[trait](answer);
}

function isService(iq: XmlElement): boolean {
  return /^(?:pubsub|push)\./.test(iq.attrs['to'] ?? '');
}

/** The publish-options of an enable or of a publish. */
function optionsOf(iq: XmlElement): DataForm | null {
  const payload = payloadOf(iq);
  if (payload === undefined) return null;
  const options = findChild(payload, 'publish-options', NS_PUBSUB);
  return findDataForm(options ?? payload);
}

function optionOf(iq: XmlElement, name: string): string | undefined {
  return optionsOf(iq)?.fields.find((field) => field.name === name)?.values[0];
}

function has(iq: XmlElement, name: string): boolean {
  return (optionOf(iq, name) ?? '') !== '';
}

function outside(iq: XmlElement, name: string, allowed: readonly string[]): boolean {
  const value = optionOf(iq, name);
  return value !== undefined && !allowed.includes(value);
}

/** An alert needs all three, and a count that is a number (facts 6.3). */
function lacksSummary(iq: XmlElement): boolean {
  const notification = [...walkElements(iq)].find((one) => one.name === 'notification');
  if (notification === undefined) return false;
  const fields = findDataForm(notification)?.fields ?? [];
  const valueOf = (name: string): string =>
    fields.find((field) => field.name === name)?.values[0] ?? '';
  return (
    !/^\d+$/.test(valueOf('message-count')) ||
    valueOf('last-message-sender') === '' ||
    valueOf('last-message-body') === ''
  );
}

function tokenIsForeign(iq: XmlElement): boolean {
  const guess = guessPushService(optionOf(iq, 'device_id') ?? '');
  const service = optionOf(iq, 'service');
  return guess !== null && (service === 'fcm' || service === 'apns') && guess !== service;
}

function actionOf(iq: XmlElement): XmlElement | undefined {
  const payload = payloadOf(iq);
  return payload === undefined ? undefined : childElements(payload)[0];
}

function hasFeature(iq: XmlElement, name: string): boolean {
  const query = findChild(iq, 'query', NS_DISCO_INFO);
  return (
    query !== undefined && childElements(query, 'feature').some((one) => one.attrs['var'] === name)
  );
}

function hasIdentity(iq: XmlElement, category: string, type: string): boolean {
  const query = findChild(iq, 'query', NS_DISCO_INFO);
  return (
    query !== undefined &&
    childElements(query, 'identity').some(
      (one) => one.attrs['category'] === category && one.attrs['type'] === type,
    )
  );
}

function mechanisms(features: XmlElement): readonly string[] {
  const list = findChild(features, 'mechanisms', NS_SASL);
  return list === undefined ? [] : childElements(list, 'mechanism').map((one) => ownText(one));
}
