/** What a PubSub operation answers, before it becomes a stanza. */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_PUBSUB_ERRORS } from '#shared/xmpp/namespaces.ts';
import { errorElement, type ErrorName } from '../stanza-reply.ts';

/** The three ways an operation ends. */
export type PubsubAnswer =
  | { readonly kind: 'result'; readonly payload: XmlElement | null }
  /** `instead` replaces the echo of the request. */
  | { readonly kind: 'error'; readonly error: XmlElement; readonly instead?: readonly XmlElement[] }
  /** MongooseIM's handler crashes here and nobody answers (facts, Part 2.1). */
  | { readonly kind: 'silence' };

/** No answer at all. */
export const SILENCE: PubsubAnswer = { kind: 'silence' };

/** A result, empty unless a payload is given. */
export function success(payload: XmlElement | null = null): PubsubAnswer {
  return { kind: 'result', payload };
}

/** An error; `extra` follows the condition. */
export function failure(name: ErrorName, extra: readonly XmlElement[] = []): PubsubAnswer {
  return { kind: 'error', error: errorElement(name, extra) };
}

/** An error with one of PubSub's own conditions. @see XEP-0060 1.30.0 §16.2 */
export function pubsubFailure(name: ErrorName, condition: string): PubsubAnswer {
  return failure(name, [createElement(condition, NS_PUBSUB_ERRORS)]);
}

/** `feature-not-implemented` that names the feature. */
export function unsupported(feature: string): PubsubAnswer {
  return failure('feature-not-implemented', [
    createElement('unsupported', NS_PUBSUB_ERRORS, { feature }),
  ]);
}
