/** The specifications Pushscope refers to, so that every reference on screen and in documents reads alike. */

export type SpecId =
  | 'RFC 5802'
  | 'RFC 6120'
  | 'RFC 6121'
  | 'RFC 7395'
  | 'XEP-0004'
  | 'XEP-0030'
  | 'XEP-0060'
  | 'XEP-0086'
  | 'XEP-0092'
  | 'XEP-0198'
  | 'XEP-0199'
  | 'XEP-0357';

/** A specification in the version that is followed here. */
export interface Spec {
  readonly id: SpecId;
  readonly title: string;
  /** Version of a XEP; empty for an RFC, which never changes. */
  readonly version: string;
  /** Date of that version: `2011-03` or `2020-02-11`. */
  readonly date: string;
  readonly url: string;
}

function rfc(number: number, title: string, date: string): Spec {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}`;
  return { id: `RFC ${number}` as SpecId, title, version: '', date, url };
}

function xep(number: string, title: string, version: string, date: string): Spec {
  const url = `https://xmpp.org/extensions/xep-${number}.html`;
  return { id: `XEP-${number}` as SpecId, title, version, date, url };
}

/** All of them, RFCs first. */
export const SPECS: readonly Spec[] = [
  rfc(5802, 'Salted Challenge Response Authentication Mechanism (SCRAM)', '2010-07'),
  rfc(6120, 'XMPP: Core', '2011-03'),
  rfc(6121, 'XMPP: Instant Messaging and Presence', '2011-03'),
  rfc(7395, 'An XMPP Subprotocol for WebSocket', '2014-10'),
  xep('0004', 'Data Forms', '2.13.2', '2024-08-30'),
  xep('0030', 'Service Discovery', '2.5.0', '2024-04-30'),
  xep('0060', 'Publish-Subscribe', '1.30.0', '2025-11-11'),
  xep('0086', 'Error Condition Mappings', '1.0', '2004-02-17'),
  xep('0092', 'Software Version', '1.1', '2007-02-15'),
  xep('0198', 'Stream Management', '1.6.3', '2025-07-28'),
  xep('0199', 'XMPP Ping', '2.0.1', '2019-03-26'),
  xep('0357', 'Push Notifications', '0.4.1', '2020-02-11'),
];

/** The specification of an id. */
export function specOf(id: SpecId): Spec | undefined {
  return SPECS.find((spec) => spec.id === id);
}
