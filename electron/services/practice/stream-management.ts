/**
 * Stream management of one session: enabling, counting, and what a client must not say.
 * XEP-0198 1.6.3 "Stream Management", 2025-07-28. MongooseIM's choices: facts 8.8, recording 29.
 */
import { randomBytes } from 'node:crypto';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_SM_3, NS_STANZA_ERRORS } from '#shared/xmpp/namespaces.ts';
import type { SessionOutbox } from './session-outbox.ts';

/** A reason to end the stream. */
export interface StreamViolation {
  /** Null closes the stream without an error. */
  readonly condition: string | null;
  readonly text?: string;
  /** Application-specific condition. */
  readonly detail?: XmlElement;
}

/** The counters of one session. */
export interface StreamManagement {
  /** Empty until enabled. */
  readonly resumeId: () => string;
  /** Stanzas received since enabling. */
  readonly handled: () => number;
  countStanza(): void;
  /** Handles a nonza of the namespace. */
  handle(nonza: XmlElement, send: (element: XmlElement) => void): StreamViolation | null;
}

/** `<failed/>` with a stanza error condition. */
export function smFailed(condition: string): XmlElement {
  return createElement('failed', NS_SM_3, {}, [createElement(condition, NS_STANZA_ERRORS)]);
}

/** @param onEnabled told the new id under which the session can be resumed */
export function createStreamManagement(
  outbox: SessionOutbox,
  onEnabled: (resumeId: string) => void,
): StreamManagement {
  let resumeId = '';
  let handled = 0;

  function enable(nonza: XmlElement, send: (element: XmlElement) => void): StreamViolation | null {
    if (resumeId !== '') {
      send(smFailed('unexpected-request'));
      return { condition: null };
    }
    resumeId = randomBytes(21).toString('base64');
    const resumable = ['true', '1'].includes(nonza.attrs['resume'] ?? '');
    const attrs = resumable ? { id: resumeId, resume: 'true' } : {};
    send(createElement('enabled', NS_SM_3, attrs));
    outbox.enableAcks();
    onEnabled(resumeId);
    return null;
  }

  function acknowledge(nonza: XmlElement): StreamViolation | null {
    const count = readCount(nonza);
    if (count === null) return INVALID_COUNT;
    if (outbox.acknowledge(count)) return null;
    const detail = createElement('handled-count-too-high', NS_SM_3, { h: count });
    return { condition: 'undefined-condition', detail };
  }

  return {
    resumeId: () => resumeId,
    handled: () => handled,
    countStanza() {
      if (resumeId !== '') handled += 1;
    },
    handle(nonza, send) {
      switch (nonza.name) {
        case 'enable':
          return enable(nonza, send);
        case 'r':
          send(createElement('a', NS_SM_3, { h: handled }));
          return null;
        case 'a':
          return acknowledge(nonza);
        default:
          return null;
      }
    },
  };
}

/** What an `h` that is no number is answered with. */
export const INVALID_COUNT: StreamViolation = {
  condition: 'policy-violation',
  text: 'Invalid h attribute',
};

/** The `h` of an acknowledgement or of a resumption; null when it is no count. */
export function readCount(nonza: XmlElement): number | null {
  const text = nonza.attrs['h'] ?? '';
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
