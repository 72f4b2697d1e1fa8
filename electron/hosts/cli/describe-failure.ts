/** Why a session failed, as a terminal shows it: with the server's own words and the certificate it showed. */
import type { CertificateFacts, SessionFailure } from '#shared/contract/session.ts';
import { withoutControls } from './shorten-stanza.ts';

/** What happened and at which step, why, what to do, and what there is to look at. */
export function describeFailure(failure: SessionFailure): string {
  const { step, what, why, text = '', next, certificate } = failure;
  // A session that was online has no step of connecting to blame.
  const place = step === 'online' ? '' : ` (at ${step})`;
  return [
    `${what}${place}`,
    why,
    ...(text === '' ? [] : [`The server says: "${text}"`]),
    next,
    ...(certificate === undefined ? [] : describeCertificate(certificate)),
  ]
    .map(withoutControls)
    .join('\n  ');
}

function describeCertificate(certificate: CertificateFacts): string[] {
  const { subject, issuer, selfSigned, altNames, validFrom, validTo, fingerprint256 } = certificate;
  if (fingerprint256 === '') return [];
  return [
    `  Subject  ${subject}`,
    `  Issuer   ${selfSigned ? 'itself (self-signed)' : issuer}`,
    `  Names    ${altNames.join(', ') || 'none'}`,
    `  Valid    ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`,
    `  SHA-256  ${fingerprint256}`,
    'Compare the SHA-256 with one you got another way; then --pin takes it, and --ca takes a CA file.',
  ];
}
