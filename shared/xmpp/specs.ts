/** The specifications Pushscope refers to, so that every reference on screen and in documents reads alike. */

export type SpecId =
  | 'RFC 3921'
  | 'RFC 5802'
  | 'RFC 6120'
  | 'RFC 6121'
  | 'RFC 7395'
  | 'XEP-0004'
  | 'XEP-0030'
  | 'XEP-0045'
  | 'XEP-0050'
  | 'XEP-0054'
  | 'XEP-0059'
  | 'XEP-0060'
  | 'XEP-0077'
  | 'XEP-0078'
  | 'XEP-0085'
  | 'XEP-0086'
  | 'XEP-0092'
  | 'XEP-0114'
  | 'XEP-0115'
  | 'XEP-0124'
  | 'XEP-0138'
  | 'XEP-0184'
  | 'XEP-0191'
  | 'XEP-0198'
  | 'XEP-0199'
  | 'XEP-0202'
  | 'XEP-0203'
  | 'XEP-0206'
  | 'XEP-0215'
  | 'XEP-0220'
  | 'XEP-0237'
  | 'XEP-0280'
  | 'XEP-0297'
  | 'XEP-0308'
  | 'XEP-0313'
  | 'XEP-0333'
  | 'XEP-0334'
  | 'XEP-0352'
  | 'XEP-0357'
  | 'XEP-0359'
  | 'XEP-0363'
  | 'XEP-0386'
  | 'XEP-0388'
  | 'XEP-0440'
  | 'XEP-0474'
  | 'XEP-0484';

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
  rfc(
    3921,
    'Extensible Messaging and Presence Protocol (XMPP): Instant Messaging and Presence',
    '2004-10',
  ),
  rfc(5802, 'Salted Challenge Response Authentication Mechanism (SCRAM)', '2010-07'),
  rfc(6120, 'XMPP: Core', '2011-03'),
  rfc(6121, 'XMPP: Instant Messaging and Presence', '2011-03'),
  rfc(7395, 'An XMPP Subprotocol for WebSocket', '2014-10'),
  xep('0004', 'Data Forms', '2.13.2', '2024-08-30'),
  xep('0030', 'Service Discovery', '2.5.0', '2024-04-30'),
  xep('0045', 'Multi-User Chat', '1.35.5', '2026-05-03'),
  xep('0050', 'Ad-Hoc Commands', '1.3.0', '2020-06-09'),
  xep('0054', 'vcard-temp', '1.3.0', '2024-06-27'),
  xep('0059', 'Result Set Management', '1.0', '2006-09-20'),
  xep('0060', 'Publish-Subscribe', '1.30.0', '2025-11-11'),
  xep('0077', 'In-Band Registration', '2.4', '2012-01-25'),
  xep('0078', 'Non-SASL Authentication', '2.5', '2008-10-29'),
  xep('0085', 'Chat State Notifications', '2.1', '2009-09-23'),
  xep('0086', 'Error Condition Mappings', '1.0', '2004-02-17'),
  xep('0092', 'Software Version', '1.1', '2007-02-15'),
  xep('0114', 'Jabber Component Protocol', '1.6', '2012-01-25'),
  xep('0115', 'Entity Capabilities', '1.6.0', '2022-03-08'),
  xep('0124', 'Bidirectional-streams Over Synchronous HTTP (BOSH)', '1.11.2', '2021-05-22'),
  xep('0138', 'Stream Compression', '2.1', '2022-02-10'),
  xep('0184', 'Message Delivery Receipts', '1.4.0', '2018-08-02'),
  xep('0191', 'Blocking Command', '1.3', '2015-03-12'),
  xep('0198', 'Stream Management', '1.6.3', '2025-07-28'),
  xep('0199', 'XMPP Ping', '2.0.1', '2019-03-26'),
  xep('0202', 'Entity Time', '2.0', '2009-09-11'),
  xep('0203', 'Delayed Delivery', '2.0', '2009-09-15'),
  xep('0206', 'XMPP Over BOSH', '1.4', '2014-04-09'),
  xep('0215', 'External Service Discovery', '1.0.0', '2022-08-23'),
  xep('0220', 'Server Dialback', '1.1.1', '2015-03-12'),
  xep('0237', 'Roster Versioning', '1.3', '2012-02-08'),
  xep('0280', 'Message Carbons', '1.0.1', '2021-12-26'),
  xep('0297', 'Stanza Forwarding', '1.0', '2013-10-02'),
  xep('0308', 'Last Message Correction', '1.2.1', '2022-05-17'),
  xep('0313', 'Message Archive Management', '1.1.3', '2025-04-09'),
  xep('0333', 'Displayed Markers', '1.0.0', '2024-04-17'),
  xep('0334', 'Message Processing Hints', '1.0.0', '2024-04-17'),
  xep('0352', 'Client State Indication', '1.0.0', '2020-10-14'),
  xep('0357', 'Push Notifications', '0.4.1', '2020-02-11'),
  xep('0359', 'Unique and Stable Stanza IDs', '0.7.0', '2023-02-20'),
  xep('0363', 'HTTP File Upload', '1.2.0', '2025-06-17'),
  xep('0386', 'Bind 2', '1.0.1', '2024-07-02'),
  xep('0388', 'Extensible SASL Profile', '1.0.1', '2024-04-04'),
  xep('0440', 'SASL Channel-Binding Type Capability', '0.4.2', '2024-07-02'),
  xep('0474', 'SASL SCRAM Downgrade Protection', '0.4.0', '2025-01-24'),
  xep('0484', 'Fast Authentication Streamlining Tokens', '0.2.0', '2024-06-30'),
];

/** The specification of an id. */
export function specOf(id: SpecId): Spec | undefined {
  return SPECS.find((spec) => spec.id === id);
}
