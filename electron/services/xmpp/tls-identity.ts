/**
 * Whom a certificate speaks for: compares the names a connection expects with those a certificate holds.
 * RFC 9525 "Service Identity in TLS", 2023-11 (the successor of RFC 6125): the common name does not
 * count, a wildcard stands for one whole left-most label;
 * RFC 6120 §13.7.1 "Certificates", 2011-03: SRVName and XmppAddr count besides DNS names.
 *
 * Node's own check takes the common name when there is no alternative name, and knows neither SRVName
 * nor XmppAddr.
 */
import { isIP } from 'node:net';
import { toAsciiDomain } from './address.ts';
import type { AlternativeName } from './alternative-names.ts';

/** A name that a certificate has to be valid for. */
export interface ReferenceName {
  /** The domain of the JID, or the host of a `wss:` or `https:` address. */
  readonly of: 'domain' | 'host';
  /** ASCII form, or an address. */
  readonly name: string;
}

/** Which expected name agreed with which name of the certificate. */
export interface IdentityMatch {
  readonly reference: ReferenceName;
  readonly presented: AlternativeName;
}

/** Services that an SRVName may name (RFC 6120 §13.7.1.2.1, XEP-0368 1.1.0 §2). */
const SERVICES = ['_xmpp-client.', '_xmpps-client.'] as const;

/**
 * Finds the first agreement.
 * @param references what would do, best first
 * @param names what the certificate holds
 * @returns null when none agrees
 * @see RFC 9525 §6 "Verifying Service Identity"
 */
export function matchIdentity(
  references: readonly ReferenceName[],
  names: readonly AlternativeName[],
): IdentityMatch | null {
  for (const reference of references) {
    const presented = names.find((name) => agrees(reference, name));
    if (presented !== undefined) return { reference, presented };
  }
  return null;
}

function agrees({ of, name }: ReferenceName, presented: AlternativeName): boolean {
  if (isIP(name) !== 0) return presented.kind === 'ip' && sameAddress(name, presented.value);
  switch (presented.kind) {
    case 'dns':
      return dnsAgrees(name, presented.value);
    case 'srv':
      return of === 'domain' && srvAgrees(name, presented.value);
    case 'xmpp-address':
      return of === 'domain' && toAsciiDomain(presented.value) === plain(name);
    default:
      return false;
  }
}

/** @see RFC 9525 §6.3 "Matching the DNS Domain Name Portion" */
function dnsAgrees(reference: string, presented: string): boolean {
  const [firstExpected, ...expected] = plain(reference).split('.');
  const [first, ...rest] = plain(presented).split('.');
  if (rest.join('.') !== expected.join('.')) return false;
  // No authority may issue *.com; one that did is not to be believed.
  return first === firstExpected || (first === '*' && expected.length > 1);
}

function srvAgrees(reference: string, presented: string): boolean {
  const service = SERVICES.find((prefix) => presented.toLowerCase().startsWith(prefix));
  return service !== undefined && dnsAgrees(reference, presented.slice(service.length));
}

function sameAddress(one: string, other: string): boolean {
  return canonicalAddress(one) === canonicalAddress(other);
}

/** URLs have one spelling for each address. */
function canonicalAddress(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address;
}

/** Names are compared without case, and with or without the root's dot. */
function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
