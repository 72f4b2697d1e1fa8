/** Why a certificate is not trusted, in plain words. OpenSSL's codes come in. */
import type { CertificateFacts } from '#shared/contract/session.ts';
import type { ReferenceName } from './tls-identity.ts';

/**
 * Why no chain leads to a trusted authority.
 * @param code OpenSSL's, without `X509_V_ERR_`
 */
export function describeVerifyError(code: string, certificate: CertificateFacts): string {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'It is self-signed and not among the trusted certificates.';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'Its issuer is not among the trusted authorities, or the server leaves out part of the chain.';
    case 'CERT_SIGNATURE_FAILURE':
      return 'Its issuer has the name of a trusted authority and another key: the CA file may be an old one.';
    case 'CERT_HAS_EXPIRED':
      return `It expired on ${certificate.validTo.slice(0, 10)}.`;
    case 'CERT_NOT_YET_VALID':
      return `It is not valid before ${certificate.validFrom.slice(0, 10)}.`;
    // Node has no name for what OpenSSL says of a SHA-1 signature or a short key.
    case 'UNSPECIFIED':
      return 'It, or an authority above it, has a signature or a key that is too weak.';
    default:
      return `It was refused with ${code}.`;
  }
}

/** The chain is trusted, and the certificate is somebody else's. */
export function wrongNameText(
  { altNames, subject }: CertificateFacts,
  expected: readonly ReferenceName[],
): string {
  const names = expected.map(({ name }) => name);
  const wrong = `It is not valid for ${names.join(' or ')}.`;
  return altNames.length > 0
    ? wrong
    : `${wrong} It holds no alternative name, and its common name (${subject}) does not count (RFC 9525).`;
}
