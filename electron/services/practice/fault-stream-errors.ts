/**
 * The stream errors of facts 8.4 without their causes. Most of them the server also sends where they are
 * due; this is for a client that does nothing wrong.
 * RFC 6120 "XMPP: Core", 2011-03, §4.9.3.
 */
import type { PracticeFaultId } from '#shared/contract/practice-faults.ts';
import { createElement } from '#shared/xml/node.ts';
import { NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import type { FaultBoard } from './faults.ts';
import { SASL2_VIOLATION } from './sasl2.ts';
import { INVALID_COUNT, type StreamViolation } from './stream-management.ts';

/** When an error comes: in the place of the features, of the login's answer, of an answer to a request. */
export type FaultMoment = 'header' | 'login' | 'request';

interface StreamErrorFault {
  readonly id: PracticeFaultId;
  readonly moment: FaultMoment;
  readonly violation: StreamViolation;
}

const STREAM_ERRORS: readonly StreamErrorFault[] = [
  { id: 'host-unknown', moment: 'header', violation: { condition: 'host-unknown' } },
  { id: 'unsupported-version', moment: 'header', violation: { condition: 'unsupported-version' } },
  { id: 'invalid-namespace', moment: 'header', violation: { condition: 'invalid-namespace' } },
  { id: 'sasl2-violation', moment: 'login', violation: SASL2_VIOLATION },
  {
    id: 'encryption-required',
    moment: 'login',
    violation: { condition: 'encryption-required', text: 'Use of STARTTLS required' },
  },
  { id: 'connection-timeout', moment: 'login', violation: { condition: 'connection-timeout' } },
  {
    id: 'xml-not-well-formed',
    moment: 'request',
    violation: { condition: 'xml-not-well-formed', text: 'expected >' },
  },
  {
    id: 'element-too-big',
    moment: 'request',
    violation: { condition: 'policy-violation', text: 'element too big' },
  },
  { id: 'unexpected-header', moment: 'request', violation: { condition: 'policy-violation' } },
  { id: 'invalid-from', moment: 'request', violation: { condition: 'invalid-from' } },
  {
    id: 'conflict-replaced',
    moment: 'request',
    violation: { condition: 'conflict', text: 'Replaced by new connection' },
  },
  {
    id: 'conflict-removed',
    moment: 'request',
    violation: { condition: 'conflict', text: 'User removed' },
  },
  { id: 'system-shutdown', moment: 'request', violation: { condition: 'system-shutdown' } },
  {
    id: 'unacked-stanzas',
    moment: 'request',
    violation: { condition: 'resource-constraint', text: 'too many unacked stanzas' },
  },
  {
    id: 'handled-count-too-high',
    moment: 'request',
    violation: {
      condition: 'undefined-condition',
      detail: createElement('handled-count-too-high', NS_SM_3, { h: 1000, 'send-count': 0 }),
    },
  },
  { id: 'invalid-h', moment: 'request', violation: INVALID_COUNT },
];

/** The stream error that is due at this moment, or null. */
export function dueStreamError(faults: FaultBoard, moment: FaultMoment): StreamViolation | null {
  const due = STREAM_ERRORS.find((fault) => fault.moment === moment && faults.has(fault.id));
  return due?.violation ?? null;
}
